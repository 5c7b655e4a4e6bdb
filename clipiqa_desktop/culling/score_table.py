"""The scores of a shoot as a table for other programs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.models import Model
from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.culling.csv_cells import TableWriter


@dataclass(frozen=True)
class ScoreRow:
    """One photograph: its scores in the order of the catalog's keys, or the reason why it has none."""

    path: Path
    scores: tuple[float | None, ...]
    error: str


def score_rows(catalog: Catalog, roots: Sequence[Path]) -> list[ScoreRow]:
    """The photographs that lie in these folders or below them now, by path."""
    folders = catalog.folders.below(*roots)
    scores = catalog.scores.all(catalog.models.current())
    nothing = (None,) * len(catalog.scores.keys)
    return [
        ScoreRow(photo.path, nothing if photo.error else scores.get(photo.id, nothing), photo.error or "")
        for photo in catalog.photos.in_folders(folders)
    ]


def write_csv(file: TextIO, keys: Sequence[str], rows: Iterable[ScoreRow], model: Model | None) -> None:
    """One line a photograph: path, scores, error; for weights that are not OpenAI's also a last column naming them."""
    label = model.label if model else ""
    writer = TableWriter(file)
    writer.writerow(["path", *keys, "error", *(["weights"] if label else [])])
    writer.writerows(_cells(rows, label))


def _cells(rows: Iterable[ScoreRow], label: str) -> Iterator[list[str]]:
    for row in rows:
        yield [displayable_name(str(row.path)), *score_cells(row.scores), row.error, *([label] if label else [])]


def score_cells(scores: Iterable[float | None]) -> list[str]:
    """Scores as a table says them; empty where there is none."""
    return ["" if score is None else f"{score:.6f}" for score in scores]
