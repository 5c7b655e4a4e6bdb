"""`clipiqa-desktop learn`: an attribute learned from photographs that somebody labelled."""

import argparse
import math
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.options import add_common, add_weights
from clipiqa_desktop.commands.printing import check_target, interruptible
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.experiment import adjectives_of, prompts_of
from clipiqa_desktop.perception.runtime.config import NetworkOptions, network_options
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings

if TYPE_CHECKING:
    from clipiqa_desktop.commands.learning import Lesson
    from clipiqa_desktop.culling.attribute_file import AttributeText
    from clipiqa_desktop.perception.clip_iqa import ClipIqa

ALL_USED, SOME_FAILED, INTERRUPTED = 0, 1, 130


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop learn`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop learn",
        description="Learns an attribute from photographs that somebody labelled (CLIP-IQA+): the two prompts of a "
        "pair are moved until the scores follow the labels. With --from-marks it learns your taste from your picks, "
        "rejects and stars, where that says anything yet. It is kept in the catalog, and scores all photographs.",
        epilog="Exit code: 0 learned, 1 learned, but some photographs were left out, 2 nothing could be done, 130 "
        "stopped by Ctrl+C.",
    )
    parser.add_argument(
        "labels",
        type=Path,
        nargs="?",
        metavar="LABELS.csv",
        help="table with the columns image and label (or mos), or for pairs of photographs better and worse",
    )
    parser.add_argument(
        "--from-marks", action="store_true", help="learn from the marks in the catalog, stacks first, and from no table"
    )
    parser.add_argument("--name", required=True, help="what the attribute is called")
    parser.add_argument("--images", type=Path, metavar="FOLDER", help="where they lie (default: beside the table)")
    beginning = parser.add_mutually_exclusive_group()
    beginning.add_argument(
        "--from", dest="begin", default="quality", metavar="KEY",
        help="attribute to begin with, built in or of your own, also a learned one (default: %(default)s)",
    )  # fmt: skip
    beginning.add_argument("--adjectives", nargs=2, metavar=("HIGH", "LOW"), help="or any two words: Good Bad")
    parser.add_argument("--save", type=Path, metavar="FILE", help="also write it to FILE, for other computers")
    parser.add_argument("--seed", type=int, default=0, help="decides what is held out (default: %(default)s)")
    add_weights(parser)
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code: 0 all labels used, 1 some were left out, 130 stopped by Ctrl+C."""
    # Its threads wait for each other all the time; those that wait are not to burn the cores of other programs.
    # PyTorch heeds this when it is imported, which takes seconds, so the help does without.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from clipiqa_desktop.perception.prompt_learning import Cancelled

    try:
        return _from_marks(arguments, places) if _wants_marks(arguments) else _from_table(arguments, places)
    except Cancelled:
        print("Stopped: nothing was learned, and nothing is kept.", file=sys.stderr)
        return INTERRUPTED


def _wants_marks(arguments: argparse.Namespace) -> bool:
    """Raises UserError where neither or both were named."""
    if arguments.from_marks is bool(arguments.labels):
        raise UserError("Name a table of labels to learn from, or --from-marks; not both.")
    return bool(arguments.from_marks)


def _from_marks(arguments: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.commands.marks_learning import learn_from_marks

    check_target(arguments.save, "--save")
    learn_from_marks(arguments, places)
    return ALL_USED


def _from_table(arguments: argparse.Namespace, places: Places) -> int:
    from clipiqa_desktop.commands.judgements import read_judgements
    from clipiqa_desktop.commands.learning import keep, learn_from, vectors_of
    from clipiqa_desktop.culling.attribute_file import AttributeText, check_weights, save
    from clipiqa_desktop.culling.attribute_names import checked_title
    from clipiqa_desktop.open_catalog import catalog_beside_window

    check_target(arguments.save, "--save")
    judgements = read_judgements(arguments.labels, arguments.images or arguments.labels.parent)
    beginning = _beginning(arguments, places.catalog)
    with catalog_beside_window(places.catalog) as catalog:
        catalog.own_attributes.require_room()
        title = checked_title(arguments.name, catalog.own_attributes.all())
        options = network_options(Settings(places.settings), arguments.weights, arguments.device)
        weights = _weights(options, places)
        check_weights(beginning, weights)
        with interruptible() as interrupted:
            network = partial(_network, weights, options, places)
            vectors = vectors_of(catalog, weights, judgements.paths, network, interrupted)
            lesson = learn_from(weights, beginning, judgements.examples(vectors), arguments.seed, interrupted)
        attribute = AttributeText(title, beginning.prompts, lesson.pair(weights))
        scored = keep(catalog, attribute)
    if arguments.save:
        save(arguments.save, attribute)
    _tell(attribute, lesson, scored, arguments.save)
    return ALL_USED if len(vectors) == len(judgements.paths) else SOME_FAILED


def _weights(options: NetworkOptions, places: Places) -> Weights:
    weights = options.find_weights(places.weights)
    if weights.caution:
        print(weights.caution, file=sys.stderr)
    return weights


def _network(weights: Weights, options: NetworkOptions, places: Places) -> "ClipIqa":
    from clipiqa_desktop.perception.clip_iqa import ClipIqa

    return ClipIqa(weights, options.device, options.precision, places.choices)


def _beginning(arguments: argparse.Namespace, catalog: Path) -> "AttributeText":
    from clipiqa_desktop.culling.attribute_file import AttributeText, find_attribute

    if arguments.adjectives:
        return AttributeText("", prompts_of(tuple(arguments.adjectives)))
    own = None if arguments.begin in KEYS else find_attribute(arguments.begin, catalog)
    if own and own.learned and own.learned.contexts is None:
        raise UserError(f"“{own.title}” has no prompts to begin with: vectors were learned for it. Name another one.")
    return own or AttributeText("", prompts_of(adjectives_of(arguments.begin)))


def _tell(attribute: "AttributeText", lesson: "Lesson", scored: tuple[int, int], file: Path | None) -> None:
    learned = lesson.learned
    high, low = attribute.prompts
    print(f"“{attribute.title}” is learned from {photographs(lesson.photographs)}, beginning with “{high}” or “{low}”")
    before, after, of = _shown(learned.before), _shown(learned.after), f"{learned.held_out:,} of {lesson.examples:,}"
    print(f"{learned.measure}: {before} before, {after} after, on {of} that were held out")
    print(f"{learned.steps} steps, {lesson.seconds:.1f} s")
    place = f"the catalog{f', and in {displayable_name(str(file))}' if file else ''}"
    print(f"Kept in {place}: it scores all that were ever looked at, {photographs(scored[0])}")
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
