"""`learn --from-marks`: a taste learned from the marks in the catalog."""

import argparse
import sys
from typing import TYPE_CHECKING

from tqdm import tqdm

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.printing import interruptible
from clipiqa_desktop.culling.attribute_file import AttributeText, save
from clipiqa_desktop.culling.attribute_names import checked_title
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.culling.stacks.grouper import Grouper
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.vectors import Vectors
from clipiqa_desktop.open_catalog import catalog_beside_window
from clipiqa_desktop.perception.runtime.config import network_options
from clipiqa_desktop.perception.weights import NoWeights, Weights
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import STACKS, Settings
from clipiqa_desktop.taste.lessons import Lesson, better, lessons, missing_to_begin
from clipiqa_desktop.taste.process import KeepTaste, fitting, store_lesson
from clipiqa_desktop.taste.source import TasteSource, read_source
from clipiqa_desktop.taste.words import not_yet, verdict_words

if TYPE_CHECKING:
    from collections.abc import Callable


def learn_from_marks(arguments: argparse.Namespace, places: Places) -> None:
    """Learns and keeps it, or raises UserError where the marks do not say enough yet. Raises Cancelled."""
    settings = Settings(places.settings)
    with catalog_beside_window(places.catalog) as catalog:
        key = _key(catalog, arguments.name)
        source = read_source(catalog, Grouper(catalog, settings.get(STACKS)).stacks)
        if missing := missing_to_begin(source):
            raise UserError(f"{not_yet(missing)} Pick, reject or star some more photographs.")
        weights, reason = fitting(_weights(arguments, places, settings), source)
        if reason:
            print(reason, file=sys.stderr)
        with interruptible() as interrupted:
            learned = _learned(source, weights, interrupted)
        _tell(source, learned)
        best = better(learned)
        if best.verdict.missing:
            raise UserError(f"{not_yet(best.verdict.missing)} Nothing is kept.")
        vectors = Vectors(catalog, source.model)
        vectors.refresh()
        stored = store_lesson(catalog, vectors, best, KeepTaste(arguments.name.strip(), best.by_prompts, False, key))
    if arguments.save:
        save(arguments.save, AttributeText(arguments.name.strip(), best.prompts, best.pair))
    file = f", and in {displayable_name(str(arguments.save))}" if arguments.save else ""
    print(f"Kept in the catalog{file}: it scores {photographs(len(stored.scores.ids))}")


def _key(catalog: Catalog, name: str) -> str | None:
    """That of a taste of this name, which is learned again; None for a new one. Raises UserError."""
    own = catalog.own_attributes.all()
    for each in own:
        if each.title.casefold() == name.strip().casefold() and each.learning and each.learning.follows is not None:
            return each.key
    catalog.own_attributes.require_room()
    checked_title(name, own)
    return None


def _weights(arguments: argparse.Namespace, places: Places, settings: Settings) -> Weights | None:
    try:
        weights = network_options(settings, arguments.weights, arguments.device).find_weights(places.weights)
    except NoWeights:
        if arguments.weights:
            raise
        return None
    if weights.caution:
        print(weights.caution, file=sys.stderr)
    return weights


def _learned(source: TasteSource, weights: Weights | None, interrupted: "Callable[[], bool]") -> list[Lesson]:
    with tqdm(unit=" steps", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        bar.set_description("Learning")

        def show(step: int, most: int) -> None:
            bar.total = most
            bar.update(step - bar.n)

        return list(lessons(source, weights, show, interrupted))


def _tell(source: TasteSource, learned: list[Lesson]) -> None:
    made = source.decisions
    print(f"Learned from {source.marks:,} marks: {len(made):,} pairs, {int(made.inside.sum()):,} of them inside stacks")
    for lesson in learned:
        print(verdict_words(lesson))
