"""The page of what the program is: versions, device, paper."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from clipiqa_desktop.about.versions import as_text, library_versions, versions
from clipiqa_desktop.ui.widgets.form import Form

_WHAT = "Sorts and filters a shoot by how the photographs look and feel. On this computer; nothing is sent anywhere."
_PAPER = (
    "Jianyi Wang, Kelvin C. K. Chan, Chen Change Loy: <i>Exploring CLIP for Assessing the Look and Feel of Images</i>. "
    'AAAI 2023. <a href="https://arxiv.org/abs/2207.12396">arXiv 2207.12396</a>'
)


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
