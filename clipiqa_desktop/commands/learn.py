"""`clipiqa-desktop learn`: an attribute learned from photographs that somebody labelled."""

import argparse
import math
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.learned_pairs import LearnedPair, Learning
from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.commands.judgements import read_judgements
from clipiqa_desktop.commands.labelled_vectors import VectorsByPath, encoded_vectors, stored_vectors
from clipiqa_desktop.commands.named import check_weights, own_attribute
from clipiqa_desktop.commands.printing import check_target, interruptible
from clipiqa_desktop.culling.attribute_file import AttributeText, save
from clipiqa_desktop.culling.attribute_names import checked_title
from clipiqa_desktop.indexing.prompt_process import KeepLearned, keep_learned
from clipiqa_desktop.indexing.vectors import Vectors
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.context_tower import ContextTower, open_context_tower
from clipiqa_desktop.perception.experiment import adjectives_of, prompts_of
from clipiqa_desktop.perception.learning_examples import Examples, Floats
from clipiqa_desktop.perception.prompt_learning import Cancelled, Learned, Recipe, learn
from clipiqa_desktop.perception.runtime.config import wanted_precision
from clipiqa_desktop.perception.weights import Weights, find_weights
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings

ALL_USED, SOME_FAILED, INTERRUPTED = 0, 1, 130


@dataclass(frozen=True)
class Lesson:
    """What was learned, from how many photographs, and in how many seconds."""

    learned: Learned
    photographs: int
    examples: int
    seconds: float


def learn_attribute(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code: 0 all labels used, 1 some were left out, 130 stopped by Ctrl+C."""
    check_target(arguments.save, "--save")
    judgements = read_judgements(arguments.labels, arguments.images or arguments.labels.parent)
    beginning = _beginning(arguments, places.catalog)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.own_attributes.require_room()
        title = checked_title(arguments.name, catalog.own_attributes.all())
        weights = _weights(arguments, places)
        check_weights(beginning, weights)
        try:
            with interruptible() as interrupted:
                network = partial(_network, weights, arguments.device, places)
                vectors = _vectors(catalog, weights, judgements.paths, network, interrupted)
                lesson = _learn(weights, beginning, judgements.examples(vectors), arguments.seed, interrupted)
        except Cancelled:
            print("Stopped: nothing was learned, and nothing is kept.", file=sys.stderr)
            return INTERRUPTED
        options = AttributeText(title, beginning.prompts, _pair(lesson, weights))
        scored = _keep(catalog, options)
    if arguments.save:
        save(arguments.save, options)
    _tell(options, lesson, scored, arguments.save)
    return ALL_USED if len(vectors) == len(judgements.paths) else SOME_FAILED


def _weights(arguments: argparse.Namespace, places: Places) -> Weights:
    named = arguments.weights or Settings(places.settings).get("weights")
    weights = find_weights(Path(named) if named else None, places.weights)
    if weights.caution:
        print(weights.caution, file=sys.stderr)
    return weights


def _network(weights: Weights, device: str, places: Places) -> ClipIqa:
    return ClipIqa(weights, device, wanted_precision("auto", Settings(places.settings)), places.choices)


def _beginning(arguments: argparse.Namespace, catalog: Path) -> AttributeText:
    if arguments.adjectives:
        return AttributeText("", prompts_of(tuple(arguments.adjectives)))
    own = None if arguments.begin in KEYS else own_attribute(arguments.begin, catalog)
    return own or AttributeText("", prompts_of(adjectives_of(arguments.begin)))


def _vectors(
    catalog: Catalog,
    weights: Weights,
    paths: Sequence[Path],
    network: Callable[[], ClipIqa],
    interrupted: Callable[[], bool],
) -> VectorsByPath:
    stored = stored_vectors(catalog, weights, paths)
    others = [path for path in paths if path not in stored]
    if not others:
        return stored
    print(f"{len(stored):,} of {len(paths):,} photographs were looked at before; the others are now.", file=sys.stderr)
    return stored | encoded_vectors(network(), others, interrupted)


def _learn(
    weights: Weights, beginning: AttributeText, examples: Examples, seed: int, interrupted: Callable[[], bool]
) -> Lesson:
    started = time.perf_counter()
    tower = open_context_tower(weights)
    with tqdm(unit=" steps", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        bar.set_description("Learning")
        learned = learn(tower, _contexts(tower, beginning), examples, Recipe(seed), _shown_on(bar), interrupted)
    return Lesson(learned, len(examples.vectors), len(examples), time.perf_counter() - started)


def _contexts(tower: ContextTower, beginning: AttributeText) -> Floats:
    return beginning.learned.contexts if beginning.learned else tower.contexts_of(beginning.prompts)


def _shown_on(bar: "tqdm[None]") -> Callable[[int, int], None]:
    def show(step: int, most: int) -> None:
        bar.total = most
        bar.update(step - bar.n)

    return show


def _pair(lesson: Lesson, weights: Weights) -> LearnedPair:
    learned = lesson.learned
    after = None if math.isnan(learned.after) else learned.after
    learning = Learning(weights.short_hash, lesson.photographs, learned.measure, after)
    return LearnedPair(learning, learned.contexts, learned.vectors)


def _keep(catalog: Catalog, options: AttributeText) -> tuple[int, int]:
    """How many photographs it scores, and of how many."""
    model = catalog.models.current()
    vectors = Vectors(catalog, model) if model else None
    if vectors:
        vectors.refresh()
    assert options.learned
    scores = keep_learned(catalog, vectors, KeepLearned(options.title, options.prompts, options.learned)).scores.values
    return int(np.isfinite(scores).sum()), len(scores)


def _tell(options: AttributeText, lesson: Lesson, scored: tuple[int, int], file: Path | None) -> None:
    learned = lesson.learned
    high, low = options.prompts
    print(f"“{options.title}” is learned from {lesson.photographs:,} photographs, beginning with “{high}” or “{low}”")
    before, after, of = _shown(learned.before), _shown(learned.after), f"{learned.held_out:,} of {lesson.examples:,}"
    print(f"{learned.measure}: {before} before, {after} after, on {of} that were held out")
    print(f"{learned.steps} steps, {lesson.seconds:.1f} s")
    place = f"the catalog{f', and in {displayable_name(str(file))}' if file else ''}"
    print(f"Kept in {place}: it scores all that were ever looked at, {scored[0]:,} photographs")
    if not learned.steps:
        print("Nothing better than the beginning was found: its scores are those of the beginning.", file=sys.stderr)
    if scored[0] < scored[1]:
        print(
            "The photographs in the catalog were looked at with other weights: they are scored once they are looked at "
            "with these.",
            file=sys.stderr,
        )


def _shown(value: float) -> str:
    return "undefined" if math.isnan(value) else f"{value:.4f}"
