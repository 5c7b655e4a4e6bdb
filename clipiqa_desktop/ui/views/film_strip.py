"""The cells of the answer in one line, the current one in the middle."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.query.cells import Cell
from clipiqa_desktop.mark_words import REJECT
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.cell import REJECTED_OPACITY
from clipiqa_desktop.ui.grid.cell_picture import picture_of
from clipiqa_desktop.ui.grid.footer import STRIPE
from clipiqa_desktop.ui.grid.ghost_painting import paint_dot
from clipiqa_desktop.ui.grid.grid import FRAME_MS
from clipiqa_desktop.ui.grid.mark_painting import STAR, paint_badge, paint_flag, paint_label
from clipiqa_desktop.ui.grid.stack_painting import is_dimmed, paint_count, paint_stack
from clipiqa_desktop.ui.views.canvas import ViewContext
from clipiqa_desktop.ui.views.order import Ids, place_of
from clipiqa_desktop.ui.widgets.timers import single_shot

CELL = 100
HEIGHT = 84
EDGE = 5
FAINT = 0.65


class FilmStrip(QWidget):
    """A click goes to a photograph, the wheel looks further along; the next step comes back to the current one."""

    pressed = Signal(int)
    wanted = Signal(object)  # ids, the nearest to the middle first

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids = context.library.ids[:0]
        self._cells: Sequence[Cell] = context.library.cells
        self._middle = 0.0  # the row in the middle of the strip
        self._keyboard = False
        self._soon = single_shot(self, FRAME_MS)
        self._soon.timeout.connect(self._look_around)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Film strip")
        context.thumbnails.loaded.connect(self.update)

    def follow(self, ids: Ids, cells: Sequence[Cell]) -> None:
        """Shows these cells, with these photographs in front."""
        self._ids, self._cells = ids, cells
        self.centre()

    def centre(self) -> None:
        """Brings the current photograph into the middle."""
        self._go_to(float(place_of(self._ids, self._context.library.current_id) or 0))

    def show_focus(self, *, keyboard: bool) -> None:
        """Whether the keyboard is with the photographs."""
        self._keyboard = keyboard
        self.update()

    def rows(self) -> range:
        """The rows in sight."""
        half = self.width() / 2 / CELL
        return range(max(0, round(self._middle - half)), min(len(self._ids), round(self._middle + half) + 1))

    def place_of(self, row: int) -> QRect:
        """Where the cell of a row lies."""
        left = round(self.width() / 2 + (row - self._middle - 0.5) * CELL)
        return QRect(left, 0, CELL, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to the photograph that is pressed."""
        row = self._row_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self.pressed.emit(int(self._ids[row]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Looks further along."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        self._go_to(self._middle - turned / 120 * 2)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer are in sight."""
        super().resizeEvent(event)
        self._soon.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints what is in sight."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(style.current().loupe))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for row in self.rows():
            following = self._cells[row + 1] if row + 1 < len(self._cells) else None
            paint_stack(painter, self.place_of(row), self._picture_place(row), self._cells[row], following)
            self._paint_cell(painter, row, int(self._ids[row]), self._cells[row])

    def _picture_place(self, row: int) -> QRect:
        return self.place_of(row).adjusted(EDGE, EDGE, -EDGE, -EDGE)

    def _paint_cell(self, painter: QPainter, at: int, photo_id: int, cell: Cell) -> None:
        columns = self._context.library.columns
        place, picture = self.place_of(at), self._picture_place(at)
        for row in columns.rows([photo_id]):
            ghost = self._context.library.ghost_of(photo_id)
            is_rejected = is_dimmed(columns, row, cell) or (
                ghost is not None and ghost.flag == REJECT and len(cell.rows) == 1
            )
            if shown := picture_of(self._context.thumbnails, columns, row):
                painter.setOpacity(REJECTED_OPACITY if is_rejected else 1.0)
                shown.paint(painter, picture)
                painter.setOpacity(1.0)
            else:
                painter.fillRect(picture, QColor(style.current().panel))
            paint_flag(painter, picture, int(columns.flag[row]))
            if stars := int(columns.stars[row]):
                paint_badge(painter, picture, "★" * stars, Qt.Corner.BottomRightCorner, STAR)
            stripe = QRectF(picture.left(), picture.bottom() - STRIPE + 1, picture.width(), STRIPE)
            paint_label(painter, stripe, int(columns.label[row]))
            if ghost:
                paint_dot(painter, picture, ghost)
        paint_count(painter, picture, columns, cell)
        if photo_id == self._context.library.current_id:
            colour = QColor(style.current().accent)
            colour.setAlphaF(1.0 if self._keyboard else FAINT)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 2))
            painter.drawRoundedRect(QRectF(place).adjusted(2, 2, -2, -2), 4, 4)

    def _go_to(self, middle: float) -> None:
        self._middle = max(0.0, min(middle, len(self._ids) - 1.0))
        self._soon.start()
        self.update()

    def _row_at(self, spot: QPoint) -> int | None:
        return next((row for row in self.rows() if self.place_of(row).contains(spot)), None)

    def _look_around(self) -> None:
        """What is in sight, then half as many on either side."""
        rows = self.rows()
        more = len(rows) // 2
        around = range(max(0, rows.start - more), min(len(self._ids), rows.stop + more))
        nearest = sorted(around, key=lambda row: abs(row - self._middle))
        self.wanted.emit([int(self._ids[row]) for row in nearest])
