"""Moves can be taken back: the photographs go to where they came from."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.options import Result
from clipiqa_desktop.culling.export.returning import Moved, Returned, move_back, moved_by
from clipiqa_desktop.culling.undo import NotNow, Outcome
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.export.work import BUSY, Jobs
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.problems import ReasonsDialog


class Moving:
    """Photographs that were moved together, as a step that can be taken back."""

    can_redo = False  # what to move, and where to, is asked before

    def __init__(self, moved: Sequence[Moved], made: Sequence[Path], bring_back: Callable[["Moving"], None]) -> None:
        self.moved, self.made, self._bring_back = moved, made, bring_back

    @property
    def words(self) -> str:
        """How many."""
        return f"move of {words.photographs(len(self.moved))}"

    @property
    def ids(self) -> tuple[int, ...]:
        """Those that were moved."""
        return tuple(each.photo_id for each in self.moved)

    def do(self) -> Outcome:
        """It was done by the export."""
        return Outcome()

    def undo(self) -> Outcome:
        """Begins to move them back; who listens to `Moves.changed` hears when they are there. Raises NotNow."""
        self._bring_back(self)
        return Outcome()


class Moves(QObject):
    """Makes a step of every move, and takes it back."""

    said = Signal(str)
    changed = Signal()  # photographs are where they were before

    def __init__(self, library: Library, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._jobs, self._window = library, jobs, window

    def did(self, result: Result) -> None:
        """An export moved photographs."""
        if moved := moved_by(result):
            self._library.steps.did(Moving(moved, result.made, self._bring_back))

    def _bring_back(self, step: Moving) -> None:
        if self._jobs.busy:
            raise NotNow(BUSY)
        self._jobs.start(
            f"Moving {words.photographs(len(step.moved))} back",
            lambda catalog, tell, cancelled: move_back(catalog, step.moved, tell, cancelled, step.made),
            partial(self._brought_back, step),
            partial(self._library.steps.did, step),  # it is still to be taken back
        )

    def _brought_back(self, step: Moving, returned: Returned) -> None:
        step.moved = [each for each in step.moved if each not in returned.done]
        if step.moved:
            self._library.steps.did(step)
        self.changed.emit()
        done = f"{words.photographs(len(returned.done))} moved back"
        self.said.emit(f"{done}; {_stay(len(step.moved))}" if step.moved else done)
        if returned.remarks:
            dialog = ReasonsDialog("Moving back", f"{done}.", returned.remarks, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()


def _stay(count: int) -> str:
    return "1 stays where it is" if count == 1 else f"{figures(count)} stay where they are"
