"""A move that was interrupted goes on under the names that were planned for it, and leaves no second copy."""

from collections.abc import Callable

import pytest
from tools.exported import Exported, contents, save

from clipiqa_desktop.culling.export import exporting
from clipiqa_desktop.culling.export.options import FAILED, SKIPPED, Result
from clipiqa_desktop.culling.export.renaming import read_template
from clipiqa_desktop.culling.export.returning import move_back, moved_by
from clipiqa_desktop.errors import UserError

NAMES = read_template("x_{counter}").names
WHOLE = {f"x_{number:04}.jpg": f"content {letter}" for number, letter in enumerate("abcde", 1)}

Interrupt = Callable[[int], None]


class Killed(BaseException):
    pass


@pytest.fixture
def five(out: Exported) -> Exported:
    save(out.shoot.folder, **{f"{letter}_jpg": f"content {letter}" for letter in "abcde"})
    out.shoot.walk()
    return out


@pytest.fixture(params=["verified_originals", "delete_originals"])
def killed(five: Exported, request: pytest.FixtureRequest) -> Interrupt:
    """Moves photographs, and dies over the one of this number: before the catalog knows where it is, or after."""

    def kill(number: int, **more: object) -> None:
        usual, calls = getattr(exporting, request.param), []

        def die(*about: object) -> object:
            calls.append(about)
            if len(calls) == number:
                raise Killed
            return usual(*about)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(exporting, request.param, die)
            patch.setattr(exporting, "take_back", lambda _transferred: None)  # who is killed takes nothing back
            with pytest.raises(Killed):
                five.export_ids(ids(five), way="move", **more)

    return kill


def ids(out: Exported) -> list[int]:
    """All photographs, those that were moved already last, as a command finds them."""
    catalog = out.shoot.catalog
    there = catalog.photos.in_folders({folder.id for folder in catalog.folders.all()})
    return [photo.id for photo in sorted(there, key=lambda photo: photo.path)]


def moved(out: Exported) -> int:
    return sum(path.parent == out.target for path in out.shoot.catalog.photos.paths(ids(out)).values())


def stop(out: Exported, number: int, **more: object) -> Result:
    """A person's Ctrl+C after so many photographs."""
    end = moved(out) + number
    result = out.export_ids(ids(out), way="move", cancelled=lambda: moved(out) >= end, **more)
    assert result.cancelled
    return result


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("x_{counter}", sorted(WHOLE)),
        ("{name}", ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"]),
        ("{date}", ["undated-2.jpg", "undated-3.jpg", "undated-4.jpg", "undated-5.jpg", "undated.jpg"]),
    ],
)
@pytest.mark.parametrize("number", [1, 2, 5])
def test_what_was_killed_comes_out_as_if_it_had_not_been(
    five: Exported, killed: Interrupt, template: str, expected: list[str], number: int
) -> None:
    names = read_template(template).names
    killed(number, names=names)
    result = five.export_ids(ids(five), way="move", names=names)
    assert result.of(FAILED) == []
    assert contents(five.shoot.folder) == {}
    assert sorted(contents(five.target).values()) == sorted(WHOLE.values())
    assert five.names == expected
    assert sorted(path.name for path in five.shoot.catalog.photos.paths(ids(five)).values()) == five.names


def test_what_was_stopped_again_and_again_goes_on_where_it_was(five: Exported) -> None:
    stop(five, 2, names=NAMES)
    stop(five, 2, names=NAMES)
    five.export_ids(ids(five), way="move", names=NAMES)
    assert contents(five.target) == WHOLE


def test_also_where_only_what_is_left_is_asked_for(five: Exported) -> None:
    stop(five, 3, names=NAMES)
    five.export(way="move", names=NAMES)
    assert contents(five.target) == WHOLE


def test_what_is_asked_for_beside_what_was_planned_comes_after_it(five: Exported) -> None:
    asked = five.ids("b.jpg", "c.jpg", "d.jpg")
    five.export_ids(asked, way="move", names=NAMES, cancelled=lambda: moved(five) > 0)
    five.export(way="move", names=NAMES)
    assert sorted(contents(five.target).values()) == sorted(WHOLE.values())
    assert five.names == sorted(WHOLE)
    assert [contents(five.target)[name][-1] for name in five.names[:3]] == ["b", "c", "d"]


def test_another_template_is_another_move(five: Exported) -> None:
    stop(five, 3, names=NAMES)
    five.export(way="move", names=read_template("y_{counter}").names)
    assert five.names == ["x_0001.jpg", "x_0002.jpg", "x_0003.jpg", "y_0001.jpg", "y_0002.jpg"]


def test_a_move_that_has_ended_is_not_gone_on_with(five: Exported) -> None:
    five.export("a.jpg", "b.jpg", way="move", names=NAMES)
    five.export(way="move", names=NAMES)
    assert five.names == sorted(WHOLE)
    with pytest.raises(UserError, match="already"):
        five.export_ids(ids(five), way="move", names=NAMES)


@pytest.mark.parametrize("more", [{"names": NAMES}, {}])
def test_one_that_was_killed_after_its_last_is_merely_ended(
    five: Exported, killed: Interrupt, more: dict[str, object]
) -> None:
    killed(5, **more)
    result = five.export_ids(ids(five), way="move", **more)
    assert (result.wanted, len(result.of(FAILED)), len(result.of(SKIPPED)) >= 4) == (5, 0, True)
    assert contents(five.shoot.folder) == {}
    assert sorted(contents(five.target).values()) == sorted(WHOLE.values())


def test_what_went_back_meanwhile_gets_its_name_again(five: Exported) -> None:
    move_back(five.shoot.catalog, moved_by(stop(five, 2, names=NAMES)))
    assert five.names == []
    five.export(way="move", names=NAMES)
    assert contents(five.target) == WHOLE
