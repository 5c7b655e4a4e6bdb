import numpy as np
import pytest

from clipiqa_desktop.perception.runtime.precision_drift import drift

BEFORE = np.linspace(0.1, 0.9, 12 * 17, dtype=np.float32).reshape(12, 17)


def moved(row: int = 0, column: int = 0, by: float = 0.0) -> np.ndarray:
    after = BEFORE.copy()
    after[row, column] += by
    return after


def test_the_same_scores_do_not_move() -> None:
    same = drift(BEFORE, BEFORE)
    assert (same.largest, same.mean) == (0, 0)
    assert same.rank == pytest.approx(1)
    assert same.acceptable


@pytest.mark.parametrize(
    ("after", "acceptable"),
    [
        (moved(by=0.029), True),
        (moved(by=0.031), False),
        (BEFORE + np.float32(0.0045), True),
        (BEFORE + np.float32(0.0055), False),
        (moved(by=np.nan), False),
    ],
)
def test_one_score_and_the_mean_have_their_limits(after: np.ndarray, acceptable: bool) -> None:
    assert drift(BEFORE, after).acceptable is acceptable


def test_pictures_that_change_places_are_not_acceptable_however_little_they_move() -> None:
    close = 0.5 + (BEFORE - 0.5) * 0.01
    turned = drift(close, close[::-1])
    assert turned.largest < 0.03
    assert turned.mean < 0.005
    assert turned.rank == pytest.approx(-1)
    assert not turned.acceptable
