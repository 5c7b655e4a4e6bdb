"""One stack for everything that can be taken back: marks, the trash, and whatever else the person changes."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from clipiqa_desktop.catalog.database.diagnosis import meaning
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.notation import figures

Answer = TypeVar("Answer")


class NotNow(UserError):
    """A command could not be done or undone; the sentence says why. It changed nothing and may be tried again."""


def tried(write: Callable[[], Answer]) -> Answer:
    """What writing into the catalog answers. Raises NotNow where the catalog does not take it."""
    try:
        return write()
    except sqlite3.ProgrammingError:
        raise  # a mistake of ours
    except sqlite3.DatabaseError as error:
        raise NotNow(meaning(error, it="the catalog") or str(error)) from error


@dataclass(frozen=True)
class Outcome:
    """The photographs that a command was about; `left` are those among them that somebody else changed since: they
    stay as they are.
    """

    ids: tuple[int, ...] = ()
    left: tuple[int, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything became different."""
        return len(self.left) < len(self.ids)

    def in_words(self) -> str:
        """What was left, as a sentence; empty where nothing was."""
        if not self.left:
            return ""
        were, stay = ("was", "stays as it is") if len(self.left) == 1 else ("were", "stay as they are")
        return f"{figures(len(self.left))} of {figures(len(self.ids))} {were} changed elsewhere since and {stay}"


class Command(Protocol):
    """One change that the person made, to one photograph or many."""

    @property
    def words(self) -> str:
        """Names it in the menu."""
        ...

    @property
    def ids(self) -> tuple[int, ...]:
        """The photographs that it is about."""
        ...

    @property
    def can_redo(self) -> bool:
        """Whether `do` can be called again once it was undone."""
        ...

    def do(self) -> Outcome:
        """Makes the change, or makes it again. No ids: there was nothing to change. Raises NotNow."""
        ...

    def undo(self) -> Outcome:
        """Takes back what `do` did, and nothing that others did since. Raises NotNow."""
        ...


class Change(Protocol):
    """Of one photograph, from one value to another, as the catalog's stores answer it."""

    @property
    def photo_id(self) -> int:
        """Whose value it is."""
        ...

    @property
    def reversed(self) -> Self:
        """The way back."""
        ...


AChange = TypeVar("AChange", bound=Change)


class ChangeCommand(Generic[AChange]):
    """A change that the catalog makes; undo and redo leave alone whatever others have changed meanwhile.

    `change` makes it and answers what that changed. `swap` makes those of such changes whose photograph still is as it
    was before, and answers which. `shown` is called each time with the photographs that may look different then.
    """

    can_redo = True

    def __init__(
        self,
        words: str,
        change: Callable[[], list[AChange]],
        swap: Callable[[Collection[AChange]], list[AChange]],
        shown: Callable[[tuple[int, ...]], object] = lambda _ids: None,
    ) -> None:
        self.words, self._change, self._swap, self._shown = words, change, swap, shown
        self._did: list[AChange] | None = None  # what doing it changed, or undoing it took back

    @property
    def ids(self) -> tuple[int, ...]:
        """The photographs that it changed; none before it was done."""
        return tuple(dict.fromkeys(each.photo_id for each in self._did or ()))

    def do(self) -> Outcome:
        """Kept when it returns. Raises NotNow."""
        if self._did is not None:
            return self._again(self._did)
        self._did = tried(self._change)
        return self._show(self._did, self._did)

    def undo(self) -> Outcome:
        """Takes back what nobody has changed since. Raises NotNow."""
        outcome = self._again([each.reversed for each in self._did or ()])
        self._did = [each.reversed for each in self._did or ()]
        return outcome

    def _again(self, changes: Collection[AChange]) -> Outcome:
        self._did = tried(lambda: self._swap(changes))
        return self._show(changes, self._did)

    def _show(self, wanted: Collection[AChange], made: Collection[AChange]) -> Outcome:
        ids, done = tuple(dict.fromkeys(each.photo_id for each in wanted)), {each.photo_id for each in made}
        self._shown(ids)
        return Outcome(ids, tuple(id_ for id_ in ids if id_ not in done))


@dataclass(frozen=True)
class Step:
    """One step along the stack: the words of its command, and what came of it; where something was taken back, also
    at which photograph the person was who had done it.
    """

    words: str
    outcome: Outcome
    at: int | None = None


@dataclass(frozen=True, eq=False)
class _Entry:
    command: Command
    at: int | None  # the photograph at which the person was who did it


class UndoStack:
    """Commands in the order in which they were done, without limit.

    A command that cannot be done now counts as done all the same: it stands in `waiting`, in order, until `save` can do
    it; `trouble` says why it could not. Undo takes back the waiting ones first.
    """

    def __init__(self) -> None:
        self._done: list[_Entry] = []
        self._undone: list[_Entry] = []
        self._waiting: list[_Entry] = []
        self.trouble = ""
        self.place: Callable[[], int | None] = lambda: None  # the photograph at which the person is now
        self.changed: Callable[[], object] = lambda: None  # called after each step, and each try to save

    @property
    def waiting(self) -> Sequence[Command]:
        """What is not saved yet, the oldest first."""
        return [each.command for each in self._waiting]

    @property
    def next_undo(self) -> str:
        """The words of what undo would take back; empty where there is nothing."""
        last = [*self._done[-1:], *self._waiting[-1:]]
        return last[-1].command.words if last else ""

    @property
    def next_redo(self) -> str:
        """The words of what redo would do again."""
        return self._undone[-1].command.words if self._undone else ""

    def do(self, command: Command) -> list[Outcome]:
        """Does it, after all that waits; what changes nothing is no step. Answers as `save` does."""
        entry = _Entry(command, self.place())
        self._waiting.append(entry)
        outcomes = self._save()
        if entry in (*self._waiting, *self._done[-1:]):
            self._undone.clear()
        self.changed()
        return outcomes

    def did(self, command: Command) -> None:
        """Takes on what is done already."""
        self._done.append(_Entry(command, self.place()))
        self._undone.clear()
        self.changed()

    def save(self) -> list[Outcome]:
        """Does what waits, one after another, until one cannot be done; answers what came of each that was."""
        outcomes = self._save()
        self.changed()
        return outcomes

    def undo(self) -> Step | None:
        """Takes the last command back; None where there is none. Raises NotNow, and then the command stays."""
        if self._waiting:
            entry = self._waiting.pop()
            outcome = Outcome(entry.command.ids)
        elif self._done:
            entry = self._done[-1]
            outcome = entry.command.undo()
            self._done.pop()
        else:
            return None
        if entry.command.can_redo and outcome.changed:
            self._undone.append(entry)
        self.changed()
        return Step(entry.command.words, outcome, entry.at)

    def redo(self) -> tuple[Step, list[Outcome]] | None:
        """Does again what was taken back last, and answers also what `save` does; None where there is nothing.

        What cannot be saved now waits, like what is done for the first time.
        """
        if not self._undone:
            return None
        entry = self._undone.pop()
        self._waiting.append(entry)
        outcomes = self.save()
        command = entry.command
        return Step(command.words, Outcome(command.ids) if self._waiting else outcomes[-1]), outcomes

    def remove(self, command: Command) -> None:
        """Forgets a command that was taken back in another way."""
        self._done = [each for each in self._done if each.command is not command]
        self.changed()

    def _save(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        self.trouble = ""
        while self._waiting:
            try:
                outcome = self._waiting[0].command.do()
            except NotNow as error:
                self.trouble = str(error)
                break
            entry = self._waiting.pop(0)
            if outcome.changed:
                self._done.append(entry)
            outcomes.append(outcome)
        return outcomes
