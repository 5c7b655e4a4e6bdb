from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipiqa_desktop.catalog.query.cells import NO_STACK, Cell, Cells, Stacks, following
from clipiqa_desktop.catalog.query.precedence import precedence
from clipiqa_desktop.mark_words import PICK, REJECT

SHOOT = 10


def stacked(stacks: dict[int, int], opened: set[int] = frozenset(), shoot: list[int] | None = None) -> Stacks:
    """By row; the photograph of row n has the id 100 + n."""
    inside = np.isin(np.arange(SHOOT), list(range(SHOOT)) if shoot is None else shoot)
    known = Stacks(np.array([*stacks], np.int64) + 100, np.array([*stacks.values()], np.int64), frozenset(opened))
    return known.in_rows(np.arange(100, 100 + SHOOT), inside)


def cells(rows: list[int], *arguments, **more) -> Cells:
    return Cells(np.array(rows, np.intp), stacked(*arguments, **more))


def test_without_stacks_each_photograph_is_a_cell_and_nothing_is_computed() -> None:
    rows = np.array([3, 1, 2])
    made = Cells(rows)
    assert made.fronts is rows
    assert list(made) == [Cell((3,)), Cell((1,)), Cell((2,))]
    assert ([made.place_of(row) for row in (3, 2, 7)], made.stack_count, made.has_stacks) == ([0, 2, None], 3, False)


def test_a_closed_stack_is_one_cell_where_its_first_stands() -> None:
    made = cells([5, 2, 0, 3, 1], {1: 7, 2: 7, 3: 7})
    assert made.fronts.tolist() == [5, 2, 0]
    assert made[1] == Cell((2, 3, 1), stack=7, passing=3, size=3)
    assert (made[1].count, made[1].words) == ("3", "stack of 3, closed")
    assert [made.place_of(row) for row in (5, 2, 3, 1, 0, 9)] == [0, 1, 1, 1, 2, None]


def test_on_top_of_a_closed_stack_lies_a_pick_then_what_has_no_flag_then_a_reject() -> None:
    flags = np.zeros(SHOOT, np.int8)
    flags[[2, 1, 4]] = REJECT, PICK, PICK
    rows, stacks = np.array([5, 2, 0, 3, 1, 4], np.intp), stacked({1: 7, 2: 7, 3: 7, 4: 7})
    assert Cells(rows, stacks, precedence(flags))[2].rows == (1, 4, 3, 2)
    assert Cells(rows, stacks, precedence(flags)).fronts.tolist() == [5, 0, 1]  # where that one stands
    own = np.isin(np.arange(SHOOT), [2, 4])  # put on top by hand
    stacks, laid = replace(stacks, tops=own), precedence(flags, own)
    assert Cells(rows, stacks, laid)[2].rows == (4, 1, 3, 2)
    best = np.isin(np.arange(SHOOT), [1, 3])
    assert Cells(rows, replace(stacks, tops=None), precedence(flags, best=best))[2].rows == (1, 4, 3, 2)
    assert Cells(rows, replace(stacks, tops=None), precedence(0 * flags, best=best))[2].rows == (3, 1, 2, 4)
    opened = Cells(rows, replace(stacks, opened=frozenset({7}), tops=None), precedence(flags, best=best))
    assert opened.fronts.tolist() == [5, 0, 2, 3, 1, 4]  # in its place, in order


def test_a_mark_changes_what_lies_on_top_but_not_where_the_stack_stands() -> None:
    rows, stacks = np.array([5, 2, 0, 3, 1], np.intp), stacked({1: 7, 2: 7, 3: 7})
    before, flags = precedence(np.zeros(SHOOT, np.int8)), np.zeros(SHOOT, np.int8)
    flags[1] = PICK
    assert Cells(rows, stacks, precedence(flags), before).fronts.tolist() == [5, 1, 0]
    assert Cells(rows, stacks, precedence(flags)).fronts.tolist() == [5, 0, 1]


def test_an_opened_stack_has_its_members_behind_its_top() -> None:
    made = cells([5, 2, 0, 3, 1], {1: 7, 2: 7, 3: 7}, {7})
    assert made.fronts.tolist() == [5, 2, 3, 1, 0]
    assert [each.count for each in made] == ["", "3", "", "", ""]
    assert [each.opened for each in made] == [False, True, True, True, False]
    assert made[2] == Cell((3,), stack=7, passing=3, size=3, opened=True, is_top=False)
    assert (len(made), made.stack_count) == (5, 3)


