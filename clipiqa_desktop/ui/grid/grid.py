"""The grid of photographs."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from clipiqa_desktop.ui.grid.cell import REACH, PhotoCell
from clipiqa_desktop.ui.grid.cell_picture import CellPicture
from clipiqa_desktop.ui.grid.drag_picture import drag_picture
from clipiqa_desktop.ui.grid.file_data import file_data
from clipiqa_desktop.ui.grid.photo_model import PhotoModel
from clipiqa_desktop.ui.grid.repaints import Repaints
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.even_grid import EvenGrid
from clipiqa_desktop.ui.widgets.timers import single_shot

SMALLEST, LARGEST = 110, 420
FRAME_MS = 16
EDGE = 6


class Grid(EvenGrid):
    """Shows the library's cells; the current one is that of the library's current photograph."""

    on_screen = Signal(object)  # the ids in sight, first row first
    size_wished = Signal(int)  # Ctrl+wheel asks for another thumbnail size
    selected_changed = Signal(int)  # how many cells are selected
    stars_pressed = Signal(int, int)  # the id of a photograph, and how many stars

    def __init__(self, library: Library, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._thumbnails = library, thumbnails
        self._cell = PhotoCell(library, thumbnails, self)
        self.photos = PhotoModel(library, self)
        self._given: int | None = None  # the current photograph, if it became so by itself
        self._lost: int | None = None  # the current photograph that a filter has hidden
        self._last = library.current_id  # also while nothing matches, so that nothing is current
        self._instead: int | None = None  # the one that became current in its place
        self._sort = library.query.sort
        self._selected: list[int] = []  # the ids that are selected while the cells are made anew
        self._dragged_from: QPoint | None = None  # where the mouse was pressed on a photograph
        self._seen = range(0)  # the rows in sight before the cells were spread anew
        self._soon = single_shot(self, FRAME_MS)
        self._soon.timeout.connect(self._look_around)
        self._set_up()
        self._listen()
        self.repaints = Repaints(library, thumbnails, self.photos, self)

    @property
    def reach(self) -> int:
        """How many logical pixels a cell may paint beyond its place."""
        return REACH if self._library.cells.has_stacks else 0

    @property
    def picture_room(self) -> QSize:
        """Of the photograph in its cell, in logical pixels."""
        return QSize(self._cell.picture_width, self._cell.picture_height)

    def draw_from(self, sharper: Callable[[int], CellPicture | None]) -> None:
        """Asks this for a sharper picture than the thumbnail, by the row of the columns."""
        self._cell.sharper = sharper

    def paint_again(self, photo_id: int) -> None:
        """A photograph looks different now; it need not be seen."""
        self.update_rows(row for row in [self.photos.row_of(photo_id)] if row is not None)

    def set_side(self, side: int) -> None:
        """The width of a cell in logical pixels."""
        self._seen = self.visible_rows() if self.isVisible() else self._seen
        self._cell.side = max(SMALLEST, min(LARGEST, side))
        self._spread()
        self._stay()

    def show_names(self, shown: bool) -> None:
        """Whether the file's name stands under each photograph."""
        self._cell.footer.named = shown
        self._spread()
        self._stay()
        self.viewport().update()

    def show_current(self) -> None:
        """Makes the library's current photograph the current cell, and scrolls to it."""
        row = self.photos.row_of(self._library.current_id)
        if row is not None:
            index = self.photos.index(row)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def go_to(self, photo_id: int) -> None:
        """Makes a photograph that is shown the current one, as if it had been clicked."""
        self._choose()
        self._library.make_current(photo_id)
        self.show_current()

    def selected_ids(self) -> list[int]:
        """The photographs that are seen in the selected cells, or the current one."""
        rows = sorted(row for span in self._spans() for row in range(span.top(), span.bottom() + 1))
        current = self._library.current_id
        return [self.photos.id_at(row) for row in rows] or ([current] if current is not None else [])

    def select_current_alone(self) -> None:
        """Takes all others out of the selection."""
        self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def step(self, by: int) -> None:
        """Goes on by so many cells, as far as there are any."""
        row = self.photos.row_of(self._library.current_id)
        if row is not None:
            self._library.make_current(self.photos.id_at(max(0, min(row + by, self.photos.rowCount() - 1))))
            self.show_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer cells are in sight."""
        super().resizeEvent(event)
        self._spread()
        self._stay()

    def showEvent(self, event: QShowEvent) -> None:
        """What was loaded last may have been for another view."""
        super().showEvent(event)
        self._soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel changes the size of the thumbnails."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.size_wished.emit(self._cell.side + (20 if event.angleDelta().y() > 0 else -20))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A star gives so many to this photograph, whatever is selected; a picture can be dragged from here."""
        at, is_left = event.position().toPoint(), event.button() == Qt.MouseButton.LeftButton
        index, stars = self.indexAt(at), self._stars_at(at)
        if is_left and stars is not None and not event.modifiers():
            photo_id = self.photos.id_at(index.row())
            self.go_to(photo_id) if not self.selectionModel().isSelected(index) else self._choose()
            self.stars_pressed.emit(photo_id, stars)
            return
        self._dragged_from = at if is_left and self._cell.has_picture_at(self.visualRect(index), at) else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is selected is dragged out of the window by a picture; beside the pictures dragging selects."""
        at = event.position().toPoint()
        on_stars = not event.buttons() and self._stars_at(at) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_stars else Qt.CursorShape.ArrowCursor)
        if self._dragged_from is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
        elif (at - self._dragged_from).manhattanLength() >= QApplication.startDragDistance():
            self._dragged_from = None
            self.startDrag(Qt.DropAction.CopyAction)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Offers the files of what is selected to be copied or linked: a drag moves no original."""
        drag, ids = QDrag(self), self.selected_ids()
        drag.setMimeData(file_data(self._library, ids))
        drag.setPixmap(drag_picture(self._library, self._thumbnails, ids, self.devicePixelRatioF()))
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.LinkAction, Qt.DropAction.CopyAction)

    def keyboardSearch(self, search: str) -> None:
        """A letter that is no key of the program does nothing, instead of jumping to some name."""

    def start_at_first(self) -> None:
        """Makes the first photograph the current one, as long as nobody has chosen another."""
        if self._library.current_id == self._given and not self.isHidden():
            self._give_first()
            self.show_current()
        self._choose()

    def _stars_at(self, at: QPoint) -> int | None:
        index = self.indexAt(at)
        place = self.visualRect(index)
        return self._cell.stars_at(place, at, self.photos.id_at(index.row())) if index.isValid() else None

    def _stay(self) -> None:
        """Where cells are spread anew: the current photograph stays in sight, or what was looked at instead."""
        row = self.photos.row_of(self._library.current_id)
        if row is not None and (not self._seen or row in self._seen):
            self.scrollTo(self.photos.index(row))
        elif self._seen.start < self.photos.rowCount():
            self.scrollTo(self.photos.index(self._seen.start), QAbstractItemView.ScrollHint.PositionAtTop)

    def _set_up(self) -> None:
        self.setModel(self.photos)
        self.setItemDelegate(self._cell)
        self.setObjectName("grid")
        self.setAccessibleName("Photographs")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)  # a hand over the stars
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setViewportMargins(EDGE, EDGE, 0, EDGE)
        self._spread()

    def _listen(self) -> None:
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        self.photos.modelAboutToBeReset.connect(self._remember_selected)
        self._library.answer_changed.connect(self._answered)
        self._library.photos_changed.connect(lambda _ids: self._soon.start())
        self._library.current_changed.connect(self._follow)
        self._library.marked.connect(self._choose)
        self.pressed.connect(self._choose)
        self.selectionModel().currentChanged.connect(self._moved)
        self.selectionModel().selectionChanged.connect(self._count_selected)

    def _moved(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            photo_id = self.photos.id_at(index.row())
            if photo_id != self._given:
                self._choose()
            self._library.make_current(photo_id)

    def _spans(self) -> list[QItemSelectionRange]:
        return self.selectionModel().selection().toList()

    def _count_selected(self) -> None:
        self.selected_changed.emit(sum(span.height() for span in self._spans()))

    def _choose(self) -> None:
        """The person has the current photograph in hand: it did not become so by itself."""
        self._given = None

    def _follow(self) -> None:
        """Whoever made another photograph current: the keys and the frame go where it is."""
        self._last = self._library.current_id or self._last
        if self.photos.row_of(self._library.current_id) != self.currentIndex().row():
            self.show_current()

    def _answered(self) -> None:
        self._choose_current()
        self.show_current()
        self._select_again()
        self._soon.start()

    def select_again(self, ids: list[int]) -> None:
        """Selects these too, as far as they are shown, if the current one is among them."""
        self._selected = ids
        self._select_again()

    def _remember_selected(self) -> None:
        self._selected = self.selected_ids()

    def _select_again(self) -> None:
        """Several that were selected stay so, as far as they are shown, while the current one is among them."""
        if len(self._selected) < 2 or self._library.current_id not in self._selected:
            return
        selection = QItemSelection()
        for first, last in self.photos.spans_of(self._selected):
            selection.select(self.photos.index(first), self.photos.index(last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    def _choose_current(self) -> None:
        """The current photograph stays so in every order; what a filter had hidden is current again when it is back.

        Where nobody has chosen one yet, every order begins at its first.
        """
        library, sort = self._library, self._library.query.sort
        lost = self._lost if library.current_id == self._instead else None
        is_new, self._sort, self._lost = sort != self._sort, sort, None
        is_given = library.current_id == self._given and not self.isHidden()
        if is_given and is_new:
            self._give_first()
        elif self.photos.row_of(lost) is not None:
            library.make_current(lost)
        elif self.photos.row_of(library.current_id) is None:
            self._lost = self._last if lost is None else lost
            self._give_first()
        else:
            self._lost = lost
            if is_given:
                self._give_first()

    def _give_first(self) -> None:
        self._given = self._instead = self.photos.id_at(0) if self.photos.rowCount() else None
        self._library.make_current(self._given)

    def _look_around(self) -> None:
        """What is in sight is loaded first, then a screenful on either side; nothing while it is hidden."""
        if self.isHidden():
            return
        rows = self.visible_rows()
        self._seen = rows if self.isVisible() else self._seen
        ids = [self.photos.id_at(row) for row in rows]
        self.on_screen.emit(ids)
        below = range(rows.stop, min(rows.stop + len(rows), self.photos.rowCount()))
        above = range(max(0, rows.start - len(rows)), rows.start)
        around = [*ids, *(self.photos.id_at(row) for row in (*below, *above))]
        wanted = self._library.pictures(around)
        order = [wanted[id_] for id_ in around if id_ in wanted]
        self._thumbnails.want(order, round(self._cell.picture_width * self.devicePixelRatioF()))

    def _spread(self) -> None:
        self._cell.spread(self.viewport().width())
        self.setGridSize(self._cell.size)
        self._soon.start()
