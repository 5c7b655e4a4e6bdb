import numpy as np
import pytest
from tools.tastes import composed

from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.taste.agreement import ordered
from clipiqa_desktop.taste.decisions import decisions
from clipiqa_desktop.taste.vectors_way import VectorsWay

SCALE = 100.0


@pytest.fixture(scope="module")
def shoot():
    return composed(60, 4, taste=4.0, length=64)


@pytest.fixture(scope="module")
def way(shoot):
    return VectorsWay(shoot.vectors, decisions(shoot.marked))


def test_a_hidden_direction_is_found_and_told_without_what_it_was_learned_from(shoot, way):
    assert way.held_out().mean() > 0.75
    given = scores(shoot.vectors, way.pair(SCALE)[None], SCALE)[:, 0]
    assert ordered(given, way.decisions.pairs).mean() > 0.85
    assert np.corrcoef(given, shoot.liked)[0, 1] > 0.5


def test_its_scores_use_the_whole_scale_and_its_vectors_are_of_length_1(shoot, way):
    pair = way.pair(SCALE)
    np.testing.assert_allclose(np.linalg.norm(pair, axis=1), 1, rtol=1e-5)
    given = scores(shoot.vectors, pair[None], SCALE)[:, 0]
    assert 0.4 < np.median(given) < 0.6
    assert np.quantile(given, 0.9) - np.quantile(given, 0.1) > 0.5


def test_where_there_is_no_taste_none_is_found():
    found = [
        VectorsWay(each.vectors, decisions(each.marked)).held_out().mean()
        for each in (composed(40, 4, taste=0.0, seed=seed, length=64) for seed in range(12))
    ]
    assert 0.45 < np.mean(found) < 0.55


def test_what_is_held_out_is_not_learned_from(shoot, way):
    """The marks of one fold say the opposite: nothing changes for those of that fold but who is right."""
    made, flipped = way.decisions, way.decisions.pairs.copy()
    here = made.folds == 0
    flipped[here] = flipped[here][:, ::-1]
    other = VectorsWay(shoot.vectors, type(made)(flipped, made.inside, made.folds))
    np.testing.assert_array_equal(other.held_out()[here], 1 - way.held_out()[here])


def test_photographs_that_are_all_alike_harm_nothing(shoot):
    made = decisions(shoot.marked)
    way = VectorsWay(np.ones_like(shoot.vectors), made)
    assert way.held_out().shape == (len(made),)
    assert np.isfinite(way.pair(SCALE)).all()