def test_a_filter_shows_a_stack_if_one_member_passes_and_says_how_many() -> None:
    made = cells([6, 4, 9], {4: 2, 5: 2, 6: 2, 7: 2, 9: 3})
    assert made.fronts.tolist() == [6, 9]
    assert [each.count for each in made] == ["2 of 4", ""]
    assert cells([7], {4: 2, 5: 2, 6: 2, 7: 2})[0].count == "1 of 4"


def test_what_lies_outside_the_shoot_counts_nowhere() -> None:
    made = cells([0, 1, 2], {0: 1, 1: 1, 2: 2, 3: 2, 4: 1}, shoot=[0, 1, 2])
    assert [each.count for each in made] == ["2", ""]
    assert made[1].stack == NO_STACK


def test_slices_and_ends() -> None:
    made = cells([5, 2, 0, 3, 1], {1: 7, 2: 7, 3: 7})
    assert made[-1] == Cell((0,))
    assert made[1:] == [made[1], made[2]]
    with pytest.raises(IndexError):
        made[3]
    assert list(cells([], {1: 7, 2: 7})) == []


def test_what_is_open_stays_open_by_its_photographs_whatever_number_its_stack_has_now() -> None:
    ids = np.arange(1, 9)
    before = Stacks(ids, np.array([1, 1, 3, 3, 5, 5, 7, 7]), frozenset({3, 7}))
    merged = Stacks(ids[:6], np.array([1, 1, 1, 1, 5, 5]))
    assert merged.opened_like(before).opened == {1, 3, 7}  # what is gone opens when it comes back
    assert before.opened_like(merged.opened_like(before)).opened == {1, 3, 7}
    assert Stacks(ids, np.array([1, 1, 3, 4, 5, 5, 3, 4])).opened_like(before).opened == {3, 4, 7}
    assert Stacks(ids[:0], ids[:0]).opened_like(before).opened == {3, 7}


def test_the_next_cell_that_stays_else_the_one_before() -> None:
    fronts = np.array([5, 2, 0])
    assert following(fronts, np.array([True, False, True]), 2) == 0
    assert following(fronts, np.array([True, False, False]), 2) == 5
    assert following(fronts, np.zeros(3, bool), 2) is None


shoots = st.permutations(range(SHOOT)).flatmap(lambda order: st.integers(0, SHOOT).map(lambda count: order[:count]))


numbers = st.dictionaries(st.integers(0, SHOOT - 1), st.integers(0, 3))
flags_of_all = st.lists(st.sampled_from([REJECT, 0, PICK]), min_size=SHOOT, max_size=SHOOT)


@given(
    rows=shoots, stacks=numbers, opened=st.sets(st.integers(0, 3)), flags=flags_of_all, tops=st.sets(st.integers(0, 9))
)
def test_tops_are_in_order_and_opening_moves_no_stack(rows, stacks, opened, flags, tops) -> None:
    known = replace(stacked(stacks), tops=np.isin(np.arange(SHOOT), list(tops)))
    laid = precedence(np.array(flags, np.int8), known.tops)
    closed = [cell.rows for cell in Cells(np.array(rows, np.intp), known, laid)]
    fronts = [cell[0] for cell in closed]
    assert fronts == sorted(fronts, key=rows.index)
    some_open = Cells(np.array(rows, np.intp), replace(known, opened=frozenset(opened)), laid)
    tops_of_all = [frozenset(cell.rows) for cell in some_open if cell.is_top]
    assert len(tops_of_all) == len(closed)
    assert all(few <= set(cell) for few, cell in zip(tops_of_all, closed, strict=True))


@given(rows=shoots, stacks=numbers, opened=st.sets(st.integers(0, 3)))
def test_every_photograph_that_passes_is_in_one_cell(rows, stacks, opened) -> None:
    made = cells(rows, stacks, opened)
    everything = list(made)
    assert sorted(row for cell in everything for row in cell.rows) == sorted(rows)
    assert made.fronts.tolist() == [cell.rows[0] for cell in everything]
    assert sum(cell.is_top for cell in everything) == made.stack_count
    for place, cell in enumerate(everything):
        assert all(made.place_of(row) == place for row in cell.rows)
        assert list(cell.rows) == sorted(cell.rows, key=rows.index)
        assert len(cell.rows) == 1 or cell.stack not in opened
    tops = [cell.rows[0] for cell in everything if cell.is_top]
    assert tops == sorted(tops, key=rows.index)
