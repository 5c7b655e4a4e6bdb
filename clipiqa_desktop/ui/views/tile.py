"""A photograph among others: canvas and line, with a frame around the active one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.views.canvas import PhotoCanvas, ViewContext
from clipiqa_desktop.ui.views.caption import HEIGHT, Caption, CaptionText
from clipiqa_desktop.ui.views.ghost_line import GhostLine
from clipiqa_desktop.ui.views.mark_words import marks_spoken

FRAME = 3
FAINT = 0.65  # while the keyboard is elsewhere


class Tile(QWidget):
    """Its number tells it apart from the others wherever they are compared."""

    def __init__(self, table: ViewContext, number: int, parent: QWidget | None = None, role: str = "") -> None:
        super().__init__(parent)
        self.number, self._role = number, role
        self._table = table
        self._frame: float | None = None
        self.canvas, self._caption = PhotoCanvas(table), Caption(table.library)
        self.ghost = GhostLine(table.library, self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        layout.setSpacing(0)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._caption)

    @property
    def photo(self) -> Photo | None:
        """The photograph in it."""
        return self.canvas.photo

    def show_photo(self, photo: Photo | None) -> None:
        """Shows another photograph."""
        self.canvas.show_photo(photo)
        self.show_marks()

    def show_marks(self) -> None:
        """Brings the line, and what is said of it, up to date."""
        photo = self.photo
        text = (
            CaptionText(photo.id, displayable_name(photo.path.name), self._role, number=self.number) if photo else None
        )
        self._caption.show_text(text)
        self.ghost.show_for(photo.id if photo else None)
        self.setAccessibleName(self.spoken())

    def spoken(self) -> str:
        """`2, DSC_1.jpg, 4 stars, picked`."""
        if self.photo is None:
            return f"{self.number}, no photograph"
        columns = self._table.library.columns
        marks = [each for row in columns.rows([self.photo.id]) for each in marks_spoken(columns, row)]
        name = displayable_name(self.photo.path.name)
        return ", ".join(filter(None, (str(self.number), self._role, name, *marks, self.ghost.spoken)))

    def show_frame(self, *, active: bool, keyboard: bool) -> None:
        """The accent frame of the active one; fainter while the keyboard is elsewhere."""
        frame = (1.0 if keyboard else FAINT) if active else None
        if frame != self._frame:
            self._frame = frame
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the frame."""
        if self._frame is None:
            return
        painter, colour = QPainter(self), QColor(style.current().accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour.setAlphaF(self._frame)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


EXTRA_HEIGHT = HEIGHT + 2 * FRAME
