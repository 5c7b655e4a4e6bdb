import numpy as np
import pytest

from clipiqa_desktop.taste.agreement import FEWEST, best_column, judged, ordered, too_few
from clipiqa_desktop.taste.decisions import Decisions


def lone_pairs(count: int) -> tuple[Decisions, np.ndarray]:
    """So many pairs, each of two photographs that are in no other, and of one stack."""
    pairs = np.arange(2 * count).reshape(-1, 2)
    return Decisions(pairs, np.ones(count, bool), np.arange(count) % 5), np.repeat(np.arange(count), 2)


def shares(count: int, agreeing: float) -> np.ndarray:
    """In every fold about the same."""
    return (np.random.default_rng(0).permutation(count) < agreeing * count).astype(float)


def test_what_is_not_known_is_a_tie():
    assert ordered(np.array([3.0, 1.0, np.nan]), np.array([[0, 1], [1, 0], [0, 2]])).tolist() == [1, 0, 0.5]


def test_the_best_column_may_be_best_by_its_least_and_is_chosen_by_the_other_folds():
    made, _ = lone_pairs(100)
    columns = np.random.default_rng(0).random((200, 3))
    columns[made.pairs[:, 0], 1], columns[made.pairs[:, 1], 1] = 0.2, 0.8
    best, found = best_column(columns, made)
    assert best == 1
    assert found.mean() == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_best_of_many_columns_by_chance_is_told_to_be_chance(seed):
    made, _ = lone_pairs(200)
    _, found = best_column(np.random.default_rng(seed).random((400, 30)), made)
    assert 0.35 < found.mean() < 0.62


def test_a_taste_that_is_clearly_better_is_ready():
    made, groups = lone_pairs(200)
    verdict = judged(shares(200, 0.75), shares(200, 0.5), made, groups)
    assert (verdict.agreement, verdict.rival, verdict.missing) == (0.75, 0.5, 0)


def test_one_that_is_a_little_better_misses_fewer_decisions_the_better_it_is():
    made, groups = lone_pairs(50)
    chance = np.full(50, 0.5)
    missing = [judged(shares(50, agreeing), chance, made, groups).missing for agreeing in (0.56, 0.6, 0.64, 0.9)]
    assert missing == sorted(missing, reverse=True)
    assert missing[0] > missing[2] > missing[3] == 0
    assert all(each % 10 == 0 for each in missing)


def test_one_that_is_no_better_than_chance_or_a_column_asks_for_as_many_again():
    made, groups = lone_pairs(100)
    assert judged(shares(100, 0.5), shares(100, 0.5), made, groups).missing == 200
    assert judged(shares(100, 0.8), shares(100, 0.8), made, groups).missing == 200


def test_so_many_photographs_and_stacks_it_takes_to_begin():
    assert too_few(FEWEST, 10) == 0
    assert too_few(FEWEST - 12, 10) == 20
    assert too_few(1000, 1) == 20
