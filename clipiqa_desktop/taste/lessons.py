"""Learns a taste both ways, and says of each how well it agrees with the person on what it did not learn from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPair, Learning
from clipiqa_desktop.culling.stacks.correlation import in_one_thread
from clipiqa_desktop.perception.learning_examples import AGREEMENT, Preferences
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.taste.agreement import Shares, Verdict, best_column, judged, ordered, too_few
from clipiqa_desktop.taste.decisions import FOLDS
from clipiqa_desktop.taste.source import TasteSource
from clipiqa_desktop.taste.vectors_way import Floats, VectorsWay

BEGINNING = ("Good photo.", "Bad photo.")
NO_PROMPTS = ("", "")
_STEPS, _PATIENCE = 30, 8

Progress = Callable[[int, int], None]  # steps that are done, and how many there are at most


@dataclass(frozen=True, eq=False)
class Lesson:
    """A taste that was learned one way, with the prompts that it began with; NO_PROMPTS where vectors were learned."""

    prompts: tuple[str, str]
    pair: LearnedPair
    verdict: Verdict

    @property
    def by_prompts(self) -> bool:
        """Whether prompts say it."""
        return self.prompts != NO_PROMPTS


def missing_to_begin(source: TasteSource) -> int:
    """About how many more decisions it takes before anything can be learned."""
    pairs = source.decisions.pairs
    return too_few(source.decisions.photographs, len(np.unique(source.groups[pairs])))


def lessons(
    source: TasteSource, weights: Weights | None, progress: Progress, cancelled: Callable[[], bool]
) -> Iterator[Lesson]:
    """First as vectors, in a moment; then as prompts, where there are weights with a text tower. Raises Cancelled of
    `perception.prompt_learning`, NoWeights where the weights cannot be used.
    """
    best, rival = best_column(source.columns, source.decisions)
    with in_one_thread():
        way = VectorsWay(source.vectors, source.decisions)
        held_out, vectors = way.held_out(), way.pair(source.model.logit_scale)
    yield _lesson(source, NO_PROMPTS, (None, vectors), held_out, (source.titles[best], rival))
    if weights:
        held_out, contexts, vectors = _by_prompts(source, weights, progress, cancelled)
        yield _lesson(source, BEGINNING, (contexts, vectors), held_out, (source.titles[best], rival))


def better(learned: Sequence[Lesson]) -> Lesson:
    """The one that says something already, or else agrees more."""
    return max(learned, key=lambda each: (not each.verdict.missing, each.verdict.agreement))


def _by_prompts(
    source: TasteSource, weights: Weights, progress: Progress, cancelled: Callable[[], bool]
) -> tuple[Shares, Floats, Floats]:
    """All folds and the whole side by side."""
    from clipiqa_desktop.perception.context_tower import open_context_tower
    from clipiqa_desktop.perception.prompt_learning import Recipe, learn_side_by_side

    tower, made = open_context_tower(weights), source.decisions
    every = Preferences(source.vectors, made.pairs, source.groups)
    folds = [fold for fold in range(FOLDS) if (made.folds == fold).any()]
    examples = [*(replace(every, pairs=made.pairs[made.folds != fold]) for fold in folds), every]
    recipe = Recipe(most_steps=_STEPS, patience=_PATIENCE)
    *of_folds, whole = learn_side_by_side(tower, tower.contexts_of(BEGINNING), examples, recipe, progress, cancelled)
    shares = np.full(len(made), 0.5)
    for fold, learned in zip(folds, of_folds, strict=True):
        here = made.folds == fold
        given = scores(source.vectors, learned.vectors[None], source.model.logit_scale)[:, 0]
        shares[here] = ordered(given, made.pairs[here])
    return shares, whole.contexts, whole.vectors


def _lesson(
    source: TasteSource,
    prompts: tuple[str, str],
    learned: tuple[Floats | None, Floats],
    held_out: Shares,
    rival: tuple[str, Shares],
) -> Lesson:
    verdict = judged(held_out, rival[1], source.decisions, source.groups)
    learning = Learning(
        source.model.weights, source.marks, AGREEMENT, verdict.agreement, rival[0], verdict.rival, follows=False
    )
    return Lesson(prompts, LearnedPair(learning, *learned), verdict)
