"""Learning from labels that follow a hidden direction in the vectors, of real photographs where there are any."""

from dataclasses import dataclass

import numpy as np
import open_clip
import pytest
from tools.looks import hidden_opinions, piece_vectors

from clipiqa_desktop.perception.context_tower import ContextTower
from clipiqa_desktop.perception.learning_examples import AGREEMENT, SROCC, Preferences, Ratings
from clipiqa_desktop.perception.prompt_learning import Cancelled, Learned, Recipe, learn, learn_side_by_side
from clipiqa_desktop.perception.ranks import spearman
from clipiqa_desktop.perception.scoring import scores

pytestmark = pytest.mark.long

TRAINING = 200
SHORT = Recipe(most_steps=4)


@dataclass
class Class:
    tower: ContextTower
    start: np.ndarray
    vectors: np.ndarray
    opinions: np.ndarray

    def learn(self, labels: np.ndarray, recipe: Recipe | None = None) -> Learned:
        return learn(self.tower, self.start, Ratings(self.vectors[:TRAINING], labels), recipe)

    def examined(self, learned: Learned) -> float:
        """SROCC with the opinions of photographs that it never saw."""
        given = scores(self.vectors[TRAINING:], learned.vectors[None], self.tower.logit_scale)[:, 0]
        return spearman(given.astype(float), self.opinions[TRAINING:].astype(float))


@pytest.fixture(scope="module")
def lesson(clip: open_clip.CLIP) -> Class:
    vectors = piece_vectors(clip)
    tower = ContextTower(clip)
    order = np.random.default_rng(1).permutation(len(vectors))
    return Class(
        tower, tower.contexts_of(("Good photo.", "Bad photo.")), vectors[order], hidden_opinions(vectors)[order]
    )


@pytest.fixture(scope="module")
def learned(lesson: Class) -> Learned:
    return lesson.learn(lesson.opinions[:TRAINING])


def test_opinions_are_learned(lesson: Class, learned: Learned) -> None:
    assert lesson.examined(learned) >= 0.8
    assert learned.measure == SROCC
    assert learned.after >= 0.8 > learned.before
    assert learned.held_out == 40
    assert 0 < learned.steps <= Recipe().most_steps


def test_shuffled_opinions_are_not(lesson: Class) -> None:
    shuffled = np.random.default_rng(2).permutation(lesson.opinions[:TRAINING])
    assert abs(lesson.examined(lesson.learn(shuffled))) < 0.5


def test_the_vectors_are_what_the_text_tower_says_of_the_contexts(lesson: Class, learned: Learned) -> None:
    import torch

    with torch.no_grad():
        said = lesson.tower(torch.from_numpy(learned.contexts)).numpy()
    np.testing.assert_allclose(learned.vectors, said / np.linalg.norm(said, axis=1, keepdims=True), atol=1e-5)


def test_the_same_seed_gives_the_same_and_another_one_another(lesson: Class) -> None:
    labels = lesson.opinions[:TRAINING]
    first, again = lesson.learn(labels, Recipe(most_steps=20)), lesson.learn(labels, Recipe(most_steps=20))
    assert first.steps > 0
    np.testing.assert_array_equal(first.contexts, again.contexts)
    np.testing.assert_array_equal(first.vectors, again.vectors)
    other = lesson.learn(labels, Recipe(seed=1, most_steps=20))
    assert not np.array_equal(first.vectors, other.vectors)


def test_preferences_are_learned(lesson: Class) -> None:
    rng = np.random.default_rng(3)
    pairs = np.stack([rng.choice(TRAINING, 2, replace=False) for _ in range(400)])
    pairs = np.take_along_axis(pairs, np.argsort(-lesson.opinions[pairs], axis=1), axis=1)
    examples = Preferences(lesson.vectors[:TRAINING], pairs)
    learned = learn(lesson.tower, lesson.start, examples, Recipe(most_steps=40))
    assert learned.measure == AGREEMENT
    assert learned.after >= 0.75
    assert lesson.examined(learned) >= 0.6


def test_progress_is_told_and_learning_can_be_cancelled(lesson: Class) -> None:
    told: list[tuple[int, int]] = []
    examples = Ratings(lesson.vectors[:20], lesson.opinions[:20])

    def tell(step: int, most: int) -> None:
        told.append((step, most))

    learn(lesson.tower, lesson.start, examples, SHORT, tell)
    assert told == [(step, 4) for step in range(5)]
    with pytest.raises(Cancelled):
        learn(lesson.tower, lesson.start, examples, SHORT, tell, lambda: len(told) == 7)
    assert len(told) == 7


def test_what_was_learned_can_be_gone_on_from(lesson: Class, learned: Learned) -> None:
    examples = Ratings(lesson.vectors[:TRAINING], lesson.opinions[:TRAINING])
    again = learn(lesson.tower, learned.contexts, examples, SHORT)
    assert again.before == pytest.approx(learned.after)


def test_lessons_side_by_side_know_nothing_of_each_other(lesson: Class) -> None:
    examples = [Ratings(lesson.vectors[:60], labels) for labels in (lesson.opinions[:60], 1 - lesson.opinions[:60])]
    together = learn_side_by_side(lesson.tower, lesson.start, examples, SHORT)
    for each, found in zip(examples, together, strict=True):
        alone = learn(lesson.tower, lesson.start, each, SHORT)
        assert found.steps == alone.steps
        np.testing.assert_allclose(found.vectors, alone.vectors, atol=1e-3)
