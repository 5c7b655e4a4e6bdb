"""Turning photographs, as a command that can be taken back, and as the orientation that other programs read."""

from collections.abc import Callable, Collection

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.orientations import orientation_after
from clipiqa_desktop.catalog.marks.turns import TurnChange, Turns
from clipiqa_desktop.culling.undo import ChangeCommand


def orientation_now(catalog: Catalog, photo_id: int) -> int | None:
    """EXIF's orientation of a photograph as it is shown; None where nobody has turned it: then its file says it."""
    quarters = catalog.turns.of([photo_id]).get(photo_id)
    if quarters is None:
        return None
    return orientation_after(catalog.photos.get(catalog.photos.id_now(photo_id)).facts["orientation"] or 1, quarters)


def turn_command(
    turns: Turns, photo_ids: Collection[int], by: int, shown: Callable[[tuple[int, ...]], object]
) -> ChangeCommand[TurnChange]:
    """Turns photographs by some quarters, clockwise; `shown` is called with those that stand otherwise then."""
    words = {1: "Turn right", -1: "Turn left"}.get(by, "Turn round")
    return ChangeCommand(words, lambda: turns.turn(photo_ids, by), turns.swap, shown)
