"""A cut that is suggested: which photographs, why, and what it leaves alone."""

from dataclasses import replace

import numpy as np

from clipiqa_desktop.catalog.query.cells import NO_STACK, RowStacks, StackKind
from clipiqa_desktop.culling.stacks.levels import by_column, by_focus
from clipiqa_desktop.culling.stacks.ranking import rank
from clipiqa_desktop.culling.suggestions import (
    CLIPPED,
    EYES,
    LIMITS,
    REASONS,
    UNFOCUSED,
    WORSE,
    CutOptions,
    CutSource,
    Suggestions,
    suggest,
)
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT

NAN = float("nan")


def source(
    widths: list[float],
    *,
    stacks: list[int] | None = None,
    quality: list[float] | None = None,
    flags: list[int] | None = None,
    times: list[float] | None = None,
    clipped: list[float] | None = None,
    kind: StackKind = StackKind.BURST,
) -> CutSource:
    count = len(widths)
    of_row = np.array(stacks or [NO_STACK] * count, np.int64)
    kinds = np.full(count, kind, np.int8)
    marks = np.array(flags or [NO_FLAG] * count, np.int8)
    focus = by_focus(np.array(widths))
    best_by = by_column("quality", np.array(quality)) if quality else focus
    rows = RowStacks(of_row, np.bincount(of_row + 1)[1:], frozenset(), kinds)
    return CutSource(
        np.ones(count, np.bool_),
        marks,
        np.zeros(count, np.bool_),
        of_row,
        rank(rows, marks, [focus, best_by]),
        best_by,
        np.array(widths),
        np.array(clipped or [NAN] * count),
        np.array(times or [60.0 * row for row in range(count)]),
    )


def found(made: Suggestions) -> dict[int, tuple[int, str]]:
    return {int(row): (int(made.flags[row]), made.words(int(row))) for row in np.flatnonzero(made.flags)}


def test_the_best_of_a_stack_is_picked_and_what_is_worse_rejected() -> None:
    made = suggest(source([0.5, 0.9, 0.7, 0.5], stacks=[0, 0, 0, NO_STACK]), CutOptions())
    assert found(made) == {
        0: (PICK, "sharpest of 3"),
        1: (REJECT, "softer than the best"),
        2: (REJECT, "softer than the best"),
        3: (PICK, "only one, in focus"),
    }
    assert (made.picks, made.rejects, made.counts[WORSE]) == (2, 2, 2)


def test_a_tie_is_left_to_the_person_and_what_is_behind_it_is_not() -> None:
    made = suggest(source([0.50, 0.51, 0.9], stacks=[0, 0, 0]), CutOptions())
    assert found(made) == {2: (REJECT, "softer than the 2 best")}
    assert made.words(0) == "like 1 other: left to you"
    assert found(suggest(source([0.50, 0.51, 0.52], stacks=[0, 0, 0]), CutOptions())) == {}


def test_a_bracket_is_left_whole() -> None:
    made = suggest(source([0.5, 5.0, 9.0, 0.5], stacks=[0, 0, 0, NO_STACK], kind=StackKind.BRACKET), CutOptions())
    assert set(found(made)) == {3}
    assert made.words(1) == "kept whole"


def test_nothing_is_suggested_against_a_mark_of_the_person() -> None:
    marked = source([0.5, 0.9, 9.0, 0.5], stacks=[0, 0, 0, NO_STACK], flags=[REJECT, PICK, NO_FLAG, PICK])
    assert found(suggest(marked, CutOptions())) == {2: (REJECT, "nothing in focus")}
    told = suggest(marked, CutOptions(rejecting=frozenset({WORSE})))
    assert found(told) == {2: (REJECT, "another is picked")}


def test_what_the_person_gave_stars_is_never_rejected() -> None:
    shoot = source([0.5, 0.9, 0.8, 0.5], stacks=[0, 0, 0, NO_STACK])
    starred = replace(shoot, valued=np.array([False, True, False, True]))
    assert found(suggest(starred, CutOptions())) == {
        0: (PICK, "sharpest of 3"),
        2: (REJECT, "softer than the best"),
        3: (PICK, "only one, in focus"),
    }


def test_soft_is_what_is_soft_for_its_shoot() -> None:
    soft = source([0.5] * 9 + [1.1])
    assert found(suggest(soft, CutOptions()))[9] == (REJECT, "nothing in focus")
    assert suggest(soft, CutOptions(limits={UNFOCUSED: 3.0})).rejects == 0
    assert suggest(replace(soft, widths=soft.widths[::-1] * 0 + 1.1), CutOptions()).rejects == 0


