"""More folders and photographs than a statement of SQLite may have variables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tools.some_fields import scored_by
from tools.stored import SHOOT, model

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.identity.listing import Changes
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.marks.marks import Mark

MANY = 40_000
STOCK_LIMIT = 32_766


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """A photograph in each of so many folders."""
    with closing(Catalog(tmp_path_factory.mktemp("many") / "catalog.db", ("quality",))) as catalog:
        catalog.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, STOCK_LIMIT)
        catalog.folders.add_root(SHOOT)
        assert catalog.folders.record_listing(SHOOT, found()) == Changes(MANY, 0, 0)
        yield catalog


def found(mtime_ns: int = 1) -> list[FoundFile]:
    return [FoundFile(SHOOT / str(number), "a.jpg", number, mtime_ns, ("a.cr2",)) for number in range(MANY)]


def test_what_is_to_be_done_in_all_of_them(many: Catalog) -> None:
    folders, network = many.folders.below(SHOOT), model(many)
    assert len(many.photos.unglanced(folders, "glance")) == MANY
    assert len(many.photos.unread(folders, "decoder")) == MANY
    assert len(many.scores.unencoded(folders, network, "decoder")) == MANY
    assert len(many.measures.unfinished(folders, "measure", "decoder")) == MANY
    assert many.photos.unsettled(folders) == []
    assert many.sidecars.unread(folders, found()) == []


def test_what_is_known_of_all_of_them(many: Catalog) -> None:
    photos = many.photos.in_folders(many.folders.below(SHOOT))
    ids = [photo.id for photo in photos]
    assert len(ids) == len(many.photos.paths(ids)) == len(many.photos.companions(ids)) == MANY
    many.marks.store(dict.fromkeys(ids, Mark(3)))
    assert set(many.marks.of(ids).values()) == {Mark(3)}
    assert many.scores.vectors_of(ids, "a") == {}
    columns = load(many, scored_by("quality"), ids)
    assert len(columns) == MANY
    refresh(columns, many, ids)
    assert set(columns.stars) == {3}


def test_all_of_them_change_and_go(many: Catalog) -> None:
    ids = [photo.id for photo in many.photos.in_folders(many.folders.below(SHOOT))]
    many.photos.read_anew(ids)
    many.photos.score_anew()
    many.photos.forget_readings(ids)
    assert many.folders.record_listing(SHOOT, found(mtime_ns=2)) == Changes(0, MANY, 0)
    many.relocation.set_gone(ids, gone=True)
    many.relocation.set_gone(ids, gone=False)
    assert many.folders.record_listing(SHOOT, []) == Changes(0, 0, MANY)
    assert many.folders.record_listing(Path("/other"), []) == Changes(0, 0, 0)
