import numpy as np
import pytest

from clipiqa_desktop.taste.decisions import FOLDS, Marked, at_most, decisions, is_decided


def marked(*photographs: tuple[int, int, int]) -> Marked:
    """Flag, stars and stack of each."""
    flags, stars, groups = np.array(photographs).T
    return Marked(flags.astype(np.int8), stars.astype(np.float32), groups)


def pairs(found) -> set[tuple[int, int]]:
    return {(first, second) for first, second in found.pairs.tolist()}


def test_inside_a_stack_picks_go_before_rejects_and_more_stars_before_fewer():
    found = decisions(marked((1, 0, 0), (-1, 0, 0), (0, 4, 0), (0, 2, 0), (0, 0, 0)))
    assert pairs(found) == {(0, 1), (2, 3)}
    assert found.inside.all()
    assert found.photographs == 4


def test_what_lost_to_another_of_its_stack_is_compared_with_no_other_stack():
    stacks = [(1, 0, number) for number in range(0, 40, 2)] + [(-1, 0, number) for number in range(0, 40, 2)]
    alone = [(-1, 0, number) for number in range(1, 40, 2)]
    found = decisions(marked(*stacks, *alone))
    across = found.pairs[~found.inside]
    assert len(across)
    assert (across[:, 0] < 20).all()
    assert (across[:, 1] >= 40).all()


@pytest.mark.parametrize("seed", range(3))
def test_no_stack_is_in_two_folds(seed):
    rng = np.random.default_rng(seed)
    some = Marked(
        rng.integers(-1, 2, 300).astype(np.int8), rng.integers(0, 6, 300).astype(np.float32), rng.integers(0, 80, 300)
    )
    found = decisions(some, seed)
    assert set(found.folds.tolist()) == set(range(FOLDS))
    fold_of = dict(zip(some.groups[found.pairs].ravel().tolist(), np.repeat(found.folds, 2).tolist(), strict=True))
    assert (np.vectorize(fold_of.get)(some.groups[found.pairs]) == found.folds[:, None]).all()
    first, second = found.pairs.T
    assert ((some.flags[first] > some.flags[second]) | (some.stars[first] > some.stars[second])).all()
    assert np.array_equal(decisions(some, seed).pairs, found.pairs)


def test_nothing_decided_makes_no_pairs():
    assert len(decisions(marked((1, 0, 0), (1, 0, 1)))) == 0
    assert len(decisions(Marked(np.zeros(0, np.int8), np.zeros(0, np.float32), np.zeros(0, np.intp)))) == 0


def test_of_very_many_some_whole_stacks_are_learned_from():
    groups = np.random.default_rng(0).permutation(np.repeat(np.arange(200), 4))
    rows = at_most(groups, 400)
    assert len(rows) == 400
    assert (np.bincount(groups[rows])[np.unique(groups[rows])] == 4).all()
    assert at_most(groups).tolist() == list(range(800))


def test_a_label_alone_says_nothing():
    flags, stars = np.array([1, -1, 0, 0], np.int8), np.array([0, 0, 3, 0], np.float32)
    assert is_decided(flags, stars).tolist() == [True, True, True, False]
