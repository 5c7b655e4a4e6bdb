import numpy as np
import pytest
import torch

from clipiqa_desktop.perception.learning_examples import Preferences, Ratings
from clipiqa_desktop.perception.ranks import spearman
from clipiqa_desktop.perception.target_direction import Questions, target_direction

DIMENSIONS, REACHABLE = 64, 24
RNG = np.random.default_rng(0)
VECTORS = RNG.normal(size=(240, DIMENSIONS)).astype(np.float32)
UNIT = torch.from_numpy(VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True))
SPAN = torch.linalg.qr(torch.from_numpy(RNG.normal(size=(DIMENSIONS, REACHABLE)).astype(np.float32))).Q
START = torch.from_numpy(RNG.normal(size=DIMENSIONS).astype(np.float32)) * 3
NOTHING = torch.zeros(DIMENSIONS)


def labels(hidden: torch.Tensor) -> np.ndarray:
    return torch.sigmoid(UNIT @ hidden).numpy()


def ratings(hidden: torch.Tensor) -> tuple[Questions, Questions]:
    """To learn from, and held out."""
    known = labels(hidden)
    return Questions.of(Ratings(VECTORS[:160], known[:160])), Questions.of(Ratings(VECTORS[160:], known[160:]))


def agreement(direction: torch.Tensor, hidden: torch.Tensor) -> float:
    return spearman((UNIT[160:] @ direction).double().numpy(), labels(hidden)[160:].astype(float))


def test_a_direction_that_can_be_said_is_found() -> None:
    hidden = 20 * SPAN[:, 0] - 12 * SPAN[:, 5]
    assert agreement(target_direction(NOTHING, SPAN, *ratings(hidden)), hidden) > 0.97


def test_it_stays_within_what_can_be_said() -> None:
    hidden = torch.from_numpy(RNG.normal(size=DIMENSIONS).astype(np.float32)) * 3
    found = target_direction(NOTHING, SPAN, *ratings(hidden))
    torch.testing.assert_close(SPAN @ (SPAN.T @ found), found, atol=1e-4, rtol=1e-4)


def test_the_first_prompts_are_kept_where_they_are_right_and_dropped_where_not() -> None:
    right = target_direction(START, SPAN, *ratings(START))
    assert agreement(right, START) > 0.97
    other = 20 * SPAN[:, 1]
    assert agreement(target_direction(START, SPAN, *ratings(other)), other) > 0.9


def test_preferences_without_any_contradiction_have_an_end() -> None:
    known = labels(20 * SPAN[:, 2])
    pairs = np.array([sorted(RNG.choice(160, 2, replace=False), key=lambda row: -known[row]) for _ in range(300)])
    questions = Questions.of(Preferences(VECTORS, pairs))
    found = target_direction(START, SPAN, questions, questions)
    assert torch.isfinite(found).all()
    assert (questions.logits(found) > 0).float().mean() > 0.95


@pytest.mark.parametrize("kind", ["ratings", "preferences"])
def test_a_direction_that_knows_nothing_loses_one_bit(kind: str) -> None:
    pairs = np.array([[0, 1], [2, 3]])
    examples = Preferences(VECTORS, pairs) if kind == "preferences" else Ratings(VECTORS, labels(START))
    assert float(Questions.of(examples).loss(NOTHING)) == pytest.approx(np.log(2))
