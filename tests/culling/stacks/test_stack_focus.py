"""The focus of stacks out of the catalog: compared within each, unknown where a frame was not measured."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tools.stored import ids, listed, read

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.culling.stacks import stack_focus
from clipiqa_desktop.culling.stacks.stack_focus import focus_in_stacks, focus_places


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """Six photographs, all measured but the last."""
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as opened:
        listed(opened, *(f"{letter}.jpg" for letter in "abcdef"))
        for place, photo_id in enumerate(list(ids(opened).values())[:5]):
            read(opened, photo_id)
            tiles = np.full((6, 9), 0.5 + 0.4 * place, np.float32)
            opened.focus.store(photo_id, VERSION, FocusNumbers(0.1, 0.1, 0.5, 0.5), tiles)
        yield opened


def stacks(catalog: Catalog, *numbers: int) -> Stacks:
    return Stacks(np.array(list(ids(catalog).values())), np.array(numbers))


@pytest.mark.parametrize("at_once", [1, 4, 2000])
def test_each_stack_is_compared_by_itself(catalog: Catalog, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_focus, "_AT_ONCE", at_once)
    found = focus_in_stacks(catalog, stacks(catalog, 7, 3, 7, 3, 5, 5))
    assert found.widths[:4] == pytest.approx([0.5, 0.9, 1.3, 1.7], rel=0.05)


def test_a_stack_with_a_frame_that_was_not_measured_tells_nothing(catalog: Catalog) -> None:
    assert np.isnan(focus_in_stacks(catalog, stacks(catalog, 7, 7, 7, 7, 5, 5)).widths[4:]).all()


def test_the_places_say_which_frame_moved(catalog: Catalog) -> None:
    members = list(ids(catalog).values())[:3]
    for photo_id, width, across in zip(members, (0.5, 1.2, 1.6), (0.0, 0.6, 0.0), strict=True):
        lie = np.array([[0, across]] * 2, np.float32)
        tiles = np.full((6, 9), width, np.float32)
        catalog.focus.store(photo_id, VERSION, FocusNumbers(width, width, 0.5, 0.5), tiles, lie)
    found = focus_places(catalog, members)
    assert [found[each].said for each in members] == ["1st of 3", "2nd of 3, moved", "3rd of 3"]
    assert focus_places(catalog, list(ids(catalog).values())[3:])[members[-1] + 1].said == ""


def test_no_stacks(catalog: Catalog) -> None:
    nothing = np.zeros(0, np.int64)
    assert len(focus_in_stacks(catalog, Stacks(nothing, nothing)).widths) == 0


def test_a_frame_that_cannot_be_told_has_no_place_and_takes_none(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = list(ids(catalog).values())[:3]
    widths = np.array([1.0, np.nan, 2.0], np.float32)
    told = stack_focus.StackFocus(np.array(members), widths, np.zeros(3, np.bool_))
    monkeypatch.setattr(stack_focus, "focus_in_stacks", lambda *_: told)
    found = focus_places(catalog, members)
    assert [(found[each].words, found[each].number) for each in members] == [("1st of 2", 1), ("", 0), ("2nd of 2", 2)]
