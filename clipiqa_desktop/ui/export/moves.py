"""Moves can be taken back: the photographs go to where they came from."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.options import Result
from clipiqa_desktop.culling.export.returning import Moved, Returned, move_back, moved_by
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.export.away import Away
from clipiqa_desktop.ui.export.work import Jobs
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.problems import ReasonsDialog


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
            step = Away(
                moved, lambda count: f"move of {words.photographs(count)}", partial(self._bring_back, result.made)
            )
            self._library.steps.did(step)

    def _bring_back(self, made: Sequence[Path], step: Away[Moved]) -> None:
        step.start(
            self._jobs,
            f"Moving {words.photographs(len(step.photographs))} back",
            lambda catalog, tell, cancelled: move_back(catalog, step.photographs, tell, cancelled, made),
            self._brought_back,
            self._library.steps,
        )

    def _brought_back(self, step: Away[Moved], returned: Returned) -> None:
        step.came_back(returned.done, self._library.steps)
        self.changed.emit()
        done = f"{words.photographs(len(returned.done))} moved back"
        self.said.emit(f"{done}; {_stay(len(step.photographs))}" if step.photographs else done)
        if returned.remarks:
            dialog = ReasonsDialog("Moving back", f"{done}.", returned.remarks, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()


def _stay(count: int) -> str:
    return "1 stays where it is" if count == 1 else f"{figures(count)} stay where they are"
