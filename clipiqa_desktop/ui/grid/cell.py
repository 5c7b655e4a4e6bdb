"""How one photograph looks in the grid."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.query.cells import Cell
from clipiqa_desktop.culling.ghosts import Ghost
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.cell_picture import CellPicture, picture_of
from clipiqa_desktop.ui.grid.footer import Footer
from clipiqa_desktop.ui.grid.ghost_painting import paint_ghost
from clipiqa_desktop.ui.grid.mark_painting import FLAG_SIDE, NOT_SAVED, paint_badge, paint_flag
from clipiqa_desktop.ui.grid.photo_model import CELL_ROLE, ID_ROLE
from clipiqa_desktop.ui.grid.stack_painting import ROOM, is_dimmed, paint_count, paint_stack
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import shortened
from clipiqa_desktop.ui.widgets.prepared import paint_prepared

GAP = 8
REACH = ROOM - GAP // 2  # logical pixels that a pile sticks out of its place
MARGIN = 1
REJECTED_OPACITY = 0.35


class PhotoCell(QStyledItemDelegate):
    """The photograph, never cropped, on an even ground; under it its marks and the value that sorts, with a bar."""

    def __init__(self, library: Library, thumbnails: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._thumbnails = library, thumbnails
        self.sharper: Callable[[int], CellPicture | None] = lambda _row: None  # than its thumbnail, where there is one
        self.footer = Footer(library, style.font())
        self.side = 170
        self.width = self.side

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The cell with the gap around it, in logical pixels."""
        return self.size

    @property
    def size(self) -> QSize:
        """The same for every cell."""
        return QSize(self.width + GAP, self.picture_height + self.footer.height + GAP)

    def spread(self, width: int) -> int:
        """Fits the cells so that a whole number of them fills `width`; answers how many."""
        columns = max(1, round(width / (self.side + GAP)))
        self.width = width // columns - GAP
        return columns

    @property
    def picture_width(self) -> int:
        """Of the picture alone, in logical pixels."""
        return self.width - 2 * MARGIN

    @property
    def picture_height(self) -> int:
        """In logical pixels."""
        return round(self.width * 0.79)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paints one cell."""
        photo_id = index.data(ID_ROLE)
        row = self._library.columns.row(photo_id)
        assert row is not None
        cell = _cell_in(option.rect)
        stack: Cell | None = index.data(CELL_ROLE) if self._library.cells.has_stacks else None
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if stack:
            following = index.sibling(index.row() + 1, 0).data(CELL_ROLE) if stack.opened else None
            paint_stack(painter, QRect(option.rect), cell, stack, following)
        if not painter.window().intersects(cell):  # of which only the pile's edges are in sight
            painter.restore()
            return
        paint_prepared(painter, cell, "ground", self._paint_ground)
        picture = cell.adjusted(MARGIN, MARGIN, -MARGIN, -self.footer.height)
        columns = self._library.columns
        flag, ghost = int(columns.flag[row]), self._ghost(photo_id, stack)
        is_rejected = is_dimmed(columns, row, stack) or (ghost is not None and ghost.flag == REJECT)
        painter.setOpacity(REJECTED_OPACITY if is_rejected else 1.0)
        self._paint_picture(painter, picture, row)
        painter.setOpacity(1.0)
        paint_flag(painter, picture, flag)
        if ghost and ghost.words:
            paint_ghost(painter, picture.adjusted(FLAG_SIDE if flag else 0, 0, 0, 0), ghost)
        if columns.paired[row]:
            paint_badge(painter, picture, "RAW+J")
        if stack:
            paint_count(painter, picture, columns, stack)
        if self._library.panorama_of(photo_id):
            paint_badge(painter, picture, "panorama?", Qt.Corner.TopRightCorner)
        if photo_id in self._library.unsaved:
            paint_badge(painter, picture, NOT_SAVED, Qt.Corner.BottomRightCorner)
        self.footer.paint(painter, self._below(cell), row)
        self._paint_frame(painter, cell, option, photo_id)
        painter.restore()

    def stars_at(self, place: QRect, point: QPoint, photo_id: int) -> int | None:
        """How many stars a click at a point means, of the photograph whose cell and gap are in `place`; None beside
        them.
        """
        rows = self._library.columns.rows([photo_id])
        return self.footer.stars_at(self._below(_cell_in(place)), point, int(rows[0])) if len(rows) else None

    def has_picture_at(self, place: QRect, point: QPoint) -> bool:
        """Whether a point is on a photograph, and not beside or under it."""
        return place.isValid() and _cell_in(place).adjusted(0, 0, 0, -self.footer.height).contains(point)

    def _below(self, cell: QRect) -> QRect:
        """Where the footer of a cell stands."""
        return cell.adjusted(0, cell.height() - self.footer.height, 0, 0)

    def _ghost(self, photo_id: int, stack: Cell | None) -> Ghost | None:
        """What is suggested; of a closed stack whose top is not its best, what is suggested inside."""
        ghost = self._library.ghost_of(photo_id)
        if ghost is None or ghost.flag != REJECT or stack is None or stack.opened or len(stack.rows) < 2:
            return ghost
        inside = (self._library.ghost_of(int(self._library.columns.ids[row])) for row in stack.rows)
        pick = next((each for each in inside if each and each.flag == PICK), None)
        return Ghost(NO_FLAG, f"inside: {pick.words}" if pick else f"top: {ghost.words}")

    @staticmethod
    def _paint_ground(painter: QPainter, cell: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.current().panel))
        painter.drawRoundedRect(cell, 5, 5)

    def _paint_picture(self, painter: QPainter, place: QRect, row: int) -> None:
        if picture := self.sharper(row) or picture_of(self._thumbnails, self._library.columns, row):
            picture.paint(painter, place)
        elif self._library.columns.unreadable[row]:
            name = "" if self.footer.named else self._name(painter, row, place.width() - 12)
            self._paint_words(painter, place, f"Cannot be read\n{name}".strip())
        elif not (self._library.columns.fingerprints[row] or self._library.columns.embedded[row]):
            self._paint_words(painter, place, "…")

    def _name(self, painter: QPainter, row: int, width: int) -> str:
        return shortened(displayable_name(str(self._library.columns.names[row])), painter.fontMetrics(), width)

    @staticmethod
    def _paint_words(painter: QPainter, place: QRect, words: str) -> None:
        painter.setPen(QColor(style.current().quiet))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_frame(self, painter: QPainter, cell: QRect, option: QStyleOptionViewItem, photo_id: int) -> None:
        theme = style.current()
        if photo_id == self._library.current_id:
            colour = QColor(theme.accent)
            # Fainter while the keyboard is elsewhere.
            colour.setAlphaF(1.0 if option.state & QStyle.StateFlag.State_HasFocus else 0.65)
        elif option.state & QStyle.StateFlag.State_Selected:
            colour = QColor(theme.quiet)
        else:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 5, 5)


def _cell_in(place: QRect) -> QRect:
    return place.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
