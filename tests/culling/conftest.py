from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tools.exported import Exported
from tools.marked import Marked

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Marked]:
    """An empty folder, and a catalog that every test tells of its files with `walk`."""
    folder = tmp_path / "photos"
    folder.mkdir()
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as catalog:
        yield Marked(folder, catalog, SidecarSettings())


@pytest.fixture
def out(shoot: Marked) -> Exported:
    """What is exported from the shoot into a folder beside it, which is not there yet."""
    return Exported(shoot, shoot.folder.parent / "picks")
