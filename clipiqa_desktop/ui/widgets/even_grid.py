"""A view whose cells are all of one size, so that a million of them cost no more than ten.

`QListView` keeps a place for each item, and looks for them anew whenever the order changes. This is one all the same,
for as a list of items screen readers can go through it; what `QListView` does with places is passed over.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from clipiqa_desktop.ui.widgets.covered import around, covered
from clipiqa_desktop.ui.widgets.timers import single_shot

Index = QModelIndex | QPersistentModelIndex
Action = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint
STEPS_A_CELL = 3  # the wheel goes three steps at a time
A_PASS = 8  # cells, or one line of them, are painted before what waits in the event loop has its turn


class EvenGrid(QListView):
    """Shows the rows of its model from left to right and from top to bottom.

    What was painted is moved where it is scrolled: whatever else looks different has to be named to `update_rows`.
    Inside `in_passes` some lines are painted, and those below them in the next passes of the event loop.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = QSize(1, 1)
        self._in_passes = False
        self._is_new = self._is_resized = False  # since it was painted: whether what stands there is of no use
        self._later = QRegion()  # to be painted in the next passes
        self._soon_later = single_shot(self, 0)
        self._soon_later.timeout.connect(self._go_on)
        # Qt moves nothing in a widget that something may shine through, as it does through one with a style sheet.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def gridSize(self) -> QSize:
        """The size of a cell, in logical pixels."""
        return self._size

    def setGridSize(self, size: QSize) -> None:
        """Makes all cells this large."""
        self._size = size
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def update_rows(self, rows: Iterable[int]) -> None:
        """These cells look different now."""
        for row in rows:
            self.viewport().update(self._painted(row))

    @property
    def reach(self) -> int:
        """How many logical pixels a cell may paint beyond its place."""
        return 0

    @property
    def columns(self) -> int:
        """How many cells stand beside one another."""
        return max(1, self.viewport().width() // self._size.width())

    def visible_rows(self) -> range:
        """The rows in sight."""
        return self._rows_in(self.viewport().rect())

    def visualRect(self, index: Index) -> QRect:
        """Where the cell stands in the viewport."""
        if not index.isValid():
            return QRect()
        line, place = divmod(index.row(), self.columns)
        left, top = place * self._size.width(), line * self._size.height() - self.verticalOffset()
        return QRect(QPoint(left, top), self._size)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The cell at a point of the viewport."""
        place, line = point.x() // self._size.width(), (point.y() + self.verticalOffset()) // self._size.height()
        row = line * self.columns + place
        inside = 0 <= place < self.columns and 0 <= row < self._count()
        return self.model().index(row, 0) if inside else QModelIndex()

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        """Brings a cell into sight."""
        self.executeDelayedItemsLayout()
        rect, room = self.visualRect(index), self.viewport().height()
        by = {Hint.PositionAtTop: rect.top(), Hint.PositionAtBottom: rect.bottom() + 1 - room}.get(hint, 0)
        if hint == Hint.PositionAtCenter:
            by = rect.center().y() - room // 2
        elif hint == Hint.EnsureVisible:
            by = min(rect.top(), 0) or max(0, min(rect.bottom() + 1 - room, rect.top()))
        self.verticalScrollBar().setValue(self.verticalOffset() + by)

    def moveCursor(self, action: Action, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key of the keyboard leads."""
        count, row = self._count(), self.currentIndex().row()
        if not count or row < 0:
            return self.model().index(0, 0) if count else QModelIndex()
        page = max(1, self.viewport().height() // self._size.height()) * self.columns
        by = {
            Action.MoveUp: -self.columns if row >= self.columns else 0,
            Action.MoveDown: self.columns,
            Action.MovePageUp: -page,
            Action.MovePageDown: page,
            Action.MoveHome: -row,
            Action.MoveEnd: count,
        }.get(action, 1 if action in {Action.MoveRight, Action.MoveNext} else -1)
        return self.model().index(max(0, min(row + by, count - 1)), 0)

    def horizontalOffset(self) -> int:
        """It never scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far it is scrolled, in logical pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        """None is."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """From the cell at one corner to that at the other; while the mouse drags, all that the rectangle touches."""
        selection = QItemSelection()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            for rows in self._lines_in(rect.normalized()):
                selection.select(self.model().index(rows.start, 0), self.model().index(rows.stop - 1, 0))
        else:
            first, last = sorted(self.indexAt(point).row() for point in (rect.topLeft(), rect.bottomRight()))
            if first >= 0:
                selection.select(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Those in sight, to be painted again."""
        region = QRegion()
        for row in self.visible_rows():
            if selection.contains(self.model().index(row, 0)):
                region += self._painted(row)
        return region

    def reset(self) -> None:
        """All cells may be others."""
        super().reset()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Fits the scroll bar to the number of cells."""
        lines, room, bar = -(-self._count() // self.columns), self.viewport().height(), self.verticalScrollBar()
        bar.setRange(0, max(0, lines * self._size.height() - room))
        bar.setPageStep(room)
        bar.setSingleStep(max(1, self._size.height() // STEPS_A_CELL))
        QAbstractItemView.updateGeometries(self)

    def doItemsLayout(self) -> None:
        """No item has a place of its own."""
        QAbstractItemView.doItemsLayout(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other cells may be in sight."""
        self._is_resized = True
        QAbstractItemView.resizeEvent(self, event)

    def showEvent(self, event: QShowEvent) -> None:
        """What stood in its place was another widget's."""
        super().showEvent(event)
        self._is_new = True

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Moves what is painted already, and with it what is to be painted again. Where anything lies over a part, as
        a card in a corner does, Qt moves nothing of all that is to be scrolled together: what is around it by itself.
        """
        self._later.translate(dx, dy)
        self.scrollDirtyRegion(dx, dy)
        viewport = self.viewport()
        if (hole := covered(viewport)).isEmpty():
            viewport.scroll(dx, dy)
            return
        for part in around(hole, viewport.rect()):
            viewport.scroll(dx, dy, part)
        viewport.update(hole)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground that the event is about, and all cells that reach into it."""
        self.executeDelayedItemsLayout()
        region = self._of_this_pass(event.region())
        painter, option = QPainter(self.viewport()), QStyleOptionViewItem()
        for rect in _rects(event.region() if self._is_new else region):
            painter.fillRect(rect, self.viewport().palette().brush(self.viewport().backgroundRole()))
        painter.setClipRegion(region)
        self._is_new = self._is_resized = False
        self.initViewItemOption(option)
        plain, current, selected = option.state, self.currentIndex(), self.selectionModel()
        for row in self._rows_within(region):
            index = self.model().index(row, 0)
            option.rect, option.state = self.visualRect(index), plain
            if selected.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            self.itemDelegate().paint(painter, option, index)

    @contextmanager
    def in_passes(self) -> Iterator[None]:
        """Only where what is not painted stays as it is: for the window's own updates, not where it is grabbed."""
        self._in_passes = True
        try:
            yield
        finally:
            self._in_passes = False

    def _of_this_pass(self, region: QRegion) -> QRegion:
        """What is painted of it now; all else is asked for again."""
        if not self._in_passes or (self._is_resized and not self._is_new):
            return region
        lines = self._lines(region.boundingRect())
        end = (lines.start + -(-A_PASS // self.columns)) * self._size.height() - self.verticalOffset()
        later = region.intersected(QRect(0, end, self.viewport().width(), self.viewport().height()))
        if not later.isEmpty():
            self._later += later  # not asked for here: who scrolls meanwhile would leave that where it is
            self._soon_later.start()
        return region.subtracted(later)

    def _go_on(self) -> None:
        later, self._later = self._later, QRegion()
        self.viewport().update(later)

    def _painted(self, row: int) -> QRect:
        """Where a cell paints."""
        return _wider(self.visualRect(self.model().index(row, 0)), self.reach)

    def _rows_within(self, region: QRegion) -> list[int]:
        """The rows whose cells paint in this region, in their order."""
        lines = (rows for rect in _rects(region) for rows in self._lines_in(_wider(rect, self.reach)))
        return sorted({row for rows in lines for row in rows})

    def _count(self) -> int:
        return self.model().rowCount() if self.model() else 0

    def _rows_in(self, rect: QRect) -> range:
        lines = self._lines(rect)
        return range(min(lines.start * self.columns, self._count()), min(lines.stop * self.columns, self._count()))

    def _lines_in(self, rect: QRect) -> list[range]:
        """The rows that a rectangle of the viewport touches, line by line."""
        first = max(0, rect.left() // self._size.width())
        end = min(self.columns, rect.right() // self._size.width() + 1)
        lines = [range(line * self.columns + first, line * self.columns + end) for line in self._lines(rect)]
        return [rows for each in lines if (rows := range(each.start, min(each.stop, self._count())))]

    def _lines(self, rect: QRect) -> range:
        top, height = rect.top() + self.verticalOffset(), self._size.height()
        return range(max(0, top // height), max(0, (top + rect.height() - 1) // height + 1))


def _wider(rect: QRect, by: int) -> QRect:
    return rect.adjusted(-by, -by, by, by)


def _rects(region: QRegion) -> list[QRect]:
    return [*region]  # type: ignore[misc]  # PySide's types leave it out
