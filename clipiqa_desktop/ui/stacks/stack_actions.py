"""The keys of stacks: open, keep and reject, join and part."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.marks.own_stacks import MembershipChange
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.culling.undo import NotNow
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.library import Library

Change = Callable[[], list[MembershipChange]]


class StackActions(QObject):
    """Acts on the stacks of what `targets` answers. Where `beside` answers photographs, which stand beside each other,
    no others are rejected. `go_on` goes to the next stack; `changed` is told whose stacks the person changed.
    """

    said = Signal(str)

    def __init__(
        self,
        library: Library,
        targets: Callable[[], Sequence[int]],
        beside: Callable[[], Sequence[int]],
        go_on: Callable[[], None],
        changed: Callable[[tuple[int, ...]], object],
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._targets, self._beside = library, targets, beside
        self._go_on, self._changed = go_on, changed
        for name, text, key, run in (
            ("stack_open", "Open or close the stack", "S", self.toggle),
            ("stack_open_all", "Open or close all stacks", "Shift+S", self.toggle_all),
            ("stack_keep", "Keep this one, reject the rest of its stack", "K", self.keep),
            ("stack_reject", "Reject the whole stack", "Shift+K", self.reject),
            ("stack_join", "Join into one stack", "Ctrl+G", self.join),
            ("stack_panorama", "Join the panorama", "", self.join_panorama),
            ("stack_split", "Split the stack", "Ctrl+Shift+G", self.split),
            ("stack_take_out", "Take out of its stack", "", self.take_out),
            ("stack_top", "Put on top of its stack", "", self.put_on_top),
        ):
            actions.add(Entry("Stack", name, text, (key,) if key else ()), run)

    def toggle(self) -> None:
        """Opens the stack of the current photograph in its place, or closes it."""
        library = self._library
        stack = library.stack_of(library.current_id)
        if stack is None:
            self.said.emit("This photograph is in no stack.")
        else:
            library.open_stacks(library.opened ^ {stack})

    def toggle_all(self) -> None:
        """Opens all stacks, or closes all where none that is shown is closed."""
        library, stacks = self._library, self._library.engine.stacks
        if stacks:
            library.open_stacks(set(stacks.stacks.tolist()) if library.shows_closed else ())

    def keep(self) -> None:
        """Picks what is chosen, rejects the others of their stacks, and goes on; a bracket is picked whole."""
        kept = dict.fromkeys(self._targets())
        others: dict[int, None] = {}
        for photo_id in [*kept]:
            members = dict.fromkeys(self._library.members(photo_id))
            if self._library.is_kept_whole(photo_id):
                kept |= members
            else:
                others |= members
        self._decide("Keep", kept, [each for each in self._seen(others) if each not in kept])

    def reject(self) -> None:
        """Rejects the whole stack of what is chosen, and goes on."""
        rest = dict.fromkeys(each for photo_id in self._targets() for each in self._library.members(photo_id))
        self._decide("Reject", (), self._seen(rest))

    def _seen(self, members: Iterable[int]) -> list[int]:
        beside = self._beside()
        return [each for each in members if not beside or each in beside]

    def join(self) -> None:
        """Makes one stack of what is chosen, with all that is behind it."""
        chosen = self._targets()
        members = self._all_members()
        is_pile = len(chosen) == 1 and self._library.stack_of(chosen[0]) not in {None, *self._library.opened}
        if len(members) < 2 or (len(chosen) < 2 and not is_pile):
            self.said.emit("Select the photographs that belong together first: a stack takes two.")
            return
        own = self._library.catalog.own_stacks
        self._change(f"Join {photographs(len(members))}", lambda: own.join([members]))

    def join_panorama(self) -> None:
        """Joins what may be a panorama with the current photograph, or goes to the first there is."""
        library = self._library
        if frames := library.panorama_of(library.current_id):
            own = library.catalog.own_stacks
            self._change(f"Join a panorama of {figures(len(frames))}", lambda: own.join([frames]))
            return
        offered = [each for each in library.ids.tolist() if library.panorama_of(each)]
        if not offered:
            self.said.emit("No photographs that are shown look like a panorama.")
            return
        library.make_current(offered[0])
        frames = library.panorama_of(offered[0])
        self.said.emit(f"{photographs(len(frames))} that may be a panorama: once more joins them")

    def split(self) -> None:
        """Parts the stack of the current photograph: in front of it, or wholly where it is the top."""
        current = self._library.current_id
        members = self._library.all_members(current) if current is not None else []
        if len(members) < 2 or current is None:
            self.said.emit("This photograph is in no stack.")
            return
        shown = self._library.members(current)
        place = shown.index(current) if current in shown else 0
        own, front = self._library.catalog.own_stacks, set(shown[:place])
        parts = [[each] for each in members]
        if place:
            parts = [[each for each in members if (each in front) is wanted] for wanted in (True, False)]
        self._change(f"Split a stack of {figures(len(members))}", lambda: own.join(parts))

    def take_out(self) -> None:
        """Leaves the chosen photographs, as they are seen, in no stack."""
        chosen = [each for each in self._targets() if self._library.stack_of(each) is not None]
        if not chosen:
            self.said.emit("This photograph is in no stack.")
            return
        own = self._library.catalog.own_stacks
        words = f"Take {photographs(len(chosen))} out of {'its stack' if len(chosen) == 1 else 'their stacks'}"
        self._change(words, lambda: own.join([[each] for each in chosen]))

    def put_on_top(self) -> None:
        """The current photograph stands for its stack from now on, in whatever order."""
        current = self._library.current_id
        others = self._library.all_members(current) if current is not None else []
        if len(others) < 2 or current is None:
            self.said.emit("This photograph is in no stack.")
            return
        own = self._library.catalog.own_stacks
        self._change("Put on top of its stack", lambda: own.put_on_top(current, others))

    def _decide(self, words: str, kept: Sequence[int] | dict[int, None], rest: Sequence[int]) -> None:
        if not kept and not rest:
            return
        before, beside = self._library.current_id, self._beside()
        hidden = sum(len(self._library.all_members(each)) for each in self._one_a_stack([*kept, *rest]))
        hidden -= len(kept) + len(rest)
        flags = {**dict.fromkeys(kept, PICK), **dict.fromkeys(rest, REJECT)}
        parts = [f"{word} {figures(len(some))}" for word, some in (("kept", kept), ("rejected", rest)) if some]
        if picked := sum(self._is_picked(each) for each in rest):
            parts[-1] += f", {figures(picked)} of them picked before"
        if kept and (unseen := sum(self._is_unseen_pick(each) for each in rest)):
            parts[-1] += f", {figures(unseen)} of them suggested as {'a pick' if unseen == 1 else 'picks'}"
        if hidden > 0:
            stay = "stays as it was" if hidden == 1 else "stay as they were"
            parts.append(f"{figures(hidden)} that {'the survey never showed' if beside else 'filters hide'} {stay}")
        self._library.give_marks(words, {"flag": flags})
        self.said.emit(", ".join(parts).capitalize())
        if self._library.current_id == before:
            self._go_on()

    def _is_picked(self, photo_id: int) -> bool:
        columns = self._library.columns
        return any(columns.flag[row] == PICK for row in columns.rows([photo_id]))

    def _is_unseen_pick(self, photo_id: int) -> bool:
        """Whether it is suggested as a pick, and lies inside of a closed stack."""
        ghost = self._library.ghost_of(photo_id)
        return ghost is not None and ghost.flag == PICK and self._library.front_of(photo_id) != photo_id

    def _one_a_stack(self, ids: Sequence[int]) -> list[int]:
        found: dict[tuple[bool, int], int] = {}
        for photo_id in ids:
            stack = self._library.stack_of(photo_id)
            found.setdefault((stack is None, photo_id if stack is None else stack), photo_id)
        return [*found.values()]

    def _all_members(self) -> list[int]:
        return [*dict.fromkeys(each for chosen in self._targets() for each in self._library.all_members(chosen))]

    def _change(self, words: str, change: Change) -> None:
        try:
            done = self._library.change_stacks(words, change, self._changed)
        except NotNow as error:
            self.said.emit(f"Not done: {error}")
            return
        self.said.emit(words if done else "That is so already.")
