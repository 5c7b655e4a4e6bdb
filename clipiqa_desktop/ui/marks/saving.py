"""Marks that could not be saved: tried again and again, told in words where it stays so, and not lost at the end."""

from html import escape

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.bar import Bar
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox
from clipiqa_desktop.ui.widgets.timers import repeating, single_shot

AGAIN_MS = 300
TELL_MS = 1500  # others write for a moment all the time: that is nothing to speak of
LAST_WAIT_S = 2.0  # at the end of the program


class UnsavedNotice(Bar):
    """Stands over the photographs as long as marks wait."""

    try_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_button("Try now", self.try_again)

    def show_waiting(self, count: int, trouble: str) -> None:
        """How many marks wait, and why."""
        self._text.show_text(f"<b>{_marks(count)} not saved yet:</b> {escape(trouble)}. It is tried again and again.")
        self.show()


class MarkSaving(QObject):
    """Watches what the library could not save; `said` tells in a few words when it is saved after all."""

    said = Signal(str)

    def __init__(self, library: Library, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._window = library, window
        self.notice = UnsavedNotice()
        self.notice.try_again.connect(lambda: library.save_waiting(LAST_WAIT_S))
        self._again = repeating(self, AGAIN_MS)
        self._again.timeout.connect(library.save_waiting)
        self._tell = single_shot(self, TELL_MS)
        self._tell.timeout.connect(self._show)
        library.steps_changed.connect(self._look)

    def may_close(self) -> bool:
        """Whether nothing is lost when the program ends now, or the person agreed to losing it."""
        steps, writes = self._library.steps, self._library.writes
        while steps.waiting or writes.waiting:
            if steps.waiting:
                self._library.save_waiting(LAST_WAIT_S)
            writes.save(LAST_WAIT_S)
            waits = steps.waiting or writes.waiting
            if waits and (answer := self._ask()) != QMessageBox.StandardButton.Retry:
                return answer == QMessageBox.StandardButton.Discard
        return True

    def close(self) -> None:
        """Tries no more."""
        self._rest()
        self._library.writes.close()

    def _rest(self) -> None:
        self._again.stop()
        self._tell.stop()

    def _look(self) -> None:
        if not self._library.steps.waiting:
            if not self.notice.isHidden():
                self.said.emit("All marks are saved now")
            self.notice.hide()
            self._rest()
        elif not self._again.isActive():
            self._again.start()
            self._tell.start()
        elif not self.notice.isHidden():
            self._show()

    def _show(self) -> None:
        steps = self._library.steps
        self.notice.show_waiting(len(self._library.unsaved), steps.trouble)

    def _ask(self) -> QMessageBox.StandardButton:
        steps, writes = self._library.steps, self._library.writes
        unsaved = [f"{_marks(len(self._library.unsaved))} not saved: {steps.trouble}."] if steps.waiting else []
        if writes.waiting:
            unsaved.append(f"Not done yet: {'; '.join(writes.waiting)}: {writes.trouble}.")
        buttons = QMessageBox.StandardButton
        lost = "these marks" if steps.waiting else "that"
        ways = f"Try again, go back to the photographs, or close the program and lose {lost}."
        box = PlainBox(Icon.Warning, "CLIP-IQA Desktop", " ".join(unsaved), ways, self._window)
        box.setStandardButtons(buttons.Retry | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Retry)
        return buttons(box.exec())


def _marks(count: int) -> str:
    return f"The marks of {figures(count)} photographs are" if count != 1 else "The marks of one photograph are"
