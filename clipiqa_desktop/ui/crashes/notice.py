"""The bar that says that something went wrong the last time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.crashes.reports import Reports
from clipiqa_desktop.ui.crashes.dialog import ReportDialog
from clipiqa_desktop.ui.widgets.bar import Bar

_WHAT_NOW = "A report of it lies on this computer; nothing was sent."


class CrashNotice(Bar):
    """Offers the reports that wait when the window opens; shown or dismissed, they are not offered again."""

    shown = Signal()
    dismissed = Signal()

    def __init__(self, reports: Reports, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reports, self._waiting = reports, reports.waiting()
        self.add_button("Show", self.shown)
        self.add_button("Dismiss", self.dismissed)
        self.shown.connect(self._show)
        self.dismissed.connect(self._put_away)
        self._text.show_text(f"<b>{self._headline()}</b> {_WHAT_NOW}")
        self.setVisible(bool(self._waiting))

    def _headline(self) -> str:
        ended = any(report.ended for report in self._waiting)
        return "The program ended unexpectedly last time." if ended else "Something went wrong last time."

    def _show(self) -> None:
        dialog = ReportDialog(self._waiting, self.window())
        self._put_away()
        dialog.open()

    def _put_away(self) -> None:
        self._reports.dismiss(self._waiting)
        self.hide()
