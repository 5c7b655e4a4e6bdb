"""The places of photographs in their stacks by focus, compared once a stack."""

from collections.abc import Mapping

from clipiqa_desktop.catalog.fields import Source
from clipiqa_desktop.culling.stacks.stack_focus import FocusPlace, focus_places
from clipiqa_desktop.ui.library import Library

_Known = tuple[tuple[int, ...], bytes]


class StackPlaces:
    """Holds those of the stack that was asked for last, as long as no other focus is known of its photographs."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: _Known = ((), b"")
        self._places: Mapping[int, FocusPlace] = {}

    def of(self, photo_id: int) -> FocusPlace:
        """Without words where it is in no stack, or in one that has no best, or where it cannot be told."""
        library = self._library
        if library.stack_of(photo_id) is None or library.is_kept_whole(photo_id):
            return FocusPlace()
        members = library.all_members(photo_id)
        known = (tuple(members), self._focus(members))
        if known != self._known:
            self._known, self._places = known, focus_places(library.catalog, members)
        return self._places[photo_id]

    def _focus(self, members: list[int]) -> bytes:
        columns = self._library.columns
        rows = columns.rows(members)
        keys = [field.key for field in self._library.fields.panel if field.source is Source.FOCUS]
        return b"".join(columns.of(key)[rows].tobytes() for key in keys)
