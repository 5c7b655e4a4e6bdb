"""Photographs put straight into a catalog, without files."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.identity.folders import Changes
from clipiqa_desktop.catalog.scores.models import Model

SHOOT = Path("/shoot")


def listed(catalog: Catalog, *names: str, root: Path = SHOOT, mtime_ns: int = 1) -> Changes:
    """A walk through `root` finds these files, named relative to it."""
    catalog.folders.add_root(root)
    paths = [root / name for name in names]
    return catalog.folders.record_listing(root, [FoundFile(path.parent, path.name, 10, mtime_ns) for path in paths])


def ids(catalog: Catalog) -> dict[str, int]:
    """The photographs in their places, by name."""
    folders = [folder.id for folder in catalog.folders.all()]
    return {photo.path.name: photo.id for photo in catalog.photos.in_folders(folders)}


def model(catalog: Catalog, version: str = "a", logit_scale: float = 100.0) -> Model:
    return catalog.models.make_current(version, f"label of {version}", f"caution of {version}", logit_scale)


def read(catalog: Catalog, photo_id: int, decoder: str = "decoder", **facts: object) -> None:
    catalog.photos.store_reading(photo_id, decoder, f"fingerprint {photo_id}", facts)


def score(catalog: Catalog, photo_id: int, network: Model, scores: Iterable[float] = (0.1, 0.2, 0.3)) -> None:
    vector = np.linspace(-2, 2, 8, dtype=np.float32)
    catalog.scores.store(photo_id, network, vector, np.array(list(scores), np.float32))


def before_the_stages(connection: sqlite3.Connection) -> None:
    """Makes a catalog what it was before glance and measure had a place in it."""
    for statement in (
        "DROP TABLE measures",
        "ALTER TABLE photos DROP COLUMN glance",
        "DELETE FROM _sqlite_migrations WHERE name = 'stages'",
    ):
        connection.execute(statement)
