"""What an evaluation found, for people and for other programs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.commands.labels import Label
from clipiqa_desktop.commands.printing import print_out
from clipiqa_desktop.culling.csv_cells import TableWriter
from clipiqa_desktop.culling.whole_file import written_whole
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.correlations import METHOD, Correlation
from clipiqa_desktop.perception.experiment import Experiment
from clipiqa_desktop.perception.weights import Weights


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


def print_evaluation(evaluation: Evaluation) -> None:
    """Prints the correlations as a table. Raises UserError where it cannot be printed."""
    try:
        print_out(lambda file: file.writelines(f"{line}\n" for line in _lines(evaluation)))
    except OSError as error:
        raise UserError(f"The table cannot be written: {error.strerror}.") from error


def save_evaluation(target: Path, evaluation: Evaluation) -> None:
    """Writes one line a photograph to `target`, and one a correlation beside it, as `summary_path` names it.

    Each file is whole or not at all. Raises UserError.
    """
    for path, rows in ((target, _photograph_rows(evaluation)), (summary_path(target), _summary_rows(evaluation))):
        try:
            with written_whole(path) as new, new.open("w", encoding="utf-8", newline="") as file:
                _write(file, rows)
        except OSError as error:
            raise UserError(
                f"{displayable_name(str(path))} cannot be written ({error.strerror}): "
                "name a file in a folder that exists."
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
