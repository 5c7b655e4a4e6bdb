"""Scores a labelled set, and tells people and other programs how well the scores agree with the labels."""

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
from tqdm import tqdm

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.labels import FEWEST_RATED, Label
from clipiqa_desktop.commands.printing import print_out
from clipiqa_desktop.culling.csv_cells import TableWriter
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.atomic_file import way_out, written_text
from clipiqa_desktop.indexing.one_by_one import OneByOne
from clipiqa_desktop.perception.baselines import Baseline
from clipiqa_desktop.perception.correlations import METHOD, Correlation, correlations
from clipiqa_desktop.perception.experiment import Experiment
from clipiqa_desktop.perception.input_size import too_small, too_small_reason
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.photos.errors import Unreadable

ALL_SCORED, SOME_FAILED = 0, 1


@dataclass(frozen=True)
class Rated:
    """A labelled photograph and its score; NaN, and the reason why, where it has none."""

    label: Label
    score: float
    error: str


@dataclass(frozen=True)
class Evaluation:
    """What was measured, with which weights, on which photographs, and what came out."""

    experiment: Experiment
    weights: Weights
    rated: Sequence[Rated]
    correlations: Sequence[Correlation]

    @property
    def count(self) -> int:
        """How many photographs were scored."""
        return sum(not each.error for each in self.rated)


def rate(
    experiment: Experiment, weights: Weights, device: str, labels: Sequence[Label], interrupted: Callable[[], bool]
) -> Iterator[Rated]:
    """The photographs with their scores, one after the other; ends early when `interrupted` says so."""
    network = Baseline(weights, experiment, device)
    shown = tqdm(labels, unit=" photographs", disable=not sys.stderr.isatty(), file=sys.stderr)
    with OneByOne(experiment.input_size) as reader, shown as bar:
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


def tell(experiment: Experiment, weights: Weights, rated: Sequence[Rated], target: Path | None) -> int:
    """Prints what came out, writes it to `target` too, and answers the exit code. Raises UserError."""
    good, bad = ([each for each in rated if bool(each.error) is failed] for failed in (False, True))
    for each in bad:
        print(f"{displayable_name(each.label.image)}: {each.error}", file=sys.stderr)
    if len(good) < FEWEST_RATED:
        raise UserError(
            f"Only {len(good)} of {len(rated)} photographs could be scored: it takes {FEWEST_RATED} to correlate."
        )
    scores, opinions = np.array([(each.score, each.label.value) for each in good]).T
    evaluation = Evaluation(experiment, weights, rated, correlations(scores, opinions))
    if target:
        _save(target, evaluation)
    _print(evaluation)
    return SOME_FAILED if bad else ALL_SCORED


def _print(evaluation: Evaluation) -> None:
    try:
        print_out(lambda file: file.writelines(f"{line}\n" for line in _lines(evaluation)))
    except OSError as error:
        raise UserError(f"The table cannot be written: {error.strerror}.") from error


def _save(target: Path, evaluation: Evaluation) -> None:
    """Writes one line a photograph to `target`, and one a correlation beside it, as `summary_path` names it.

    Each file is whole or not at all. Raises UserError.
    """
    for path, rows in ((target, _photograph_rows(evaluation)), (summary_path(target), _summary_rows(evaluation))):
        try:
            with written_text(path) as file:
                _write(file, rows)
        except OSError as error:
            raise UserError(
                f"{displayable_name(str(path))} cannot be written ({error.strerror}): {way_out(error)}"
            ) from error


def summary_path(target: Path) -> Path:
    """`scores-summary.csv` for `scores.csv`."""
    return target.with_name(f"{target.stem}-summary{target.suffix}")


def _lines(evaluation: Evaluation) -> Iterable[str]:
    yield f"{evaluation.count:,} photographs: {evaluation.experiment.words}"
    width = max(len(each.name) for each in evaluation.correlations)
    for each in evaluation.correlations:
        interval = "" if math.isnan(each.low) else f"   {each.low:7.4f} to {each.high:7.4f}"
        yield f"{each.name:<{width}}  {_shown(each.value):>9}{interval}"
    yield METHOD
    if evaluation.weights.caution:
        yield evaluation.weights.caution


def _shown(value: float) -> str:
    return "undefined" if math.isnan(value) else f"{value:.4f}"


def _photograph_rows(evaluation: Evaluation) -> Iterable[Sequence[object]]:
    label = [evaluation.weights.label] if evaluation.weights.label else []
    yield ["image", "mos", "score", "error", *(["weights"] if label else [])]
    for each in evaluation.rated:
        yield [displayable_name(each.label.image), each.label.value, _cell(each.score), each.error, *label]


def _summary_rows(evaluation: Evaluation) -> Iterable[Sequence[object]]:
    experiment = evaluation.experiment
    yield [
        "coefficient", "value", "low_95", "high_95", "photographs", "high_prompt", "low_prompt", "learned", "naive",
        "backbone", "positional", "shorter_side", "weights",
    ]  # fmt: skip
    row = [
        evaluation.count,
        *experiment.prompts,
        "no" if experiment.learned is None else experiment.title,
        "yes" if experiment.naive else "no",
        experiment.backbone,
        experiment.positional,
        experiment.shorter_side or "",
        evaluation.weights.label or evaluation.weights.short_hash,
    ]
    for each in evaluation.correlations:
        yield [each.name, _cell(each.value), _cell(each.low), _cell(each.high), *row]


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6f}"


def _write(file: TextIO, rows: Iterable[Sequence[object]]) -> None:
    TableWriter(file).writerows(rows)
