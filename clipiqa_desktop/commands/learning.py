"""Learning an attribute: the photographs' vectors, the steps of learning, and what the catalog keeps of it."""

import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPair, Learning
from clipiqa_desktop.commands.labelled_vectors import VectorsByPath, encoded_vectors, stored_vectors
from clipiqa_desktop.culling.attribute_file import AttributeText
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.indexing.prompt_process import StoreLearned, store_learned
from clipiqa_desktop.indexing.vectors import Vectors
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.context_tower import ContextTower, open_context_tower
from clipiqa_desktop.perception.learning_examples import Examples, Floats
from clipiqa_desktop.perception.prompt_learning import Learned, Recipe, learn
from clipiqa_desktop.perception.weights import Weights


@dataclass(frozen=True)
class Lesson:
    """What was learned, from how many photographs, and in how many seconds."""

    learned: Learned
    photographs: int
    examples: int
    seconds: float

    def pair(self, weights: Weights) -> LearnedPair:
        """What the catalog keeps of it; it holds for these weights alone."""
        learned = self.learned
        after = None if math.isnan(learned.after) else learned.after
        learning = Learning(weights.short_hash, self.photographs, learned.measure, after)
        return LearnedPair(learning, learned.contexts, learned.vectors)


def vectors_of(
    catalog: Catalog,
    weights: Weights,
    paths: Sequence[Path],
    network: Callable[[], ClipIqa],
    interrupted: Callable[[], bool],
) -> VectorsByPath:
    """The vectors of the photographs by path: those in the catalog, the others from `network`. Raises Cancelled."""
    stored = stored_vectors(catalog, weights, paths)
    others = [path for path in paths if path not in stored]
    if not others:
        return stored
    were = "was" if len(stored) == 1 else "were"
    print(f"{len(stored):,} of {photographs(len(paths))} {were} looked at before; the others are now.", file=sys.stderr)
    return stored | encoded_vectors(network(), others, interrupted)


def learn_from(
    weights: Weights, beginning: AttributeText, examples: Examples, seed: int, interrupted: Callable[[], bool]
) -> Lesson:
    """Learns a pair that begins as `beginning`, with a bar of progress. Raises Cancelled."""
    started = time.perf_counter()
    tower = open_context_tower(weights)
    with tqdm(unit=" steps", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        bar.set_description("Learning")
        learned = learn(tower, _contexts(tower, beginning), examples, Recipe(seed), _shown_on(bar), interrupted)
    return Lesson(learned, len(examples.vectors), len(examples), time.perf_counter() - started)


def _contexts(tower: ContextTower, beginning: AttributeText) -> Floats:
    contexts = beginning.learned.contexts if beginning.learned else None
    return tower.contexts_of(beginning.prompts) if contexts is None else contexts


def _shown_on(bar: "tqdm[None]") -> Callable[[int, int], None]:
    def show(step: int, most: int) -> None:
        bar.total = most
        bar.update(step - bar.n)

    return show


def keep(catalog: Catalog, attribute: AttributeText) -> tuple[int, int]:
    """Puts it into the catalog; answers how many photographs it scores, and of how many."""
    model = catalog.models.current()
    vectors = Vectors(catalog, model) if model else None
    if vectors:
        vectors.refresh()
    assert attribute.learned
    scores = store_learned(
        catalog, vectors, StoreLearned(attribute.title, attribute.prompts, attribute.learned)
    ).scores.values
    return int(np.isfinite(scores).sum()), len(scores)
