"""Photographs that were moved or trashed together, as a step that can be taken back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from clipiqa_desktop.culling.export.returning import Moved
from clipiqa_desktop.culling.trash import Trashed
from clipiqa_desktop.culling.undo import NotNow, Outcome, UndoStack
from clipiqa_desktop.ui.export.work import Jobs, Task

Gone = TypeVar("Gone", Moved, Trashed)


class Away(Generic[Gone]):
    """`photographs` are those that are still away. `named` puts them into words, `bring_back` begins to do that."""

    can_redo = False  # it asks before it does anything

    def __init__(
        self,
        photographs: Sequence[Gone],
        named: Callable[[int], str],
        bring_back: Callable[["Away[Gone]"], None],
    ) -> None:
        self.photographs: Sequence[Gone] = photographs
        self._named = named
        self._bring_back: Callable[[Away[Gone]], None] = bring_back

    @property
    def words(self) -> str:
        """How many, and where they went."""
        return self._named(len(self.photographs))

    @property
    def ids(self) -> tuple[int, ...]:
        """Those that are away."""
        return tuple(each.photo_id for each in self.photographs)

    def do(self) -> Outcome:
        """It was done before, beside the window."""
        return Outcome()

    def undo(self) -> Outcome:
        """Begins to bring them back; the feature says when they are there. Raises NotNow."""
        self._bring_back(self)
        return Outcome()

    def start(self, jobs: Jobs, title: str, task: Task, then: Callable[..., object], steps: UndoStack) -> None:
        """Has the task bring them back, and `then` told with what it answers; where it ends without an answer they are
        still to be brought back. Raises NotNow where something else is under way.
        """
        if jobs.busy:
            raise NotNow(jobs.busy_words)
        jobs.start(title, task, partial(then, self), partial(steps.did, self))

    def came_back(self, done: Sequence[Gone], steps: UndoStack) -> None:
        """These are there again; the others can still be brought back."""
        self.photographs = [each for each in self.photographs if each not in done]
        if self.photographs:
            steps.did(self)
