"""RAW and JPEG of one shot, as one photograph or as two, and the change from one to the other."""

import hashlib

import pytest
from tools.pictures import save_photograph
from tools.shoot import Shoot
from tools.sidecars import LIGHTROOM

from clipiqa_desktop.catalog.marks.marks import Mark


@pytest.fixture
def pair(shoot: Shoot) -> Shoot:
    save_photograph(shoot.folder / "a.jpg", 1, (1200, 1100))
    save_photograph(shoot.folder / "a.tif", 2).rename(shoot.folder / "a.DNG")
    return shoot


def marks(shoot: Shoot) -> dict[str, Mark]:
    ids = {photo.id: name for name, photo in shoot.photos().items()}
    return {ids[id_]: mark for id_, mark in shoot.catalog.marks.of(ids).items()}


def mark(shoot: Shoot, name: str, mark: Mark) -> None:
    shoot.catalog.marks.store({shoot.photos()[name].id: mark})


def test_the_setting_changes_what_is_a_photograph_and_marks_go_along(pair: Shoot) -> None:
    before = {path.name: hashlib.sha256(path.read_bytes()).digest() for path in pair.folder.iterdir()}
    pair.index()
    mark(pair, "a.jpg", Mark(4, 1, "red"))
    assert marks(pair) == {"a.jpg": Mark(4, 1, "red")}
    assert pair.index(pair=False) == ["a.DNG"]  # the JPEG is not read again
    assert marks(pair) == {"a.jpg": Mark(4, 1, "red"), "a.DNG": Mark(4, 1, "red")}
    mark(pair, "a.DNG", Mark(1, -1))
    assert pair.index(pair=False) == []
    assert pair.index() == []
    assert marks(pair) == {"a.jpg": Mark(4, 1, "red")}
    assert pair.index(pair=False) == []
    assert marks(pair) == {"a.jpg": Mark(4, 1, "red"), "a.DNG": Mark(1, -1)}
    assert before == {path.name: hashlib.sha256(path.read_bytes()).digest() for path in pair.folder.iterdir()}


def test_a_sidecar_that_both_share_makes_no_conflict_when_they_part(pair: Shoot) -> None:
    (pair.folder / "a.xmp").write_text(LIGHTROOM, "utf-8")
    pair.index()
    mark(pair, "a.jpg", Mark(5, -1, "blue"))  # and not yet written
    pair.index(pair=False)
    assert marks(pair) == {"a.jpg": Mark(5, -1, "blue"), "a.DNG": Mark(5, -1, "blue")}
    assert pair.catalog.conflicts.all() == []
