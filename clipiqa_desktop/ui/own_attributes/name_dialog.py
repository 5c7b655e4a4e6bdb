"""Asks what an attribute shall be called."""

from collections.abc import Iterable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.own_attributes import OwnAttribute
from clipiqa_desktop.culling.attribute_names import LONGEST_TITLE, title_trouble
from clipiqa_desktop.ui.widgets.plain import PlainLabel


class NameDialog(QDialog):
    """Takes only a name that no other attribute has."""

    def __init__(self, heading: str, about: str, title: str, others: Iterable[OwnAttribute], parent: QWidget) -> None:
        super().__init__(parent)
        self._others = tuple(others)
        self.setWindowTitle(heading)
        self.name, self.words = QLineEdit(title, maxLength=LONGEST_TITLE), PlainLabel(wordWrap=True)
        self.name.setAccessibleName("Name of the attribute")
        self.name.selectAll()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._keep = self._buttons.addButton("Keep", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (PlainLabel(about, wordWrap=True), self.name, self.words, self._buttons):
            layout.addWidget(widget)
        self.name.textChanged.connect(self._show_trouble)
        self._show_trouble()

    @property
    def title(self) -> str:
        """What was typed."""
        return self.name.text().strip()

    def _show_trouble(self) -> None:
        trouble = title_trouble(self.title, self._others)
        self.words.setText(trouble)
        self._keep.setEnabled(not trouble)
