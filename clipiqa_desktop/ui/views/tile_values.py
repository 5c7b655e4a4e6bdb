"""What a photograph that is compared is worth, as words under its tile."""

from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import sort_value
from clipiqa_desktop.ui.views.stack_places import StackPlaces

FOCUS = "focus"


def values_of(library: Library, places: StackPlaces, photo_id: int) -> list[str]:
    """`Sharpness 0.734`, `Focus 88, 2nd of 5`: what sorts, unless that is the name, and how sharp it is."""
    key = library.query.sort[0].key
    field = library.fields.get(key)
    focus = _focus(library, places, photo_id)
    if field is None or key == FOCUS or field.source is Source.FILE:
        return focus
    values = (sort_value(library, int(row))[0] for row in library.columns.rows([photo_id]))
    title = f"{field.title} " if field.percentile else ""  # a time, or 85 mm, says itself what it is
    return [*(f"{title}{value}" for value in values if value), *focus]


def _focus(library: Library, places: StackPlaces, photo_id: int) -> list[str]:
    value, field = library.score(photo_id, FOCUS), library.fields.get(FOCUS)
    if value is None or field is None:
        return []
    return [", ".join(filter(None, (f"{field.title} {field.brief(value)}", places.of(photo_id).said)))]
