"""Which of a stack is the best, and what is said of it."""

import numpy as np
import pytest

from clipiqa_desktop.catalog.query.cells import NO_STACK, RowStacks, StackKind
from clipiqa_desktop.culling.stacks.levels import by_column, by_focus
from clipiqa_desktop.culling.stacks.ranking import Ranking, ordinal, rank
from clipiqa_desktop.mark_words import PICK, REJECT

NAN = float("nan")


def ranked(
    widths: list[float],
    quality: list[float] | None = None,
    stacks: list[int] | None = None,
    flags: dict[int, int] | None = None,
    top: int | None = None,
    kind: StackKind = StackKind.BURST,
    unmeasured: list[bool] | None = None,
) -> Ranking:
    of_row = np.array(stacks or [0] * len(widths), np.int64)
    kinds = np.full(len(widths), kind, np.int8)
    tops = None if top is None else np.arange(len(widths)) == top
    marks = np.zeros(len(widths), np.int8)
    for row, flag in (flags or {}).items():
        marks[row] = flag
    criteria = [by_focus(np.array(widths))]
    if quality:
        criteria.append(by_column("quality", np.array(quality)))
    waiting = None if unmeasured is None else np.array(unmeasured)
    return rank(RowStacks(of_row, np.bincount(of_row + 1)[1:], frozenset(), kinds, tops), marks, criteria, waiting)


def words(ranking: Ranking) -> list[str]:
    return [ranking.reason(row) for row in range(len(ranking.places))]


def test_the_sharpest_is_the_best_and_places_are_told() -> None:
    found = ranked([0.9, 0.5, 2.0])
    assert [found.place_words(row) for row in range(3)] == ["2nd of 3", "1st of 3", "3rd of 3"]
    assert words(found) == ["softer than the best", "sharpest of 3", "softer than the best"]
    assert found.is_best.tolist() == [False, True, False]


def test_what_moved_is_told_apart_from_what_is_only_softer() -> None:
    widths = np.array([0.9, 0.5, 2.0])
    one = np.zeros(3, np.int64)
    stack = RowStacks(one, np.array([3]), frozenset(), one.astype(np.int8))
    found = rank(stack, one.astype(np.int8), [by_focus(widths, np.array([True, False, False]))])
    assert words(found) == ["moved, softer than the best", "sharpest of 3", "softer than the best"]


def test_less_than_ten_per_cent_is_a_tie_that_is_left_to_the_person() -> None:
    found = ranked([0.50, 0.54, 0.9])
    assert found.places.tolist() == [1, 1, 3]
    assert not found.is_best.any()
    assert words(found) == ["like 1 other: left to you", "like 1 other: left to you", "softer than the 2 best"]
    assert ranked([0.6, 0.62, 0.61]).sharing.tolist() == [3, 3, 3]


def test_what_pixels_cannot_tell_is_a_tie() -> None:
    assert not ranked([0.05, 0.2]).is_best.any()


def test_quality_decides_only_between_those_that_focus_does_not_tell_apart() -> None:
    found = ranked([0.50, 0.52, 0.9], [0.3, 0.8, 0.99])
    assert found.places.tolist() == [2, 1, 3]
    assert words(found) == ["behind the best in quality", "of the 2 sharpest, best by quality", "softer than the best"]
    assert ranked([0.5, 0.5], [0.2, 0.9]).reason(1) == "best of 2 by quality"


def test_scores_that_hardly_differ_are_a_tie_too() -> None:
    assert not ranked([0.5, 0.5], [0.801, 0.802]).is_best.any()


def test_what_cannot_be_told_is_neither_better_nor_worse() -> None:
    found = ranked([0.5, NAN, 0.9])
    assert found.places.tolist() == [1, 1, 3]
    assert found.reason(1) == "like 1 other: left to you, its focus cannot be told"
    assert ranked([NAN, NAN]).places.tolist() == [1, 1]
    assert ranked([NAN, NAN], [0.1, 0.9]).is_best.tolist() == [False, True]


def test_a_stack_with_members_that_are_still_to_be_measured_says_so() -> None:
    found = ranked([0.5, NAN, 0.9, 0.5, 0.5], stacks=[0, 0, 0, 1, 1], unmeasured=[False, True, False, False, False])
    assert words(found)[:3] == ["not measured yet", "not measured yet", "softer than the 2 best so far"]
    assert words(found)[3] == "like 1 other: left to you"
    scored = ranked([NAN, NAN], [0.1, 0.9], unmeasured=[True, True])
    assert scored.reason(1) == "best of 2 by quality, not all measured yet"
    assert ranked([NAN, NAN], flags={0: PICK}, unmeasured=[True, True]).reason(0) == "picked"


def test_a_bracket_is_kept_whole_without_a_best() -> None:
    found = ranked([0.5, 2.0, 3.0], kind=StackKind.BRACKET)
    assert found.places.tolist() == [0, 0, 0]
    assert words(found) == ["kept whole"] * 3


def test_a_photograph_by_itself_has_no_place() -> None:
    found = ranked([0.5, 0.9, 0.7], stacks=[NO_STACK, 3, 3])
    assert found.places.tolist() == [0, 2, 1]
    assert (found.reason(0), found.place_words(0)) == ("", "")


def test_the_only_one_of_a_stack_that_is_looked_at_is_compared_with_nothing() -> None:
    found = ranked([0.5, 0.6, 0.9, 0.8], stacks=[0, NO_STACK, 1, 1])
    assert (found.places[0], found.place_words(0), found.reason(0)) == (1, "", "")
    assert words(found)[2:] == ["softer than the best", "sharpest of 2"]


def test_what_the_person_said_goes_before_all_else() -> None:
    picked = ranked([0.5, 2.0, 3.0], flags={2: PICK})
    assert picked.places.tolist() == [2, 3, 1]
    assert words(picked) == ["another is picked", "another is picked", "picked"]
    assert ranked([0.5, 2.0], top=1).reason(1) == "your top"
    rejected = ranked([0.5, 2.0], flags={0: REJECT})
    assert rejected.is_best.tolist() == [False, True]


def test_each_stack_is_ranked_by_itself() -> None:
    rng = np.random.default_rng(0)
    stacks = rng.integers(0, 40, 300)
    widths, quality = rng.uniform(0.3, 3, 300).round(1), rng.uniform(0, 1, 300).round(1)
    found = ranked(widths.tolist(), quality.tolist(), stacks.tolist())
    for stack in range(40):
        rows = np.flatnonzero(stacks == stack)
        # How far scores lie apart is the shoot's to say, so that the whole shoot stands behind each stack.
        alone = np.where(stacks == stack, 0, NO_STACK)
        assert ranked(widths.tolist(), quality.tolist(), alone.tolist()).places[rows].tolist() == (
            found.places[rows].tolist()
        )
        assert found.places[rows].min() == 1
        assert found.is_best[rows].sum() <= 1


@pytest.mark.parametrize(
    ("number", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_ordinals(number: int, word: str) -> None:
    assert ordinal(number) == word


def test_nothing_at_all() -> None:
    assert len(ranked([]).places) == 0
