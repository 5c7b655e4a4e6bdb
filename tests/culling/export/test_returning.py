"""What was moved goes back to where it lay, and nothing is written over there."""

import pytest
from tools.exported import Exported, contents, hashes, save

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export import transfer
from clipiqa_desktop.culling.export.returning import Moved, move_back, moved_by


@pytest.fixture
def moved(out: Exported) -> list[Moved]:
    """Three photographs of two folders, one of them marked, moved into one."""
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    save(out.shoot.folder / "below", c_jpg="below")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(4))
    return moved_by(out.export(way="move"))


@pytest.mark.parametrize("disk", ["same disk", "other disk"])
def test_all_files_of_all_folders_go_back(
    out: Exported, moved: list[Moved], disk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if disk == "other disk":
        monkeypatch.setattr(transfer, "_is_copied", lambda *_: True)
    there = hashes(out.target)
    returned = move_back(out.shoot.catalog, moved)
    assert (returned.done, returned.remarks) == (moved, [])
    assert contents(out.target) == {}
    assert sorted(contents(out.shoot.folder)) == ["a.cr2", "a.jpg", "a.xmp", "b.jpg", "below/c.jpg"]
    assert sorted(hashes(out.shoot.folder).values()) == sorted(there.values())
    assert out.shoot.marked("a.jpg") == Mark(4)
    assert out.shoot.id("below/c.jpg") == moved[-1].photo_id


def test_folders_that_the_move_made_go_where_they_are_left_empty(out: Exported) -> None:
    save(out.shoot.folder / "below", c_jpg="below")
    save(out.shoot.folder / "other", d_jpg="other")
    out.shoot.walk()
    out.target.mkdir()
    result = out.export(way="move", flat=False)
    assert result.made == [out.target / "below", out.target / "other"]
    save(out.target / "other", mine_txt="mine")
    move_back(out.shoot.catalog, moved_by(result), made=result.made)
    assert sorted(path.name for path in out.target.rglob("*")) == ["mine.txt", "other"]


def test_what_is_in_the_way_stays_and_the_name_is_said(out: Exported, moved: list[Moved]) -> None:
    save(out.shoot.folder, b_jpg="a newer one")
    returned = move_back(out.shoot.catalog, moved)
    assert returned.done == moved
    assert contents(out.shoot.folder)["b.jpg"] == "a newer one"
    assert contents(out.shoot.folder)["b-2.jpg"] == "other"
    assert returned.remarks == [(out.shoot.folder / "b.jpg", "It is called b-2.jpg now: something else has its name.")]


def test_what_is_gone_is_said_and_the_others_go_back(out: Exported, moved: list[Moved]) -> None:
    (out.target / "b.jpg").unlink()
    returned = move_back(out.shoot.catalog, moved)
    assert [each.photo.name for each in returned.done] == ["a.jpg", "c.jpg"]
    assert returned.remarks == [(out.shoot.folder / "b.jpg", "It is not where it was moved to any more.")]


def test_a_folder_inside_the_one_that_they_were_moved_to(out: Exported) -> None:
    save(out.shoot.folder / "below", c_jpg="below")
    out.shoot.walk()
    out.target = out.shoot.folder
    moved = moved_by(out.export(way="move"))
    assert contents(out.shoot.folder) == {"c.jpg": "below"}
    assert move_back(out.shoot.catalog, moved).remarks == []
    assert contents(out.shoot.folder) == {"below/c.jpg": "below"}


def test_whoever_stops_keeps_the_rest_where_it_is(out: Exported, moved: list[Moved]) -> None:
    before = contents(out.target)
    returned = move_back(out.shoot.catalog, moved, cancelled=lambda: True)
    assert (returned.done, returned.remarks) == ([], [])
    assert contents(out.target) == before
