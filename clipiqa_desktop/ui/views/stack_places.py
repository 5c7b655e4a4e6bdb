"""The places of photographs in their stacks by focus, each stack compared once."""

from collections import OrderedDict
from collections.abc import Mapping

from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.culling.stacks.stack_focus import FocusPlace, focus_places
from clipiqa_desktop.ui.library import Library

_MOST = 12  # stacks that are held: as many as photographs are seen beside one another


class StackPlaces:
    """Holds those of the stacks that were asked for last, as long as no other focus is known of their photographs."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._held: OrderedDict[tuple[int, ...], tuple[bytes, Mapping[int, FocusPlace]]] = OrderedDict()

    def of(self, photo_id: int) -> FocusPlace:
        """Without words where it is in no stack, or in one that has no best, or where it cannot be told."""
        library = self._library
        if library.stack_of(photo_id) is None or library.is_kept_whole(photo_id):
            return FocusPlace()
        members = library.all_members(photo_id)
        stack, focus = tuple(members), self._focus(members)
        if stack not in self._held or self._held[stack][0] != focus:
            self._held[stack] = (focus, focus_places(library.catalog, members))
        self._held.move_to_end(stack)
        while len(self._held) > _MOST:
            self._held.popitem(last=False)
        return self._held[stack][1][photo_id]

    def _focus(self, members: list[int]) -> bytes:
        columns = self._library.columns
        rows = columns.rows(members)
        keys = [field.key for field in self._library.fields.panel if field.source is Source.FOCUS]
        return b"".join(columns.of(key)[rows].tobytes() for key in keys)
