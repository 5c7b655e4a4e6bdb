"""The page of where everything lies."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.ui.widgets.form import Form

Named = Mapping[str, Path]

_WORDS = {
    "Catalog": "Marks, scores and facts: this is what a backup needs. Copy it while the program is closed.",
    "Thumbnails": "May be deleted at any time, while the program is closed.",
    "Logs": "What the program did lately, and reports of what went wrong. Nothing of it is sent.",
}


class PlacesPage(Form):
    """Files and folders, each to be selected and opened in the file manager."""

    def __init__(self, places: Named, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open: dict[str, QPushButton] = {}
        for name, path in places.items():
            self.heading(name)
            self.wide(self._place(name, path))
            if name in _WORDS:
                self.sentence(_WORDS[name])

    def _place(self, name: str, path: Path) -> QWidget:
        field = QLineEdit(displayable_name(str(path)), readOnly=True)
        field.setAccessibleName(name)
        field.setCursorPosition(0)
        button = self.open[name] = QPushButton("Open folder", autoDefault=False)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(_folder(path)))))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(field, 1)
        layout.addWidget(button)
        return row


def _folder(path: Path) -> Path:
    """The nearest one that is there."""
    return next((each for each in (path, *path.parents) if each.is_dir()), path)
