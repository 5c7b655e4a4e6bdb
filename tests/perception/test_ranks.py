import numpy as np
from scipy import stats

from clipiqa_desktop.perception.ranks import ranks, spearman


def test_ranks_equal_scipys_also_with_ties() -> None:
    values = np.random.default_rng(0).integers(0, 7, 40).astype(float)
    np.testing.assert_array_equal(ranks(values), stats.rankdata(values))


def test_a_constant_has_no_correlation() -> None:
    assert np.isnan(spearman(np.zeros(3), np.arange(3.0)))
