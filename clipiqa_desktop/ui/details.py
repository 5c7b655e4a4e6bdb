"""The head of the right panel: which photograph this is, and how it was taken."""

from collections.abc import Collection

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.names import showable
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import camera_line, facts_line


class Details(QFrame):
    """Name, capture facts, camera; or the reason why the photograph cannot be read."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._name, self._facts, self._camera = QLabel(), QLabel(), QLabel()
        self._name.setProperty("strong", True)
        self._camera.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 4)
        layout.setSpacing(3)
        for label in (self._name, self._facts, self._camera):
            label.setWordWrap(True)
            label.setMinimumWidth(0)
            layout.addWidget(label)
        library.current_changed.connect(self._show)
        library.photos_changed.connect(self._show_again)
        library.answer_changed.connect(self._show)
        self._show()

    def _show_again(self, ids: Collection[int]) -> None:
        if self._library.current_id in ids:
            self._show()

    def _show(self) -> None:
        photo = self._library.current
        self._name.setText(_breakable(showable(photo.path.name)) if photo else "No photograph")
        self._name.setToolTip(showable(str(photo.path)) if photo else "")
        self._facts.setText((photo.error or facts_line(photo.facts)) if photo else "")
        self._camera.setText(camera_line(photo.facts) if photo else "")
        for label in (self._facts, self._camera):
            label.setVisible(bool(label.text()))


def _breakable(name: str) -> str:
    """Lets a long name without spaces wrap."""
    return name.replace("_", "_\u200b").replace("-", "-\u200b")
