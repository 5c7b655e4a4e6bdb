"""What a photograph that is compared is worth, as words under its tile."""

from clipiqa_desktop.catalog.fields import Source
from clipiqa_desktop.culling.stacks.stack_focus import focus_place
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import sort_value

FOCUS = "focus"


class TileValues:
    """Of one photograph after another. The place in its stack takes a moment, and is found once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._place: tuple[tuple[object, ...], str] = ((), "")

    def of(self, photo_id: int) -> list[str]:
        """`Sharpness 0.734`, `Focus 88, 2nd of 5`: what sorts, unless that is the name, and how sharp it is."""
        library, key = self._library, self._library.query.sort[0].key
        field = library.fields.get(key)
        if field is None or key == FOCUS or field.source is Source.FILE:
            return self._focus(photo_id)
        values = (sort_value(library, int(row))[0] for row in library.columns.rows([photo_id]))
        title = f"{field.title} " if field.percentile else ""  # a time, or 85 mm, says itself what it is
        return [*(f"{title}{value}" for value in values if value), *self._focus(photo_id)]

    def _focus(self, photo_id: int) -> list[str]:
        value, field = self._library.score(photo_id, FOCUS), self._library.fields.get(FOCUS)
        if value is None or field is None:
            return []
        return [", ".join(filter(None, (f"{field.title} {field.brief(value)}", self._place_in_stack(photo_id, value))))]

    def _place_in_stack(self, photo_id: int, value: float) -> str:
        library = self._library
        if library.stack_of(photo_id) is None or library.is_kept_whole(photo_id):
            return ""
        members = library.all_members(photo_id)
        asked = (photo_id, value, *members)
        if self._place[0] != asked:
            self._place = (asked, focus_place(library.catalog, members, photo_id))
        return self._place[1]
