"""One face of the photograph in the loupe, at 100 %, and what can be said of its eyes."""

from dataclasses import dataclass
from math import dist

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.stages.faces import Eyes, Face
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.turned_painting import turned_place
from clipiqa_desktop.ui.views.held_frames import Frame

SIDE = 80  # three stand side by side in the panel
_FONT_PIXELS = 11
_LINES, _GAP = 3, 3  # "eyes cannot be told" takes two of them
_FRAME = 2.0
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class SeenFace:
    """A face, and in which frames of its stack, from 1, its eyes are open where they are not here. turned: by how many
    quarters the person turned the photograph, clockwise.
    """

    face: Face
    open_in: tuple[int, ...] = ()
    turned: int = 0

    @property
    def eyes(self) -> str:
        """In as few words as there is room for."""
        if self.open_in:
            return "eyes closed"
        words = {Eyes.OPEN: "eyes open", Eyes.CLOSED: "may be closed", Eyes.UNTOLD: "eyes cannot be told"}
        return words[self.face.eyes]

    @property
    def sharpness(self) -> str:
        """Of its eyes."""
        if self.face.is_soft is None:
            return "no edges"
        return "soft" if self.face.is_soft else "sharp"

    @property
    def spoken(self) -> str:
        """In full."""
        where = " and ".join(map(str, self.open_in))
        return f"{self.eyes}{f', open in {where}' if where else ''}, {self.sharpness}"

    @property
    def colour(self) -> str:
        """Of its frame."""
        theme = style.current()
        if self.open_in or self.face.eyes is Eyes.CLOSED:
            return theme.red
        if self.face.eyes is Eyes.UNTOLD:
            return theme.quiet
        return theme.yellow if self.face.is_soft else theme.green

    @property
    def place(self) -> tuple[float, float]:
        """Between its eyes, in shares of the photograph as it is shown."""
        return turned_place(self.face.between_eyes, self.turned)

    def middle(self, full: QSizeF, room: float) -> QPointF:
        """What the tile shows in its middle, in pixels of the full photograph: both eyes, or where there is room for
        one alone that to the left.
        """
        shown = (turned_place(point, self.turned) for point in self.face.points)
        points = [(x * full.width(), y * full.height()) for x, y in shown]
        eyes = points[:6], points[6:]
        left, right = ((sum(x for x, _ in eye) / 6, sum(y for _, y in eye) / 6) for eye in eyes)
        if 1.4 * dist(left, right) > room:
            return QPointF(*left)
        return QPointF((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)


class FaceTile(QWidget):
    """A press, or the keyboard by Tab, asks to look there."""

    wanted = Signal()
    pressed = Signal()  # by the mouse
    key_pressed = Signal(QKeyEvent)  # one that means nothing here

    def __init__(self, seen: SeenFace, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen = seen
        self._frame: Frame | None = None
        font = self.font()
        font.setPixelSize(_FONT_PIXELS)
        self.setFont(font)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(f"Face {number}: {seen.spoken}")
        self.setToolTip(f"Face {number}: {seen.spoken}")

    def show_frame(self, frame: Frame | None) -> None:
        """What there is of the photograph."""
        self._frame = frame
        self.update()

    def sizeHint(self) -> QSize:
        """The picture, and the words below."""
        return QSize(SIDE, SIDE + _GAP + _LINES * self.fontMetrics().lineSpacing())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Looks there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
            self.wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Looks there; all other keys are the photographs', and not what would scroll the faces."""
        self.wanted.emit() if event.key() in _PRESSING else self.key_pressed.emit(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by Tab looks from face to face."""
        super().focusInEvent(event)
        if event.reason() in _BY_TAB:
            self.wanted.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints picture, frame and words."""
        painter, theme = QPainter(self), style.current()
        picture = QRectF(0, 0, SIDE, SIDE)
        painter.fillRect(picture, QColor(theme.well))
        if self._frame:
            self._paint_face(painter, picture, self._frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 * _FRAME if self.hasFocus() else _FRAME
        painter.setPen(QPen(QColor(self.seen.colour), width))
        painter.drawRoundedRect(picture.adjusted(width / 2, width / 2, -width / 2, -width / 2), 4, 4)
        painter.setPen(QColor(theme.text))
        place = QRectF(0, SIDE + _GAP, SIDE, self.height() - SIDE - _GAP)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(place, flags, f"{self.seen.eyes}\n{self.seen.sharpness}")

    def _paint_face(self, painter: QPainter, picture: QRectF, frame: Frame) -> None:
        """One pixel of the photograph for one of the screen, as soon as all of them are there."""
        side = SIDE * self.devicePixelRatioF()
        middle = self.seen.middle(QSizeF(frame.full_width, frame.full_height), side)
        scale = frame.image.width() / frame.full_width
        part = QRectF(0, 0, side * scale, side * scale)
        part.moveCenter(middle * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not frame.is_full)
        painter.drawImage(picture, frame.image, part)
