"""The dialog "About": what the program is, where everything lies, under which licences its parts are."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.about.licences import Part, parts
from clipiqa_desktop.about.versions import as_text, library_versions, versions
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.files.questions import is_folder
from clipiqa_desktop.ui.widgets.form import Form
from clipiqa_desktop.ui.widgets.long_text import LongText
from clipiqa_desktop.ui.widgets.paged_dialog import PagedDialog
from clipiqa_desktop.ui.widgets.plain import PlainLabel

Named = Mapping[str, Path]

_WHAT = "Sorts and filters a shoot by how the photographs look and feel. On this computer; nothing is sent anywhere."
_PAPER = (
    "Jianyi Wang, Kelvin C. K. Chan, Chen Change Loy: <i>Exploring CLIP for Assessing the Look and Feel of Images</i>. "
    'AAAI 2023. <a href="https://arxiv.org/abs/2207.12396">arXiv 2207.12396</a>'
)
_PLACES_WORDS = {
    "Catalog": "Marks, scores and facts: this is what a backup needs. Copy it while the program is closed.",
    "Thumbnails": "May be deleted at any time, while the program is closed.",
    "Logs": "What the program did lately, and reports of what went wrong. Nothing of it is sent.",
}
_LIST_WIDTH, _ROW_HEIGHT = 230, 29


class ProgramPage(Form):
    """Everything on it can be selected, and the versions copied for a question or a report."""

    def __init__(self, network: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        found = versions() | library_versions()
        self.versions = as_text(found | {"Network": network})
        self.heading("CLIP-IQA Desktop")
        self.wide(_selectable(_WHAT))
        self.heading("Scores after")
        self.wide(_selectable(_PAPER, links=True))
        self.heading("Scores by")
        self.wide(_selectable(network))
        self.heading("Versions")
        for name, version in found.items():
            self.row(name, _selectable(version, wrapped=False))
        self.copy = QPushButton("Copy versions", autoDefault=False)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.versions))
        self.line(self.copy)


def _selectable(text: str, *, links: bool = False, wrapped: bool = True) -> QLabel:
    label = QLabel(text, wordWrap=wrapped, openExternalLinks=links)
    label.setTextFormat(Qt.TextFormat.RichText if links else Qt.TextFormat.PlainText)
    flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
    label.setTextInteractionFlags(flags | Qt.TextInteractionFlag.LinksAccessibleByKeyboard if links else flags)
    return label


class PlacesPage(Form):
    """Files and folders, each to be selected and opened in the file manager."""

    def __init__(self, places: Named, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open: dict[str, QPushButton] = {}
        for name, path in places.items():
            self.heading(name)
            self.wide(self._place(name, path))
            if name in _PLACES_WORDS:
                self.sentence(_PLACES_WORDS[name])

    def _place(self, name: str, path: Path) -> QWidget:
        field = QLineEdit(displayable_name(str(path)), readOnly=True)
        field.setAccessibleName(name)
        field.setCursorPosition(0)
        button = self.open[name] = QPushButton("Open folder", autoDefault=False)
        button.setAccessibleName(f"Open folder: {name}")
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(_folder(path)))))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(field, 1)
        layout.addWidget(button)
        return row


def _folder(path: Path) -> Path:
    """The nearest one that is there."""
    return next((each for each in (path, *path.parents) if is_folder(each)), path)


class LicencesPage(QWidget):
    """The parts are looked up when it is first shown, a text when its part is chosen: there are hundreds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self.list, self.text = QListWidget(), LongText()
        self.name = PlainLabel(wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.currentRowChanged.connect(self._show)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Fills the list."""
        super().showEvent(event)
        if not self._parts:
            self._parts = parts()
            for part in self._parts:
                item = QListWidgetItem(part.name, self.list)
                item.setSizeHint(QSize(0, _ROW_HEIGHT))
                item.setToolTip(f"{part.name} {part.version}")
            self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        part = self._parts[row]
        self.name.setText(f"{part.name} {part.version}".strip() + f" · {part.licence}")
        try:
            self.text.setPlainText(part.text())
        except OSError as error:
            self.text.setPlainText(f"The text cannot be read: {error}.")

    def _lay_out(self) -> None:
        self.list.setProperty("panel", True)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName("Parts of the program")
        self.text.setAccessibleName("Text of the licence")
        beside = QVBoxLayout()
        beside.setContentsMargins(14, 10, 14, 0)
        beside.addWidget(self.name)
        beside.addWidget(self.text, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addLayout(beside, 1)


class AboutDialog(PagedDialog):
    """`network` says what scores, and on which device; `places` are files and folders by what lies there."""

    def __init__(self, network: str, places: Named, parent: QWidget | None = None) -> None:
        self.program, self.places, self.licences = ProgramPage(network), PlacesPage(places), LicencesPage()
        pages = {"Program": self.program, "Places": self.places, "Licences": self.licences}
        super().__init__("About CLIP-IQA Desktop", pages, parent)
