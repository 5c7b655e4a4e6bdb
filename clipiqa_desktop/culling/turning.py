"""Turning photographs, as a command that can be taken back, and as the orientation that other programs read."""

from collections.abc import Callable, Collection

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.turns import QUARTERS, TurnChange, Turns
from clipiqa_desktop.culling.undo import Outcome, tried

# EXIF's orientations (CIPA DC-008, tag 0x0112), each followed by the one that is a quarter further clockwise.
_UPRIGHT, _MIRRORED = (1, 6, 3, 8), (2, 7, 4, 5)


def orientation_after(stored: int, quarters: int) -> int:
    """EXIF's orientation, 1 to 8, of what is shown when a file that says `stored` is turned by so many quarters."""
    ring = _MIRRORED if stored in _MIRRORED else _UPRIGHT
    return ring[(ring.index(stored if stored in ring else 1) + quarters) % QUARTERS]


def orientation_now(catalog: Catalog, photo_id: int) -> int | None:
    """EXIF's orientation of a photograph as it is shown; None where nobody has turned it: then its file says it."""
    quarters = catalog.turns.of([photo_id]).get(photo_id)
    if quarters is None:
        return None
    return orientation_after(catalog.photos.get(catalog.photos.id_now(photo_id)).facts["orientation"] or 1, quarters)


class TurnCommand:
    """Turns photographs by some quarters, clockwise; `shown` is called with those that stand otherwise then."""

    can_redo = True

    def __init__(
        self, turns: Turns, photo_ids: Collection[int], by: int, shown: Callable[[tuple[int, ...]], object]
    ) -> None:
        self._turns, self._wanted, self._by, self._shown = turns, photo_ids, by, shown
        self._did: list[TurnChange] | None = None  # what doing it changed, or undoing it took back
        self.words = {1: "Turn right", -1: "Turn left"}.get(by, "Turn round")

    @property
    def ids(self) -> tuple[int, ...]:
        """The photographs that it turns."""
        return tuple(each.photo_id for each in self._did or ())

    def do(self) -> Outcome:
        """Kept when it returns. Raises NotNow."""
        if self._did is not None:
            return self._swap(self._did)
        self._did = tried(lambda: self._turns.turn(self._wanted, self._by))
        self._shown(self.ids)
        return Outcome(self.ids)

    def undo(self) -> Outcome:
        """Takes back what nobody has turned since. Raises NotNow."""
        outcome = self._swap([each.reversed for each in self._did or ()])
        self._did = [each.reversed for each in self._did or ()]
        return outcome

    def _swap(self, changes: Collection[TurnChange]) -> Outcome:
        made = tried(lambda: self._turns.swap(changes))
        self._did = made
        ids, done = tuple(each.photo_id for each in changes), {each.photo_id for each in made}
        self._shown(ids)
        return Outcome(ids, tuple(id_ for id_ in ids if id_ not in done))
