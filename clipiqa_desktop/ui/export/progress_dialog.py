"""How far a job is, in a small window beside the big one."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.options import Progress
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.texts import duration
from clipiqa_desktop.ui.widgets.plain import PlainLabel
from clipiqa_desktop.ui.widgets.progress_bar import ProgressBar
from clipiqa_desktop.ui.widgets.timers import single_shot

SHOWN_AFTER_MS = 400
STEPS = 1000
TRUSTED_AFTER_S = 2.0


class ProgressDialog(QDialog):
    """Shows itself where a job takes longer than a moment. The window stays as usable as ever; only Cancel ends it."""

    cancelled = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self._begun = time.monotonic()
        self._words = PlainLabel(title)
        self._bar = ProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self._cancel = QPushButton("Cancel", autoDefault=False)
        self._cancel.clicked.connect(self.reject)
        self._timer = single_shot(self, SHOWN_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self._timer.start()
        self._lay_out()

    def show_progress(self, progress: Progress) -> None:
        """Counts bytes where there are any to be carried, else photographs."""
        done, total = (
            (progress.bytes_done, progress.bytes_total) if progress.bytes_total else (progress.done, progress.total)
        )
        self._bar.show_steps(STEPS * done // max(total, 1), STEPS)
        parts = [f"{figures(progress.done)} of {words.photographs(progress.total)}"]
        if progress.bytes_total:
            parts.append(f"{words.size(done)} of {words.size(total)}")
        took = time.monotonic() - self._begun
        if done and took > TRUSTED_AFTER_S:
            parts.append(f"{duration(took / done * (total - done))} left")
        self._words.setText(" · ".join(parts))

    def end(self) -> None:
        """The job is done."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Asks for the end of the job; the dialog goes when it has come."""
        self._cancel.setEnabled(False)
        self._cancel.setText("Stopping…")
        self.cancelled.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same as Cancel: so there is always something to be seen of a job that is under way."""
        event.ignore()
        self.reject()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        layout.addLayout(buttons)
        self.setWindowModality(Qt.WindowModality.NonModal)
