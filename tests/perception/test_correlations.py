import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from clipiqa_desktop.perception.correlations import correlations, fitted_logistic, kendall, pearson
from clipiqa_desktop.perception.ranks import spearman

# Two judges: x has the ranks 1, 2.5, 2.5, 4, 5, y the ranks 1, 2, 3, 5, 4.
X = np.array([1.0, 2, 2, 4, 9])
Y = np.array([1.0, 3, 5, 8, 6])


def by_name(scores: np.ndarray, opinions: np.ndarray) -> dict[str, tuple[float, float, float]]:
    return {each.name: (each.value, each.low, each.high) for each in correlations(scores, opinions)}


def test_values_found_by_hand() -> None:
    # x - mean = -2.6 -1.6 -1.6 0.4 5.4, y - mean = -3.6 -1.6 0.4 3.4 1.4
    assert pearson(X, Y) == pytest.approx(20.2 / (41.2 * 29.2) ** 0.5)
    # rank - 3 = -2 -0.5 -0.5 1 2 and -2 -1 0 2 1
    assert spearman(X, Y) == pytest.approx(8.5 / (9.5 * 10) ** 0.5)
    # of ten pairs 8 agree, 1 does not, 1 is tied in x
    assert kendall(X, Y) == pytest.approx((8 - 1) / (9 * 10) ** 0.5)


@given(seed=st.integers(0, 10_000), count=st.integers(5, 60), levels=st.integers(2, 40))
def test_equals_scipy_with_and_without_ties(seed: int, count: int, levels: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, levels, (2, count)).astype(float)
    one[:2] = other[:2] = 0, 1
    assert spearman(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)
    assert pearson(one, other) == pytest.approx(stats.pearsonr(one, other).statistic)
    assert kendall(one, other) == pytest.approx(stats.kendalltau(one, other).statistic)


def test_intervals_are_fishers() -> None:
    rng = np.random.default_rng(1)
    scores = rng.uniform(size=50)
    opinions = scores + rng.normal(0, 0.3, 50)
    found = by_name(scores, opinions)
    interval = stats.pearsonr(scores, opinions).confidence_interval(0.95)
    assert found["PLCC"][1:] == pytest.approx((interval.low, interval.high))
    for name, variance in (("SROCC", (1 + found["SROCC"][0] ** 2 / 2) / 47), ("KRCC", 0.437 / 46)):
        value, low, high = found[name]
        assert np.arctanh([low, high]) == pytest.approx(
            np.arctanh(value) + 1.96 * variance**0.5 * np.array([-1, 1]), rel=1e-4
        )


def test_intervals_hold_the_truth_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(2)
    truth = {"PLCC": 0.7, "SROCC": 6 / np.pi * np.arcsin(0.35), "KRCC": 2 / np.pi * np.arcsin(0.7)}
    held = dict.fromkeys(truth, 0)
    for pairs in rng.multivariate_normal((0, 0), ((1, 0.7), (0.7, 1)), (200, 60)):
        found = by_name(*pairs.T)
        for name, value in truth.items():
            held[name] += found[name][1] <= value <= found[name][2]
    assert all(0.91 <= count / 200 <= 0.99 for count in held.values()), held


@pytest.mark.parametrize("falling", [False, True])
def test_the_fit_straightens_a_logistic_relation(falling: bool) -> None:
    scores = np.linspace(0.1, 0.9, 80)
    exact = 15 + 70 / (1 + np.exp(-20 * (scores - 0.4)))
    opinions = (100 - exact if falling else exact) + np.random.default_rng(0).normal(0, 0.5, 80)
    np.testing.assert_allclose(fitted_logistic(scores, opinions), 100 - exact if falling else exact, atol=1.0)
    found = by_name(scores, opinions)
    assert abs(found["PLCC"][0]) < 0.97
    assert found["PLCC after logistic fit"][0] > 0.999


def test_the_fit_is_vqegs_curve() -> None:
    rng = np.random.default_rng(5)
    scores = rng.uniform(0.2, 0.8, 200)
    opinions = 100 * scores**2 + rng.normal(0, 8, 200)

    def vqeg(score: np.ndarray, b1: float, b2: float, b3: float, b4: float) -> np.ndarray:
        return b2 + (b1 - b2) / (1 + np.exp(-(score - b3) / abs(b4)))

    best, _ = optimize.curve_fit(
        vqeg, scores, opinions, (opinions.max(), opinions.min(), scores.mean(), 0.1), maxfev=20000
    )
    np.testing.assert_allclose(fitted_logistic(scores, opinions), vqeg(scores, *best), atol=0.05)


def test_scores_that_hardly_differ_are_fitted_like_others() -> None:
    opinions = np.linspace(0, 100, 50) + np.random.default_rng(3).normal(0, 5, 50)
    scores = np.linspace(0, 1, 50) ** 2
    wide, narrow = (by_name(each, opinions)["PLCC after logistic fit"] for each in (scores, 0.21 + 1e-4 * scores))
    assert narrow == pytest.approx(wide, abs=1e-4)


def test_perfect_agreement_has_a_closed_interval() -> None:
    assert by_name(np.arange(6.0), np.arange(6.0))["SROCC"] == pytest.approx((1, 1, 1))
    assert by_name(np.arange(6.0), -np.arange(6.0))["KRCC"] == pytest.approx((-1, -1, -1))


def test_what_is_not_defined_is_nan() -> None:
    constant = by_name(np.full(6, 0.5), np.arange(6.0))
    assert all(np.isnan(values).all() for values in constant.values())
    few = by_name(np.array([1.0, 2, 4]), np.array([1.0, 3, 2]))
    assert few["SROCC"][0] == pytest.approx(0.5)
    assert np.isnan(few["SROCC"][1:]).all()
    assert np.isnan(few["PLCC after logistic fit"]).all()
