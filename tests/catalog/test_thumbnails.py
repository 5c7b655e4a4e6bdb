import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clipiqa_desktop.catalog.database.schema import CatalogUnusable
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore


def fill(path: Path) -> None:
    with closing(ThumbnailStore(path)) as store:
        for number in range(50):
            store.put(f"content {number}", b"jpeg" * 500)


def test_thumbnails_come_back(tmp_path: Path) -> None:
    fill(tmp_path / "deep" / "thumbnails.db")
    with closing(ThumbnailStore(tmp_path / "deep" / "thumbnails.db")) as store:
        store.put("content 1", b"newer")
        assert store.get("content 1") == b"newer"
        assert store.get("content 2") == b"jpeg" * 500
        assert store.get("other") is None
        assert len(store.fingerprints()) == 50


@pytest.mark.parametrize("begin", [b"rubbish" * 1000, b""])
def test_a_damaged_file_is_replaced(tmp_path: Path, begin: bytes) -> None:
    path, neighbour = tmp_path / "thumbnails.db", tmp_path / "thumbnails.db.mine"
    fill(path)
    path.write_bytes((begin + path.read_bytes())[:50_000])
    neighbour.write_bytes(b"mine")
    with closing(ThumbnailStore(path)) as store:
        assert store.fingerprints() == set()
        store.put("content", b"jpeg")
        assert store.get("content") == b"jpeg"
    assert neighbour.read_bytes() == b"mine"


@pytest.mark.parametrize("place", ["file/thumbnails.db", "folder"])
def test_a_place_that_cannot_be_is_a_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(CatalogUnusable, match="cannot be used"):
        ThumbnailStore(tmp_path / place)


def hurt(path: Path) -> None:
    """Damages every page but the first."""
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 200] = b"\xff" * 200
    path.write_bytes(content)


def test_a_file_that_is_damaged_inside_is_replaced_while_it_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "thumbnails.db"
    fill(path)
    hurt(path)
    with closing(ThumbnailStore(path)) as one, closing(ThumbnailStore(path)) as other:
        assert one.fingerprints() == set()
        one.put("content", b"jpeg")
        assert other.get("content 7") in {None, b"jpeg" * 500}
        other.put("content 8", b"other")
        assert other.fingerprints() <= {"content", "content 8"}
    with closing(ThumbnailStore(path)) as store:
        assert "content" in store.fingerprints()


def test_a_full_disk_costs_no_thumbnail_that_is_there(tmp_path: Path) -> None:
    fill(tmp_path / "thumbnails.db")
    with closing(ThumbnailStore(tmp_path / "thumbnails.db")) as store:
        (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            store.put("new", b"jpeg" * 10_000)
        assert len(store.fingerprints()) == 50
