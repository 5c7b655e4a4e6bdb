"""A change of stacks by the person, as a command that can be taken back."""

from collections.abc import Callable, Collection

from clipiqa_desktop.catalog.own_stacks import MembershipChange, OwnStacks
from clipiqa_desktop.culling.undo import Outcome, tried


class StackCommand:
    """Does what `change` does to the catalog; `shown` is called with the photographs whose stacks are others then."""

    can_redo = True

    def __init__(
        self,
        own: OwnStacks,
        words: str,
        change: Callable[[], list[MembershipChange]],
        shown: Callable[[tuple[int, ...]], object],
    ) -> None:
        self._own, self.words, self._change, self._shown = own, words, change, shown
        self._did: list[MembershipChange] | None = None  # what doing it changed, or undoing it took back

    @property
    def ids(self) -> tuple[int, ...]:
        """The photographs whose membership it changes."""
        return tuple(each.photo_id for each in self._did or ())

    def do(self) -> Outcome:
        """Kept when it returns. Raises NotNow."""
        if self._did is not None:
            return self._swap(self._did)
        self._did = tried(self._change)
        self._shown(self.ids)
        return Outcome(self.ids)

    def undo(self) -> Outcome:
        """Takes back what nobody has changed since. Raises NotNow."""
        outcome = self._swap([each.reversed for each in self._did or ()])
        self._did = [each.reversed for each in self._did or ()]
        return outcome

    def _swap(self, changes: Collection[MembershipChange]) -> Outcome:
        made = tried(lambda: self._own.swap(changes))
        self._did = made
        ids, done = tuple(each.photo_id for each in changes), {each.photo_id for each in made}
        self._shown(ids)
        return Outcome(ids, tuple(id_ for id_ in ids if id_ not in done))
