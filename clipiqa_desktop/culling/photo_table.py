"""All that is known of photographs as a table for other programs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.moments import iso_moment
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.catalog.query.fields import Field, Fields, Kind, Section, Source
from clipiqa_desktop.catalog.stages.stage_table import StageTable
from clipiqa_desktop.culling.csv_cells import TableWriter
from clipiqa_desktop.culling.cut import COLUMNS, Cut
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.culling.score_table import score_cells
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.atomic_file import way_out, written_text

# What was measured by the time that the table got the columns of the cut: no column is ever moved.
_BEFORE_THE_CUT = (Source.MEASURES, Source.FOCUS)


def save_photo_table(target: Path, catalog: Catalog, photo_ids: Sequence[int], cut: Cut) -> None:
    """Writes the table to a file, whole or not at all. Raises UserError."""
    try:
        with written_text(target) as file:
            write_photo_table(file, catalog, photo_ids, cut)
    except OSError as error:
        raise UserError(
            f"{displayable_name(str(target))} cannot be written ({error.strerror}): {way_out(error)}"
        ) from error


def write_photo_table(file: TextIO, catalog: Catalog, photo_ids: Sequence[int], cut: Cut) -> None:
    """One line a photograph, in this order: path, companions, marks, facts, scores, error, measures, what the cut
    of its shoot says, what is measured since; for weights that are not OpenAI's also a last column naming them. The
    person's own attributes stand under their titles.
    """
    model, fields = catalog.models.current(), fields_of(catalog)
    label = [model.label] if model and model.label else []
    writer = TableWriter(file)
    known, early, late = (
        [field.key for source in sources for field in fields.of(source)]
        for sources in ((Source.MARKS, Source.FACTS), _BEFORE_THE_CUT, _after_the_cut(catalog))
    )
    headings = ["path", "companions", *known, *_headings(catalog, fields), "error", *early, *COLUMNS, *late]
    writer.writerow([*headings, *(["weights"] if label else [])])
    writer.writerows([*cells, *label] for cells in _rows(catalog, fields, photo_ids, cut))


def _after_the_cut(catalog: Catalog) -> list[Source]:
    return [source for source in catalog.measured if source not in _BEFORE_THE_CUT]


def _headings(catalog: Catalog, fields: Fields) -> list[str]:
    """The keys of all scores; an own attribute's title, where no other column is called so."""
    titles = {field.key: field.title for field in fields.of(Section.OWN)}
    taken = [*(field.key for field in fields), *titles.values()]
    return [
        title if (title := titles.get(key, key)) == key or taken.count(title) == 1 else key
        for key in catalog.scores.keys
    ]


def _rows(catalog: Catalog, fields: Fields, photo_ids: Sequence[int], cut: Cut) -> Iterator[list[str]]:
    photos, facts = _photos(catalog), fields.of(Source.FACTS)
    marks, companions = catalog.marks.of(photo_ids), catalog.photos.companions(photo_ids)
    scores = catalog.scores.all(catalog.models.current())
    early, late = (
        [_stage_cells(catalog.measured[source], fields.of(source)) for source in sources]
        for sources in (_BEFORE_THE_CUT, _after_the_cut(catalog))
    )
    no_scores = (None,) * len(catalog.scores.keys)
    for photo in (photos[photo_id] for photo_id in photo_ids if photo_id in photos):
        yield [
            displayable_name(str(photo.path)),
            displayable_name("; ".join(companions.get(photo.id, ()))),
            *_mark_cells(marks[photo.id]),
            *(_fact_cell(field, photo.facts[field.key]) for field in facts),
            *score_cells(no_scores if photo.error else scores.get(photo.id, no_scores)),
            photo.error or "",
            *chain.from_iterable(cells(photo.id) for cells in early),
            *cut.cells(photo.id),
            *chain.from_iterable(cells(photo.id) for cells in late),
        ]


def _stage_cells(table: StageTable, fields: Sequence[Field]) -> Callable[[int], list[str]]:
    """What a stage found of each photograph; empty cells where it found nothing."""
    found, nothing = table.all([field.key for field in fields]), (None,) * len(fields)
    return lambda photo_id: score_cells(found.get(photo_id, nothing))


def _photos(catalog: Catalog) -> Mapping[int, Photo]:
    folders = {folder.id for folder in catalog.folders.all()}
    return {photo.id: photo for photo in catalog.photos.in_folders(folders)}


def _mark_cells(mark: Mark) -> list[str]:
    stars, flag, label = mark.in_words()
    return [str(stars), flag, label]


def _fact_cell(field: Field, value: Any) -> str:
    """The camera's own clock in ISO's way of writing, without a zone; all else as it is."""
    if value is None:
        return ""
    return iso_moment(value) if field.kind is Kind.MOMENT else str(value)
