"""All that is known of photographs as a table for other programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks import Mark
from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.catalog.photos import FACTS, Photo
from clipiqa_desktop.culling.csv_cells import TableWriter
from clipiqa_desktop.culling.score_table import score_cells
from clipiqa_desktop.culling.whole_file import written_whole
from clipiqa_desktop.errors import UserError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def save_photo_table(target: Path, catalog: Catalog, photo_ids: Sequence[int]) -> None:
    """Writes the table to a file, whole or not at all. Raises UserError."""
    try:
        with written_whole(target) as new, new.open("w", encoding="utf-8", newline="") as file:
            write_photo_table(file, catalog, photo_ids)
    except OSError as error:
        raise UserError(
            f"{displayable_name(str(target))} cannot be written ({error.strerror}): "
            "name a file in a folder that exists."
        ) from error


def write_photo_table(file: TextIO, catalog: Catalog, photo_ids: Sequence[int]) -> None:
    """One line a photograph, in this order: path, companions, marks, facts, scores, error; for weights that are not
    OpenAI's also a last column naming them. The person's own attributes stand under their titles.
    """
    model = catalog.models.current()
    label = [model.label] if model and model.label else []
    writer = TableWriter(file)
    marks = ("stars", "flag", "label")
    writer.writerow(
        ["path", "companions", *marks, *FACTS, *_headings(catalog), "error", *(["weights"] if label else [])]
    )
    writer.writerows([*cells, *label] for cells in _rows(catalog, photo_ids))


def _headings(catalog: Catalog) -> list[str]:
    """The keys of all scores; an own attribute's title, where no other column is called so."""
    titles = {each.key: each.title for each in catalog.own_attributes.all()}
    taken = [*FACTS, *catalog.scores.keys, *titles.values()]
    return [
        title if (title := titles.get(key, key)) == key or taken.count(title) == 1 else key
        for key in catalog.scores.keys
    ]


def _rows(catalog: Catalog, photo_ids: Sequence[int]) -> Iterator[list[str]]:
    photos = _photos(catalog)
    marks, companions = catalog.marks.of(photo_ids), catalog.photos.companions(photo_ids)
    scores = catalog.scores.all(catalog.models.current())
    nothing = (None,) * len(catalog.scores.keys)
    for photo in (photos[photo_id] for photo_id in photo_ids if photo_id in photos):
        yield [
            displayable_name(str(photo.path)),
            displayable_name("; ".join(companions.get(photo.id, ()))),
            *_mark_cells(marks[photo.id]),
            *_fact_cells(photo.facts),
            *score_cells(nothing if photo.error else scores.get(photo.id, nothing)),
            photo.error or "",
        ]


def _photos(catalog: Catalog) -> Mapping[int, Photo]:
    folders = {folder.id for folder in catalog.folders.all()}
    return {photo.id: photo for photo in catalog.photos.in_folders(folders)}


def _mark_cells(mark: Mark) -> list[str]:
    stars, flag, label = mark.in_words()
    return [str(stars), flag, label]


def _fact_cells(facts: Mapping[str, Any]) -> Iterable[str]:
    for name in FACTS:
        value = facts[name]
        yield _moment(value) if name == "captured" and value is not None else "" if value is None else str(value)


def _moment(captured: float) -> str:
    """The camera's own clock in ISO's way of writing, without a zone."""
    return (_EPOCH + timedelta(seconds=captured)).replace(tzinfo=None).isoformat(timespec="milliseconds")