def test_a_reason_that_is_switched_off_says_what_it_would_add() -> None:
    clipped = source([0.5] * 20, clipped=[0.0] * 19 + [0.4])
    off, on = CutOptions(), CutOptions(rejecting=frozenset(REASONS))
    assert (suggest(clipped, off).rejects, suggest(clipped, off).counts[CLIPPED]) == (0, 1)
    assert found(suggest(clipped, on))[19] == (REJECT, "blown or blocked")
    assert suggest(source([0.5] * 20, clipped=[0.001] * 20), on).rejects == 0


def test_what_is_unknown_is_left_to_the_person() -> None:
    made = suggest(source([NAN, 0.5, 0.6]), CutOptions())
    assert set(found(made)) == {1, 2}
    assert found(suggest(source([NAN, NAN], stacks=[0, 0]), CutOptions())) == {}


def test_about_as_many_as_are_wanted_the_best_first_and_own_picks_count() -> None:
    shoot = source([0.5] * 6, quality=[0.1, 0.2, 0.9, 0.4, 0.8, 0.6])
    assert set(found(suggest(shoot, CutOptions(keep=2)))) == {2, 4}
    assert suggest(shoot, CutOptions(keep=0)).picks == 0
    picked = source([0.5] * 6, quality=[0.1, 0.2, 0.9, 0.4, 0.8, 0.6], flags=[PICK, 0, 0, 0, 0, 0])
    assert set(found(suggest(picked, CutOptions(keep=2)))) == {2}
    assert found(suggest(shoot, CutOptions(keep=1)))[2] == (PICK, "only one, in focus, above 92 % in quality")


def test_never_five_of_one_minute_while_another_has_none() -> None:
    rng = np.random.default_rng(1)
    for keep in (5, 20, 60):
        minutes = rng.integers(0, 30, 200)
        shoot = source([0.5] * 200, quality=rng.uniform(0, 1, 200).tolist(), times=(60.0 * minutes).tolist())
        picked = np.bincount(minutes[suggest(shoot, CutOptions(keep=keep)).flags == PICK], minlength=30)
        assert picked.sum() == keep
        assert picked.max() < 5 or (picked[np.unique(minutes)] > 0).all()


def test_a_crowded_minute_yields_to_others_that_are_hardly_worse() -> None:
    quality, times = [0.9, 0.89, 0.88, 0.87, 0.5], [0.0, 1.0, 2.0, 3.0, 600.0]
    assert set(found(suggest(source([0.5] * 5, quality=quality, times=times), CutOptions(keep=3)))) == {0, 1, 4}


def test_what_has_no_time_is_crowded_by_nobody() -> None:
    made = suggest(source([0.5] * 8, quality=[0.1 * row for row in range(8)], times=[NAN] * 8), CutOptions(keep=3))
    assert set(found(made)) == {5, 6, 7}


def test_the_shoot_alone_counts() -> None:
    whole = source([0.5, 0.5, 0.5, 9.0])
    inside = replace(whole, inside=np.array([True, False, True, False]))
    assert set(found(suggest(inside, CutOptions()))) == {0, 2}
    assert inside.cells == 2


def test_the_usual_limits_lie_between_the_others() -> None:
    assert all(low < usual < high for low, usual, high in LIMITS.values())


def test_eyes_that_may_be_closed_are_rejected_where_that_is_switched_on() -> None:
    shoot = replace(source([0.5, 0.5, 0.5]), closed_eyes={1: "eyes closed, open in 2", 2: REASONS[EYES]})
    made = suggest(shoot, CutOptions())
    assert set(found(made).values()) == {(PICK, "only one, in focus")}
    assert made.counts[EYES] == 2
    made = suggest(shoot, CutOptions(rejecting=frozenset({EYES})))
    assert found(made) == {
        0: (PICK, "only one, in focus"),
        1: (REJECT, "eyes closed, open in 2"),
        2: (REJECT, "eyes may be closed"),
    }


def test_why_stacks_have_no_pick_is_told_of_every_one() -> None:
    widths = [0.5, 0.51, 0.5, 0.9, 9.0, NAN, 0.5]
    made = suggest(source(widths, stacks=[0, 0, 1, 1, NO_STACK, NO_STACK, NO_STACK]), CutOptions())
    assert made.picks == 2
    assert made.without_pick() == {"all rejected": 1, "left to you because their best are alike": 1, "not measured": 1}
    bracket = suggest(source([0.5, 5.0], stacks=[0, 0], kind=StackKind.BRACKET), CutOptions())
    assert bracket.without_pick() == {"kept whole": 1}


def test_of_a_shoot_that_is_decided_no_stack_lacks_a_pick() -> None:
    assert suggest(source([0.5, 0.9], flags=[REJECT, PICK]), CutOptions()).without_pick() == {}
    half = suggest(source([0.5, NAN], flags=[REJECT, NO_FLAG]), CutOptions())
    assert half.without_pick() == {"all rejected": 1, "not measured": 1}
