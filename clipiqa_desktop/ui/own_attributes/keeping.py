"""What dialogs have in common in which an attribute of the person's own gets its name and is kept."""

from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from clipiqa_desktop.culling.attribute_names import LONGEST_TITLE, title_trouble
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.preview import Preview
from clipiqa_desktop.ui.widgets.keyboard import KeyedDialog
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_WIDTH = 980


class KeepingDialog(KeyedDialog):
    """A name, a preview of what the attribute would say, and words for what is missing or going on.

    `key` is that of the attribute which is changed; None for a new one.
    """

    def __init__(self, library: Library, thumbnails: Path, title: str, key: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._key = library, key
        self.preview = Preview(library, thumbnails)
        self.name, self.words = QLineEdit(title, maxLength=LONGEST_TITLE), PlainLabel(wordWrap=True)
        self.name.setAccessibleName("Name of the attribute")
        self.words.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        buttons = self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._keep = buttons.addButton("Keep", QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    @property
    def is_keeping(self) -> bool:
        """Whether it is being kept, and too late to do otherwise."""
        raise NotImplementedError

    def reject(self) -> None:
        """Keeps nothing; too late while it is being kept."""
        if not self.is_keeping:
            super().reject()

    def done(self, result: int) -> None:
        """Ends what runs for the dialog alone."""
        self.preview.close_threads()
        super().done(result)

    def _title_trouble(self, title: str) -> str:
        """Why it cannot be called that; empty where it can."""
        return title_trouble(title, (each for each in self._library.own if each.key != self._key))

    def _lay_out(self, *parts: QWidget) -> None:
        """These below each other, then what the weights make doubtful, then the buttons."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        for part in parts:
            layout.addWidget(part)
        if self._library.caution:
            caution = PlainLabel(self._library.caution.capitalize())
            caution.setProperty("accent", True)
            layout.addWidget(caution)
        layout.addWidget(self._buttons)
        self.resize(_WIDTH, self.sizeHint().height())
