"""How well scores agree with people: the correlations that papers on image quality print."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.ranks import spearman

try:
    from scipy import optimize, special, stats
except ModuleNotFoundError as error:
    raise UserError("Evaluating needs SciPy, which is not installed: run `pip install '.[evaluate]'`.") from error

METHOD = "Intervals of 95 % by Fisher's z (Bonett and Wright 2000); ties: average ranks, tau-b."
_Z_95 = 1.959964  # 97.5 % of a normal distribution lie below

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Correlation:
    """A coefficient in [-1, 1] and its 95 % confidence interval; NaN where it is not defined."""

    name: str
    value: float
    low: float
    high: float


def correlations(scores: Floats, opinions: Floats) -> list[Correlation]:
    """SROCC, PLCC, PLCC after a logistic fit, and KRCC between scores and mean opinion scores, both (n,).

    The paper's tables print SROCC and PLCC. Intervals are Fisher's, tanh(artanh(r) -+ 1.96 s), with the variances
    s ** 2 that Bonett and Wright (2000) give for each coefficient; they take the curve of the fit as given. All is NaN
    where either side is constant, intervals are with fewer than five values.
    """
    fitted = fitted_logistic(scores, opinions)
    return [
        _correlation("SROCC", spearman(scores, opinions), len(scores), _spearman_variance),
        _correlation("PLCC", pearson(scores, opinions), len(scores), _pearson_variance),
        _correlation("PLCC after logistic fit", pearson(fitted, opinions), len(scores), _pearson_variance),
        _correlation("KRCC", kendall(scores, opinions), len(scores), _kendall_variance),
    ]


def pearson(one: Floats, other: Floats) -> float:
    """Pearson's correlation of values (n,), cov(x, y) / (s_x s_y). NaN where either is constant, or has a NaN."""
    return float(stats.pearsonr(one, other).statistic) if _varies(one) and _varies(other) else np.nan


def kendall(one: Floats, other: Floats) -> float:
    """Kendall's tau-b of values (n,), which makes up for ties. NaN where either is constant.

    (concordant - discordant pairs) / sqrt(pairs not tied in x * pairs not tied in y).
    """
    return float(stats.kendalltau(one, other).statistic) if _varies(one) and _varies(other) else np.nan


def fitted_logistic(scores: Floats, opinions: Floats) -> Floats:
    """Scores (n,) brought to the scale of the opinions by VQEG's monotonic logistic curve of four parameters.

    bottom + height / (1 + exp(-rate (score - middle))), fitted by least squares, as in VQEG's final report of 2000 on
    full-reference television. All NaN for fewer than four values or constant scores.
    """
    if len(scores) < 4 or not _varies(scores):
        return np.full(len(scores), np.nan)
    standard = (scores - scores.mean()) / scores.std()

    def curve(parameters: Floats) -> Floats:
        bottom, height, rate, middle = parameters
        return np.asarray(bottom + height * special.expit(rate * (standard - middle)))

    start = (opinions.min(), np.ptp(opinions), np.sign(standard @ (opinions - opinions.mean())), 0.0)
    best = optimize.least_squares(lambda parameters: curve(parameters) - opinions, start, method="lm")
    return curve(best.x)


def _varies(values: Floats) -> bool:
    return bool(np.ptp(values) > 0)


def _correlation(name: str, value: float, count: int, variance: Callable[[float, int], float]) -> Correlation:
    if count < 5:
        return Correlation(name, value, np.nan, np.nan)
    if abs(value) >= 1:
        return Correlation(name, value, value, value)
    reach = _Z_95 * variance(value, count) ** 0.5
    low, high = np.tanh(np.arctanh(value) + np.array([-reach, reach]))
    return Correlation(name, value, float(low), float(high))


def _spearman_variance(value: float, count: int) -> float:
    """Of artanh(r), as the two below: Bonett and Wright (2000); Fisher (1921); Fieller, Hartley and Pearson (1957)."""
    return (1 + value**2 / 2) / (count - 3)


def _pearson_variance(_: float, count: int) -> float:
    return 1 / (count - 3)


def _kendall_variance(_: float, count: int) -> float:
    return 0.437 / (count - 4)
