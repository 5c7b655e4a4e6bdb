"""What was exported to a folder before keeps its name there, whatever is asked for later, and no other takes it."""

import pytest
from tools.exported import Exported, contents, hashes, save
from tools.pictures import save_photographs

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.options import EXPORTED, SKIPPED, UPDATED, ExportOptions
from clipiqa_desktop.culling.export.plans import first_names
from clipiqa_desktop.culling.export.renaming import read_template
from clipiqa_desktop.photos.jpeg_xmp import read_embedded

NAMES = read_template("Wedding_{counter:051}").names
OTHER = read_template("Party {counter}").names


@pytest.fixture(params=["pictures", "files without marks"])
def many(out: Exported, request: pytest.FixtureRequest) -> Exported:
    """Six photographs: JPEGs that hold their marks, or RAW files that the program never writes to."""
    if request.param == "pictures":
        save_photographs(out.shoot.folder, 6)
    else:
        save(out.shoot.folder, **{f"{letter}_cr2": f"content {letter}" for letter in "abcdef"})
    out.shoot.walk()
    return out


def pictures(out: Exported) -> list[str]:
    return [name for name in out.names if not name.endswith(".xmp")]


def numbers(out: Exported) -> list[int]:
    return sorted(int(name.split("_")[1][:3]) for name in pictures(out))


def test_more_picks_in_another_order_leave_one_copy_of_each(many: Exported) -> None:
    ids = many.ids()
    many.export_ids(ids[:3], names=NAMES)
    before = hashes(many.target)
    assert numbers(many) == [51, 52, 53]
    result = many.export_ids(ids[::-1], names=NAMES)
    assert [each.state for each in result.outcomes] == [EXPORTED] * 3 + [SKIPPED] * 3
    assert numbers(many) == [51, 52, 53, 54, 55, 56]
    assert before.items() <= hashes(many.target).items()
    assert result.kept == 0
    assert {each.state for each in many.export_ids(ids, names=NAMES).outcomes} == {SKIPPED}


def test_marks_go_where_the_earlier_copy_is_although_another_name_is_asked_for(out: Exported) -> None:
    save_photographs(out.shoot.folder, 3)
    out.shoot.walk()
    ids = out.ids()
    out.export_ids(ids[:2], names=NAMES)
    name = out.shoot.catalog.photos.get(ids[1]).path.name
    out.shoot.mark(name, Mark(4))
    for more in ({"names": OTHER}, {}):
        result = out.export_ids([ids[1], ids[0]], **more)
        assert result.from_before.endswith("2 keep the names that they got there before")
        assert read_embedded(out.target / "Wedding_052.jpg").marks.stars == 4
        assert pictures(out) == ["Wedding_051.jpg", "Wedding_052.jpg"]
    out.shoot.mark(name, Mark(5))
    assert [each.state for each in out.export_ids(ids[1:2], names=OTHER).outcomes] == [UPDATED]
    assert "1 keeps the name that it got there before" in out.export_ids(ids[1:2], names=OTHER).from_before
    out.export_ids(ids[::-1], names=OTHER)
    assert pictures(out) == ["Party 0001.jpg", "Wedding_051.jpg", "Wedding_052.jpg"]


def test_a_move_takes_the_place_of_the_earlier_copy_and_counts_past_it(many: Exported) -> None:
    ids = many.ids()
    many.export_ids(ids[:2], names=NAMES)
    many.export_ids(ids[::-1], way="move", names=NAMES)
    assert numbers(many) == [51, 52, 53, 54, 55, 56]
    moved = many.shoot.catalog.photos.paths(ids)
    assert [moved[each].stem for each in ids[:2]] == ["Wedding_051", "Wedding_052"]


def test_another_move_counts_past_the_one_before(many: Exported) -> None:
    many.export_ids(many.ids()[:2], way="move", names=NAMES)
    many.export(way="move", names=NAMES)
    assert numbers(many) == [51, 52, 53, 54, 55, 56]


def test_sub_folders_have_names_of_their_own(many: Exported) -> None:
    save(many.shoot.folder / "below", z_cr2="content z")
    many.shoot.walk()
    many.export(flat=False, names=NAMES)
    before = contents(many.target)
    many.export_ids(many.ids()[::-1], flat=False, names=NAMES)
    assert contents(many.target) == before


@pytest.mark.parametrize("way", ["copy", "move"])
def test_the_first_names_are_those_that_come(many: Exported, way: str) -> None:
    ids = many.ids()
    many.export_ids(ids[:2], names=NAMES)
    (many.target / "Wedding_054.txt").write_text("somebody else's")
    asked = [ids[3], ids[1], ids[4]]
    shown = first_names(many.shoot.catalog, asked, ExportOptions(many.target, way, names=NAMES))
    before = {*many.names}
    many.export_ids(asked, way=way, names=NAMES)
    assert [name.split(".")[0] for name in shown] == ["Wedding_053", "Wedding_052", "Wedding_055"]
    assert {*pictures(many)} - before == {shown[0], shown[2]}


def test_two_that_hold_the_same_have_a_copy_each(out: Exported) -> None:
    save(out.shoot.folder, a_cr2="same", b_cr2="same")
    out.shoot.walk()
    for _ in range(2):
        out.export(names=NAMES)
        assert out.names == ["Wedding_051.cr2", "Wedding_052.cr2"]


def test_names_without_a_counter_keep_their_number_in_another_order(many: Exported) -> None:
    names = read_template("all").names
    many.export(names=names)
    before = contents(many.target)
    many.export_ids(many.ids()[::-1], names=names)
    assert contents(many.target) == before
