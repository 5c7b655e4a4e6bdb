"""Rejected photographs to the system's trash, after a question, and back again."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.measuring import Measured, measure
from clipiqa_desktop.culling.trash import Trashed, TrashResult, can_restore, restore, trash, trash_name
from clipiqa_desktop.ui.actions import Actions, Entry, spelled
from clipiqa_desktop.ui.export.away import Away
from clipiqa_desktop.ui.export.chooser import shown_rejects
from clipiqa_desktop.ui.export.work import Jobs, Tell
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox
from clipiqa_desktop.ui.widgets.problems import ReasonsDialog

Settle = Callable[[Callable[[], bool]], object]  # told what says that it shall wait no more

_TITLE = "Rejects to the trash"


class Rejects(QObject):
    """Only what is shown is ever asked about; nothing is deleted for good.

    `settle` waits in another thread for sidecars that are still being written, so that they are counted and go along.
    """

    said = Signal(str)
    changed = Signal()  # photographs have gone, or are there again

    def __init__(self, library: Library, jobs: Jobs, settle: Settle, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._jobs, self._settle, self._window = library, jobs, settle, window
        self._actions = actions
        self._last: Away[Trashed] | None = None  # what can be brought back
        title = f"Move rejects to the {trash_name()}…"
        actions.add(Entry("Export", "trash_rejects", title, ("Ctrl+Backspace",), group=1), self.ask)
        self._restore: QAction | None = None
        if can_restore():
            entry = Entry("Export", "restore_rejects", "Bring back what was trashed last", group=1)
            self._restore = actions.add(entry, self.bring_back)
            self._restore.setEnabled(False)

    def ask(self) -> None:
        """Asks whether the rejected photographs among those shown shall go, once their size is known."""
        ids = shown_rejects(self._library)
        if not ids:
            self.said.emit("No rejected photograph is shown")
            return

        def task(catalog: Catalog, _tell: Tell, cancelled: Callable[[], bool]) -> Measured | None:
            self._settle(cancelled)
            measured = measure(catalog, ids, cancelled=cancelled)
            return None if cancelled() else measured

        self._jobs.start("Looking at the rejected photographs", task, partial(self._question, ids))

    def bring_back(self) -> None:
        """Brings back what went to the trash last."""
        if self._last and self._jobs.busy:
            self.said.emit(self._jobs.busy_words)
        elif self._last:
            self._library.steps.remove(self._last)
            self._bring_back(self._last)

    def _bring_back(self, step: Away[Trashed]) -> None:
        step.start(
            self._jobs,
            f"Bringing back {words.photographs(len(step.photographs))}",
            lambda catalog, *_: restore(catalog, step.photographs),
            self._brought_back,
            self._library.steps,
        )

    def _question(self, ids: Sequence[int], measured: Measured | None) -> None:
        if measured is None:
            return
        files = f"{words.files(measured.files)}, {words.size(measured.size)}"
        rejected = words.photographs(measured.photographs, "rejected")
        back = "and Undo brings them back" if can_restore() else f"and you can put them back from the {trash_name()}"
        box = PlainBox(
            Icon.Question,
            _TITLE,
            f"Move the {rejected} among those shown to the {trash_name()} ({files})?",
            f"RAW twins, sidecars and other companions go along. The catalog keeps marks and scores, {back}.",
            self._window,
        )
        move = box.addButton(f"Move to the {trash_name()}", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        _open(box, move, lambda: self._trash(ids))

    def _trash(self, ids: Sequence[int]) -> None:
        self._jobs.start(
            f"Moving {words.photographs(len(ids))} to the {trash_name()}",
            lambda catalog, tell, cancelled: trash(catalog, ids, tell, cancelled),
            self._gone,
        )

    def _gone(self, result: TrashResult) -> None:
        if result.done and can_restore():
            self._last = Away(result.done, _trashing_words, self._bring_back)
            self._library.steps.did(self._last)
        self._allow_restoring()
        self.changed.emit()
        done = f"{words.photographs(len(result.done))} moved to the {trash_name()}"
        stays = "stays" if len(result.kept) == 1 else "stay"
        stay = f"; {words.files(len(result.kept))} that other photographs go by too {stays}" if result.kept else ""
        if result.links:
            stay += f"; of links ({words.files(len(result.links))}) what they lead to stays where it is"
        self.said.emit(done + self._way_back(len(result.done)) + stay)
        if result.failed:
            self._show_failures("stayed where they are", result.failed)

    def _way_back(self, count: int) -> str:
        """A status line leaves the keyboard to the photographs, so the key does what it says."""
        keys = spelled(self._actions.keys("undo")[:1])
        return f": {keys} brings {'it' if count == 1 else 'them'} back" if count and keys and can_restore() else ""

    def _brought_back(self, step: Away[Trashed], result: TrashResult) -> None:
        step.came_back(result.done, self._library.steps)
        if step is self._last and not step.photographs:
            self._last = None
        self._allow_restoring()
        self.changed.emit()
        self.said.emit(f"{words.photographs(len(result.done))} brought back from the {trash_name()}")
        if result.failed:
            self._show_failures("could not be brought back", result.failed)

    def _show_failures(self, what: str, failed: Sequence[tuple[Path, str]]) -> None:
        dialog = ReasonsDialog(_TITLE, f"{words.files(len(failed))} {what}.", failed, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _allow_restoring(self) -> None:
        if self._restore:
            self._restore.setEnabled(self._last is not None)


def _trashing_words(count: int) -> str:
    return f"{words.photographs(count)} to the {trash_name()}"


def _open(box: QMessageBox, button: QPushButton, run: Callable[[], object]) -> None:
    """Opens the box beside what goes on, and runs where this button was pressed."""
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.buttonClicked.connect(lambda pressed: run() if pressed is button else None)
    box.open()
