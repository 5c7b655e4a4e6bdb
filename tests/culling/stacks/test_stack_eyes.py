"""Eyes against those of the same face in the other frames of a stack, which is told by its place alone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tools.faces import face
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.frame_order import as_taken
from clipiqa_desktop.catalog.query.cells import RowStacks, Stacks
from clipiqa_desktop.catalog.stages.faces import VERSION, Face
from clipiqa_desktop.culling.stacks.levels import by_eye_focus, by_eyes, by_focus
from clipiqa_desktop.culling.stacks.ranking import rank
from clipiqa_desktop.culling.stacks.stack_eyes import StackEyes, closed_words, eyes_in_stacks


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as opened:
        yield opened


OPEN, CLOSED = face(opening=0.3), face(opening=0.05)
LEFT, RIGHT = 0.1, 0.6


def compared(catalog: Catalog, *frames: tuple[Face, ...], stacks: tuple[int, ...] = ()) -> StackEyes:
    listed(catalog, *(f"{number}.jpg" for number in range(len(frames))))
    known = sorted(ids(catalog).values())
    for photo_id, faces in zip(known, frames, strict=True):
        catalog.faces.store(photo_id, VERSION, faces)
    of = np.array(stacks or (0,) * len(frames), np.int64)
    return eyes_in_stacks(catalog, Stacks(np.array(known, np.int64), of))


def test_closed_eyes_are_told_by_those_that_are_open_elsewhere(catalog: Catalog) -> None:
    found = compared(catalog, (CLOSED,), (OPEN,), (CLOSED,), (OPEN,))
    assert found.closed.tolist() == [1, 0, 1, 0]
    assert sorted(found.words.values()) == ["eyes closed, open in 2 and 4"] * 2


def test_frames_are_counted_as_they_were_taken_and_not_as_the_catalog_came_to_know_them(catalog: Catalog) -> None:
    compared(catalog, (CLOSED,), (OPEN,), (CLOSED,), (CLOSED,))
    for photo_id, captured in zip(sorted(ids(catalog).values()), (40.0, 30.0, 20.0, 20.0), strict=True):
        catalog.connection.execute("UPDATE photos SET captured = ? WHERE id = ?", (captured, photo_id))
    known = np.array(sorted(ids(catalog).values()), np.int64)
    assert as_taken(catalog, known.tolist()) == known[[2, 3, 1, 0]].tolist()
    found = eyes_in_stacks(catalog, Stacks(known, np.zeros(4, np.int64)))
    assert found.closed.tolist() == [1, 0, 1, 1]
    assert [*found.words.values()] == ["eyes closed, open in 3"] * 3


def test_eyes_that_are_closed_throughout_are_no_reason(catalog: Catalog) -> None:
    found = compared(catalog, (CLOSED,), (CLOSED,))
    assert found.closed.tolist() == [0, 0]
    assert found.words == {}


def test_what_cannot_be_told_alone_can_beside_the_same_face_with_other_eyes(catalog: Catalog) -> None:
    looks_down = face(opening=0.1, is_doubtful=True)
    assert compared(catalog, (looks_down,), (OPEN,)).closed.tolist() == [1, 0]


def test_glasses_hide_the_eyes_in_every_frame(catalog: Catalog) -> None:
    glasses = face(opening=0.1, is_doubtful=True)
    assert compared(catalog, (glasses,), (face(opening=0.3, is_doubtful=True),)).closed.tolist() == [0, 0]


def test_faces_belong_together_by_their_place(catalog: Catalog) -> None:
    first = (face(x=LEFT, opening=0.3), face(x=RIGHT, opening=0.05))
    second = (face(x=RIGHT + 0.05, opening=0.3), face(x=LEFT - 0.03, opening=0.05))
    found = compared(catalog, first, second)
    assert found.closed.tolist() == [1, 1]
    assert sorted(found.words.values()) == ["eyes closed, open in 1", "eyes closed, open in 2"]


def test_another_face_elsewhere_or_of_another_size_is_not_the_same(catalog: Catalog) -> None:
    assert compared(catalog, (face(x=LEFT, opening=0.05),), (face(x=RIGHT),)).closed.tolist() == [0, 0]
    catalog.connection.execute("DELETE FROM found_faces")
    assert compared(catalog, (face(300, opening=0.05),), (face(100),)).closed.tolist() == [0, 0]


def test_small_faces_beside_a_large_one_do_not_count(catalog: Catalog) -> None:
    crowd = face(80, x=RIGHT, opening=0.05), face(80, x=RIGHT, opening=0.3)
    found = compared(catalog, (face(x=LEFT), crowd[0]), (face(x=LEFT), crowd[1]))
    assert found.closed.tolist() == [0, 0]


def test_stacks_that_were_not_looked_at_as_a_whole_or_have_no_faces_are_left_alone(catalog: Catalog) -> None:
    found = compared(catalog, (CLOSED,), (OPEN,), (), (), (CLOSED,), (OPEN,), stacks=(0, 0, 1, 1, 2, 2))
    assert found.closed.tolist() == pytest.approx([1, 0, np.nan, np.nan, 1, 0], nan_ok=True)
    catalog.faces.store_failure(int(found.ids[5]), VERSION, "it is damaged")
    found = eyes_in_stacks(catalog, Stacks(found.ids, np.array((0, 0, 1, 1, 2, 2))))
    assert found.closed.tolist() == pytest.approx([1, 0, *[np.nan] * 4], nan_ok=True)


def test_the_focus_of_the_eyes_is_that_of_the_largest_face_in_all_frames(catalog: Catalog) -> None:
    sharp, soft = face(eye_width=0.5), face(eye_width=1.5)
    found = compared(
        catalog, (sharp,), (soft,), (sharp,), (), (face(eye_width=None),), (sharp,), stacks=(0, 0, 1, 1, 2, 2)
    )
    assert found.widths.tolist() == pytest.approx([0.5, 1.5, *[np.nan] * 4], nan_ok=True)


def test_no_stacks_have_no_eyes(catalog: Catalog) -> None:
    nothing = np.zeros(0, np.int64)
    assert len(eyes_in_stacks(catalog, Stacks(nothing, nothing)).closed) == 0


@pytest.mark.parametrize(
    ("faces", "words"),
    [
        ([[2]], "eyes closed, open in 2"),
        ([[1, 3, 4]], "eyes closed, open in 1, 3 and 4"),
        ([[1, 3], [3, 5]], "eyes of 2 closed, open in 3"),
        ([[1], [2]], "eyes of 2 closed, open in 1 and 2"),
    ],
)
def test_words(faces: list[list[int]], words: str) -> None:
    assert closed_words(faces) == words


def ranked(closed: list[float], eyes: list[float], focus: list[float]) -> list[str]:
    count = len(closed)
    one = np.zeros(count, np.int64)
    said = {
        row: "eyes closed, open in 1" if each else "eyes open" for row, each in enumerate(closed) if np.nansum(closed)
    }
    criteria = [by_eyes(np.array(closed), said), by_eye_focus(np.array(eyes)), by_focus(np.array(focus))]
    stack = RowStacks(one, np.array([count]), frozenset(), one.astype(np.int8))
    ranking = rank(stack, one.astype(np.int8), criteria)
    return [f"{ranking.places[row]} {ranking.reason(row)}" for row in range(count)]


def test_open_eyes_go_before_sharp_ones_and_those_before_the_focus() -> None:
    assert ranked([0, 1, 0], [0.5, 0.4, 0.8], [0.9, 0.3, 0.3]) == [
        "1 eyes open, sharpest eyes of 3",
        "3 eyes closed, open in 1",
        "2 softer eyes than the best",
    ]
    assert ranked([1, 0], [0.5, 0.5], [0.5, 0.5]) == ["2 eyes closed, open in 1", "1 eyes open, best of 2"]


def test_without_faces_all_is_as_it_was() -> None:
    nothing = [np.nan] * 2
    assert ranked(nothing, nothing, [0.5, 0.9]) == ["1 sharpest of 2", "2 softer than the best"]
