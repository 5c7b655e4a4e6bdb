"""What is suggested of a photograph that is shown large: one line at its lower left, never over its middle."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.culling.ghosts import Ghost
from clipiqa_desktop.mark_words import NO_FLAG
from clipiqa_desktop.ui.grid.ghost_painting import HEIGHT, ghost_text, paint_ghost
from clipiqa_desktop.ui.library import Library

_MARGIN = 8

Keys = Callable[[int], str]


def _no_keys(_photo_id: int) -> str:
    return ""


class GhostLine(QWidget):
    """Lies over the canvas; the pointer goes through it. `keys` say what can be done with a photograph."""

    def __init__(self, library: Library, canvas: QWidget, keys: Keys = _no_keys) -> None:
        super().__init__(canvas)
        self._library, self._canvas, self._keys = library, canvas, keys
        self._photo_id: int | None = None
        self._ghost: Ghost | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        canvas.installEventFilter(self)
        library.ghosts_changed.connect(self._show)
        self._lay_out()
        self.hide()

    @property
    def spoken(self) -> str:
        """`suggested pick: sharpest of 5`; empty where there is nothing."""
        return self._ghost.spoken if self._ghost else ""

    @property
    def text(self) -> str:
        """What is seen."""
        return ghost_text(self._ghost) if self._ghost else ""

    def show_for(self, photo_id: int | None) -> None:
        """Says what is suggested of this photograph."""
        self._photo_id = photo_id
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The canvas may be of another size."""
        if event.type() == QEvent.Type.Resize:
            self._lay_out()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the line."""
        if self._ghost:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            more = self._keys(self._photo_id) if self._ghost.flag != NO_FLAG and self._photo_id is not None else ""
            paint_ghost(painter, QRect(-5, 0, self.width(), self.height() + 3), self._ghost, more)

    def _show(self) -> None:
        self._ghost = None if self._photo_id is None else self._library.ghost_of(self._photo_id)
        self.setVisible(bool(self._ghost and self._ghost.words))
        self.update()

    def _lay_out(self) -> None:
        size = self._canvas.size()
        height = HEIGHT + 2
        self.setGeometry(_MARGIN, size.height() - height - _MARGIN, size.width() - 2 * _MARGIN, height)
