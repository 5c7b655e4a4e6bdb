"""`clipiqa-desktop evaluate`: how well the scores of a labelled set agree with people, as the paper's tables say it."""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.labels import FEWEST_RATED, Label, read_labels
from clipiqa_desktop.commands.options import add_common, add_weights
from clipiqa_desktop.commands.printing import check_target, interruptible
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import is_folder
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.experiment import (
    BACKBONES,
    POSITIONALS,
    REMOVED,
    RN50,
    TEMPLATES,
    Experiment,
    adjectives_of,
    prompts_of,
)
from clipiqa_desktop.perception.prompts import TEMPLATE
from clipiqa_desktop.perception.runtime.config import network_options
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings

if TYPE_CHECKING:
    from clipiqa_desktop.culling.attribute_file import AttributeText

INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """`clipiqa-desktop evaluate`."""
    parser = argparse.ArgumentParser(
        prog="clipiqa-desktop evaluate",
        description="Scores a labelled set as the paper does, in fp32 at the photographs' own size, and prints how "
        "well the scores agree with people. As they stand, the options are what the paper found best.",
        epilog="Exit code: 0 all scored, 1 some were left out, 2 nothing could be done, 130 stopped by Ctrl+C.",
    )
    parser.add_argument("images", type=Path, metavar="IMAGES", help="folder of the photographs")
    parser.add_argument("labels", type=Path, metavar="MOS.csv", help="table with the columns image and mos")
    prompts = parser.add_mutually_exclusive_group()
    prompts.add_argument(
        "--attribute", default="quality", metavar="NAME",
        help="attribute of the paper by its key, your own or a learned one by its name, or the file of one "
        "(default: %(default)s)",
    )  # fmt: skip
    prompts.add_argument("--adjectives", nargs=2, metavar=("HIGH", "LOW"), help="or any two words: Good Bad")
    templates = "; ".join(f'"{template}"' for template in TEMPLATES)
    parser.add_argument("--template", default=TEMPLATE, help=f"where they stand; the paper's are {templates}")
    parser.add_argument("--naive", action="store_true", help="the cosine with the first prompt alone (Eq. 1)")
    parser.add_argument("--backbone", choices=BACKBONES, default=RN50, help="image tower (default: %(default)s)")
    parser.add_argument(
        "--positional", choices=POSITIONALS, default=REMOVED,
        help="what becomes of its positional embedding; vanilla looks at 224 x 224 pixels (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--shorter-side",
        type=int,
        metavar="PIXELS",
        help="shrink larger photographs: 512 for SPAQ (default: as they are)",
    )
    parser.add_argument(
        "--csv", type=Path, metavar="FILE", help="also write the scores to FILE, and what is printed to FILE-summary"
    )
    add_weights(parser)
    add_common(parser)
    return parser


def run(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code: 0 all scored, 1 some were left out, 130 stopped by Ctrl+C."""
    # SciPy and PyTorch take seconds, which the help need not; that the first is missing is said before the other comes.
    import_module("clipiqa_desktop.perception.correlations")
    from clipiqa_desktop.commands.evaluation import rate, tell
    from clipiqa_desktop.culling.attribute_file import check_weights
    from clipiqa_desktop.perception.baselines import weights_for

    own = None if arguments.adjectives else _own_attribute(arguments, places)
    experiment = _experiment(arguments, own)
    _check_target(arguments)
    labels = _labels(arguments)
    options = network_options(Settings(places.settings), arguments.weights, arguments.device)
    # The file that the settings name is RN50's.
    named = options.weights if arguments.backbone == RN50 else arguments.weights
    weights = weights_for(arguments.backbone, named, places.weights)
    if own:
        check_weights(own, weights)
    with interruptible() as interrupted:
        if weights.caution:
            print(weights.caution, file=sys.stderr)
        rated = list(rate(experiment, weights, options.device, labels, interrupted))
    if len(rated) < len(labels):
        print("Stopped: an evaluation is whole or not at all, so nothing is kept.", file=sys.stderr)
        return INTERRUPTED
    return tell(experiment, weights, rated, arguments.csv)


def _own_attribute(arguments: argparse.Namespace, places: Places) -> "AttributeText | None":
    """None where an attribute of the paper is meant."""
    from clipiqa_desktop.culling.attribute_file import find_attribute

    own = None if arguments.attribute in KEYS else find_attribute(arguments.attribute, places.catalog)
    if own and arguments.template != TEMPLATE:
        raise UserError(f"“{own.title}” has whole prompts, which stand in no template: leave out --template.")
    return own


def _experiment(arguments: argparse.Namespace, own: "AttributeText | None") -> Experiment:
    return Experiment(
        own.prompts if own else _prompts(arguments),
        arguments.backbone,
        arguments.positional,
        arguments.naive,
        arguments.shorter_side,
        own.learned.vectors if own and own.learned else None,
        own.title if own else "",
    )


def _prompts(arguments: argparse.Namespace) -> tuple[str, str]:
    adjectives = arguments.adjectives or adjectives_of(arguments.attribute)
    return prompts_of(tuple(adjectives), arguments.template)


def _check_target(arguments: argparse.Namespace) -> None:
    from clipiqa_desktop.commands.evaluation import summary_path

    check_target(arguments.csv)
    if arguments.csv and arguments.labels.resolve() in {arguments.csv.resolve(), summary_path(arguments.csv).resolve()}:
        raise UserError(
            f"{displayable_name(str(arguments.labels))} would be overwritten: name another file with --csv."
        )


def _labels(arguments: argparse.Namespace) -> list[Label]:
    if not is_folder(arguments.images):
        raise UserError(f"{displayable_name(str(arguments.images))} is no folder: name the folder of the photographs.")
    labels = read_labels(arguments.labels, arguments.images, "mos")
    if len({label.value for label in labels}) < 2 or len(labels) < FEWEST_RATED:
        raise UserError(
            f"{displayable_name(str(arguments.labels))} has {len(labels)} photographs: it takes {FEWEST_RATED} at "
            "least, and not all with the same mos, to correlate them."
        )
    return labels
