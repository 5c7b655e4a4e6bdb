"""The scores of a shoot as a table for other programs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.scores.models import Model
from clipiqa_desktop.culling.csv_cells import TableWriter
from clipiqa_desktop.culling.cut import COLUMNS, cut_of


@dataclass(frozen=True)
class ScoreRow:
    """One photograph: its scores in the order of the catalog's keys, or the reason why it has none; and what the cut of
    its shoot says, in the order of `cut.COLUMNS`.
    """

    path: Path
    scores: tuple[float | None, ...]
    error: str
    cut: tuple[str, ...] = ("",) * len(COLUMNS)


def score_rows(catalog: Catalog, roots: Sequence[Path], strictness: str) -> list[ScoreRow]:
    """The photographs that lie in these folders or below them now, by path; stacks as strict as that."""
    folders = catalog.folders.below(*roots)
    scores, cut = catalog.scores.all(catalog.models.current()), cut_of(catalog, strictness, frozenset(folders))
    nothing = (None,) * len(catalog.scores.keys)
    return [
        ScoreRow(
            photo.path,
            nothing if photo.error else scores.get(photo.id, nothing),
            photo.error or "",
            cut.cells(photo.id),
        )
        for photo in catalog.photos.in_folders(folders)
    ]


def write_csv(file: TextIO, keys: Sequence[str], rows: Iterable[ScoreRow], model: Model | None) -> None:
    """One line a photograph: path, scores, error, what the cut of the shoot says; for weights that are not OpenAI's
    also a last column naming them.
    """
    label = model.label if model else ""
    writer = TableWriter(file)
    writer.writerow(["path", *keys, "error", *COLUMNS, *(["weights"] if label else [])])
    writer.writerows(_cells(rows, label))


def _cells(rows: Iterable[ScoreRow], label: str) -> Iterator[list[str]]:
    for row in rows:
        weights = [label] if label else []
        yield [displayable_name(str(row.path)), *score_cells(row.scores), row.error, *row.cut, *weights]


def score_cells(scores: Iterable[float | None]) -> list[str]:
    """Scores as a table says them; empty where there is none."""
    return ["" if score is None else f"{score:.6f}" for score in scores]
