"""Another program deletes or replaces the catalog while it is open."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete a file that is open")


def test_what_was_marked_in_a_file_without_a_name_is_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    with closing(Catalog(path, ())) as catalog:
        listed(catalog, "a.jpg")
        assert not catalog.is_displaced()
        assert catalog.keep_displaced() is None
        for file in tmp_path.iterdir():
            file.unlink()
        Catalog(path, ()).close()
        catalog.marks.store({ids(catalog)["a.jpg"]: Mark(4)})
        assert catalog.is_displaced()
        kept = catalog.keep_displaced()
    assert kept
    with closing(Catalog(kept, ())) as catalog:
        assert catalog.marks.of(ids(catalog).values()) == {ids(catalog)["a.jpg"]: Mark(4)}


def test_a_drive_that_is_away_is_no_other_catalog(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with closing(Catalog(home / "catalog.db", ())) as catalog:
        home.rename(tmp_path / "away")
        assert not catalog.is_displaced()
