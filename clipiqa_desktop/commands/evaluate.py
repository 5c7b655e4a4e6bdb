"""`clipiqa-desktop evaluate`: how well the scores of a labelled set agree with people, as the paper's tables say it."""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.commands.evaluation_table import Evaluation, Rated, print_evaluation, save_evaluation, summary_path
from clipiqa_desktop.commands.labels import Label, read_labels
from clipiqa_desktop.commands.named import check_weights, own_attribute
from clipiqa_desktop.commands.printing import check_target, interruptible
from clipiqa_desktop.culling.attribute_file import AttributeText
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.one_by_one import OneByOne
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.baselines import Baseline, weights_for
from clipiqa_desktop.perception.correlations import correlations
from clipiqa_desktop.perception.experiment import RN50, Experiment, adjectives_of, prompts_of
from clipiqa_desktop.perception.input_size import too_small, too_small_reason
from clipiqa_desktop.perception.prompts import TEMPLATE
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings

ALL_SCORED, SOME_FAILED, INTERRUPTED = 0, 1, 130
FEWEST = 3


def evaluate(arguments: argparse.Namespace, places: Places) -> int:
    """Runs the command and answers its exit code: 0 all scored, 1 some were left out, 130 stopped by Ctrl+C."""
    own = None if arguments.adjectives else _own_attribute(arguments, places)
    experiment = _experiment(arguments, own)
    _check_target(arguments)
    labels = _labels(arguments)
    weights = _weights(arguments, places)
    if own:
        check_weights(own, weights)
    with interruptible() as interrupted:
        if weights.caution:
            print(weights.caution, file=sys.stderr)
        network = Baseline(weights, experiment, arguments.device)
        with OneByOne(experiment.input_size) as reader:
            rated = list(_rate(network, reader, labels, interrupted))
    if len(rated) < len(labels):
        print("Stopped: an evaluation is whole or not at all, so nothing is kept.", file=sys.stderr)
        return INTERRUPTED
    return _tell(experiment, weights, rated, arguments.csv)


def _own_attribute(arguments: argparse.Namespace, places: Places) -> AttributeText | None:
    """None where an attribute of the paper is meant."""
    own = None if arguments.attribute in KEYS else own_attribute(arguments.attribute, places.catalog)
    if own and arguments.template != TEMPLATE:
        raise UserError(f"“{own.title}” has whole prompts, which stand in no template: leave out --template.")
    return own


def _experiment(arguments: argparse.Namespace, own: AttributeText | None) -> Experiment:
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
    check_target(arguments.csv)
    if arguments.csv and arguments.labels.resolve() in {arguments.csv.resolve(), summary_path(arguments.csv).resolve()}:
        raise UserError(
            f"{displayable_name(str(arguments.labels))} would be overwritten: name another file with --csv."
        )


def _labels(arguments: argparse.Namespace) -> list[Label]:
    if not arguments.images.is_dir():
        raise UserError(f"{displayable_name(str(arguments.images))} is no folder: name the folder of the photographs.")
    labels = read_labels(arguments.labels, arguments.images, "mos")
    if len({label.value for label in labels}) < 2 or len(labels) < FEWEST:
        raise UserError(
            f"{displayable_name(str(arguments.labels))} has {len(labels)} photographs: it takes {FEWEST} at least, "
            "and not all with the same mos, to correlate them."
        )
    return labels


def _weights(arguments: argparse.Namespace, places: Places) -> Weights:
    chosen = Settings(places.settings).get("weights") if arguments.backbone == RN50 else None
    named = arguments.weights or chosen
    return weights_for(arguments.backbone, Path(named) if named else None, places.weights)


def _rate(
    network: Baseline, reader: OneByOne, labels: Sequence[Label], interrupted: Callable[[], bool]
) -> Iterator[Rated]:
    with tqdm(labels, unit=" photographs", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        for label in bar:
            if interrupted():
                return
            yield _rated(network, reader, label)


def _rated(network: Baseline, reader: OneByOne, label: Label) -> Rated:
    try:
        pixels = reader.pixels(label.path)
    except Unreadable as error:
        return Rated(label, math.nan, str(error))
    height, width = pixels.shape[:2]
    if too_small(width, height):
        return Rated(label, math.nan, too_small_reason(width, height))
    score = network.score(pixels)
    return Rated(label, score, "" if math.isfinite(score) else "The network answers no number for it.")


def _tell(experiment: Experiment, weights: Weights, rated: Sequence[Rated], target: Path | None) -> int:
    good, bad = ([each for each in rated if bool(each.error) is failed] for failed in (False, True))
    for each in bad:
        print(f"{displayable_name(each.label.image)}: {each.error}", file=sys.stderr)
    if len(good) < FEWEST:
        raise UserError(
            f"Only {len(good)} of {len(rated)} photographs could be scored: it takes {FEWEST} to correlate."
        )
    scores, opinions = np.array([(each.score, each.label.value) for each in good]).T
    evaluation = Evaluation(experiment, weights, rated, correlations(scores, opinions))
    if target:
        save_evaluation(target, evaluation)
    print_evaluation(evaluation)
    return SOME_FAILED if bad else ALL_SCORED
