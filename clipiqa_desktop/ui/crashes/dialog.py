"""What stands in the reports, to be read, copied and saved."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.crashes.reports import Report
from clipiqa_desktop.ui.widgets.form import quiet
from clipiqa_desktop.ui.widgets.long_text import LongText
from clipiqa_desktop.ui.widgets.plain import Icon, tell

_WORDS = (
    "Nothing of this is sent anywhere. Whoever shall mend the program needs it: copy or save it, and hand it over "
    "yourself. It holds versions, names of files and folders, and the last lines of the log: look through it before."
)


class ReportDialog(QDialog):
    """All reports that waited, the newest first."""

    def __init__(self, reports: Sequence[Report], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 560)
        self.text = LongText(f"\n\n{'_' * 72}\n\n".join(report.text.strip() for report in reports))
        self.text.setAccessibleName("Reports")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for words, press in (("Copy", self._copy), ("Save as…", self._save)):
            self.buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole).clicked.connect(press)
        for button in self.buttons.buttons():
            button.setProperty("autoDefault", False)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (quiet(_WORDS), self.text, self.buttons):
            layout.addWidget(widget)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())

    def _save(self) -> None:
        start = str(Path.home() / "clipiqa-desktop-report.txt")
        name, _ = QFileDialog.getSaveFileName(self, "Save the report", start, "Text (*.txt)")
        try:
            if name:
                Path(name).write_text(self.text.toPlainText(), "utf-8")
        except OSError as error:
            words = f"{displayable_name(name)} cannot be written: {error.strerror}."
            tell(self, Icon.Warning, "CLIP-IQA Desktop", words)
