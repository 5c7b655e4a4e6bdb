"""A photograph among others: canvas and line, with a frame around the active one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.mark_words import marks_spoken
from clipiqa_desktop.ui.texts import DOT, exposure_words, zoom_words
from clipiqa_desktop.ui.views.canvas import PhotoCanvas, ViewContext
from clipiqa_desktop.ui.views.caption import TILE_HEIGHT, Caption, CaptionText
from clipiqa_desktop.ui.views.ghost_line import GhostLine
from clipiqa_desktop.ui.views.tile_values import values_of

FRAME = 3
FAINT = 0.65  # while the keyboard is elsewhere


class Tile(QWidget):
    """Its number tells it apart from the others wherever they are compared."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None, role: str = "") -> None:
        super().__init__(parent)
        self.number, self._role = 0, role
        self._context = context
        self._frame: float | None = None
        self.canvas, self._caption = PhotoCanvas(context), Caption(context.library, TILE_HEIGHT)
        self.show_few_marks = self._caption.show_few_marks
        self.ghost = GhostLine(context.library, self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        layout.setSpacing(0)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._caption)
        self.canvas.resized.connect(self.show_zoom)

    @property
    def photo(self) -> Photo | None:
        """The photograph in it."""
        return self.canvas.photo

    @property
    def is_narrow(self) -> bool:
        """Whether its stars have no room."""
        return self._caption.is_narrow

    def show_photo(self, photo: Photo | None) -> None:
        """Shows another photograph."""
        self.canvas.show_photo(photo)
        self.show_marks()

    def show_number(self, number: int) -> None:
        """What tells it apart."""
        if number != self.number:
            self.number = number
            self.show_marks()

    def show_marks(self) -> None:
        """Brings the lines, and what is said of it, up to date."""
        photo = self.photo
        self._caption.show_text(self._text(photo) if photo else None)
        self.ghost.show_for(photo.id if photo else None)
        self.setAccessibleName(self.spoken())

    def show_zoom(self) -> None:
        """Brings the figure of the zoom up to date."""
        self._caption.show_below_right(self._zoom_words)

    @property
    def _zoom_words(self) -> str:
        """How near it looks, and whether that is elsewhere than where the others look."""
        zoom = zoom_words(self.canvas.zoom) if self.canvas.zoom else ""
        is_alone = any(self.canvas.apart) and self._context.view.now.zoom is not None
        return f"moved alone{DOT}{zoom}" if is_alone else zoom

    def _text(self, photo: Photo) -> CaptionText:
        values = values_of(self._context.library, self._context.places, photo.id)
        below = (*values, *exposure_words(photo.facts))
        name = displayable_name(photo.path.name)
        role = (self._role,) if self._role else ()
        return CaptionText(photo.id, name, role, number=self.number, below=below, below_right=self._zoom_words)

    def spoken(self) -> str:
        """`2, DSC_1.jpg, 4 stars, picked`."""
        if self.photo is None:
            return f"{self.number}, no photograph"
        columns = self._context.library.columns
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


EXTRA_HEIGHT = TILE_HEIGHT + 2 * FRAME
