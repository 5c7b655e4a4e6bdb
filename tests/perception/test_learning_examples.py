import numpy as np

from clipiqa_desktop.perception.learning_examples import Preferences, Ratings


def test_a_fifth_of_the_ratings_is_held_out_from_all_over_the_range() -> None:
    labels = np.random.default_rng(0).permutation(np.linspace(0, 1, 53, dtype=np.float32))
    training, held_out = Ratings(labels[:, None], labels).split(np.random.default_rng(0))
    assert len(held_out) == 11
    assert sorted([*training.labels, *held_out.labels]) == sorted(labels)
    np.testing.assert_array_equal(held_out.vectors[:, 0], held_out.labels)
    np.testing.assert_allclose(np.sort(held_out.labels), np.linspace(0, 1, 11), atol=0.1)


def test_labels_that_are_alike_are_no_hindrance() -> None:
    labels = np.repeat(np.float32([0, 1]), 10)
    training, held_out = Ratings(labels[:, None], labels).split(np.random.default_rng(0))
    assert np.bincount(held_out.labels.astype(int)).tolist() == [2, 2]
    assert np.bincount(training.labels.astype(int)).tolist() == [8, 8]


def test_a_photograph_of_held_out_pairs_that_made_them_so_is_never_learned_from() -> None:
    rng = np.random.default_rng(0)
    pairs = np.stack([rng.choice(40, 2, replace=False) for _ in range(200)])
    training, held_out = Preferences(np.zeros((40, 3), np.float32), pairs).split(rng)
    assert len(training) + len(held_out) == 200
    assert 40 <= len(held_out) < 80
    seen = set(training.pairs.ravel().tolist())
    assert all(not {int(one), int(other)} <= seen for one, other in held_out.pairs)


def test_a_group_is_held_out_as_a_whole() -> None:
    groups = np.repeat(np.arange(20), 3)
    pairs = np.stack([np.arange(0, 60, 3), np.arange(1, 60, 3)], axis=1)
    examples = Preferences(np.zeros((60, 3), np.float32), pairs, groups)
    training, held_out = examples.split(np.random.default_rng(0))
    assert (len(training), len(held_out)) == (16, 4)
    assert not set(groups[training.pairs].ravel()) & set(groups[held_out.pairs].ravel())
