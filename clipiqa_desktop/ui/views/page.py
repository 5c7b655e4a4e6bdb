"""What loupe, compare and survey have in common: keys, requests for frames, and the library they follow."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.mark_painting import NOT_SAVED
from clipiqa_desktop.ui.grid.mark_words import marks_notice
from clipiqa_desktop.ui.views.canvas import PhotoCanvas, ViewContext
from clipiqa_desktop.ui.views.frame_prefetcher import Side
from clipiqa_desktop.ui.widgets.timers import single_shot

SETTLE_MS = 80
REST_MS = 250  # so long a photograph stays until its full size is worth decoding
THUMBNAIL_SIDE = 512  # as large as they are kept
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Page(QWidget):
    """Between `enter` and `leave` it follows the library; outside of that it rests."""

    shown_changed = Signal()
    said = Signal(str)
    over = Signal()  # there is not enough left to show
    on_screen = Signal(object)

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.entered = self.rested = False
        self._fresh = False  # shown just now, perhaps not yet laid out
        self.keys: dict[Qt.Key, Callable[[], object]] = {}
        self._rest = single_shot(self, REST_MS)
        self._rest.timeout.connect(self._have_rested)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._settled = QTimer(self, singleShot=True)
        self._settled.timeout.connect(self.while_entered(self.request_frames))
        for signal, slot in (
            (context.library.answer_changed, self.answered),
            (context.library.current_changed, self.current_moved),
            (context.library.photos_changed, self.touched),
            (context.library.marked, self.was_marked),
            (context.view.changed, self.looked),
        ):
            signal.connect(self.while_entered(slot))

    # what each page says for itself

    @abstractmethod
    def enter(self, ids: Sequence[int]) -> bool:
        """Shows what is chosen; False where there is too little of it, which `said` tells."""

    @abstractmethod
    def shown(self) -> list[tuple[int, int]]:
        """The number and the id of every photograph in sight."""

    @abstractmethod
    def active_canvas(self) -> PhotoCanvas:
        """Where the active photograph is."""

    @abstractmethod
    def canvases(self) -> list[PhotoCanvas]:
        """All of them."""

    @abstractmethod
    def sides(self, *, near: bool) -> list[Side]:
        """The frames to request, most urgent first; `near` says that one looks at single pixels."""

    @abstractmethod
    def answered(self) -> None:
        """Other photographs are in the answer, or in another order."""

    @abstractmethod
    def current_moved(self) -> None:
        """The library has another current photograph."""

    @abstractmethod
    def step(self, by: int) -> None:
        """Goes on by so many."""

    @abstractmethod
    def show_marks(self) -> None:
        """Brings names and marks up to date."""

    # what they share

    def while_entered(self, slot: Callable[..., None]) -> Callable[..., None]:
        """The slot, deaf while another page is shown."""

        def run(*arguments: object) -> None:
            if self.entered:
                slot(*arguments)

        return run

    def leave(self) -> None:
        """Another page is shown from now on."""
        self.entered = False
        self._rest.stop()
        self._settled.stop()

    def targets(self) -> list[int]:
        """The active photograph, as long as it is in the answer."""
        photo = self.active_canvas().photo
        return [photo.id] if photo and photo.id in self.context.library.ids else []

    def advance(self) -> None:
        """What comes next after a mark."""
        self.step(1)

    def canvas_in_hand(self) -> PhotoCanvas:
        """The canvas under the pointer, else the active one."""
        return next((each for each in self.canvases() if each.has_pointer), self.active_canvas())

    def touched(self, ids: Collection[int]) -> None:
        """Pixels, scores or marks of these photographs have changed."""
        other_content = False
        for canvas in self.canvases():
            if (known := canvas.photo) and known.id in ids and (fresh := self.context.prefetcher.photo(known.id)):
                canvas.show_photo(fresh)
                looks = (known.fingerprint, known.turned)
                other_content = other_content or (fresh.fingerprint, fresh.turned) != looks
        self.show_marks()
        if other_content:
            self.request_frames()

    def was_marked(self, ids: Collection[int]) -> None:
        """A short notice over what was marked."""
        columns = self.context.library.columns
        for canvas in self.canvases():
            if canvas.photo and canvas.photo.id in ids:
                for row in columns.rows([canvas.photo.id]):
                    canvas.say(marks_notice(columns, int(row)) + self.unsaved_words(canvas.photo.id))

    def unsaved_words(self, photo_id: int) -> str:
        """What follows the marks of a photograph that are not saved yet."""
        return f" · {NOT_SAVED}" if photo_id in self.context.library.unsaved else ""

    def looked(self) -> None:
        """Another zoom or another place."""
        self.request_frames()

    def request_frames_soon(self) -> None:
        """Requests anew once the size has settled."""
        self._settled.start(0 if self._fresh else SETTLE_MS)

    def request_frames(self) -> None:
        """Requests anew what is needed now, and a moment later for what is needed if it stays so."""
        if not self.isVisible():
            return  # its size is not the one that it will be shown in
        self._fresh = self.rested = False
        self._rest.start()
        self._tell_prefetcher()

    def _have_rested(self) -> None:
        self.rested = True
        self._tell_prefetcher()

    def _tell_prefetcher(self) -> None:
        sides = self.sides(near=self.context.view.now.zoom is not None)
        self.context.prefetcher.want(list(dict.fromkeys(sides)))

    def want_thumbnails(self, ids: Sequence[int]) -> None:
        """Loads these first; the grid is hidden and wants none."""
        known = self.context.library.pictures(ids)
        self.context.thumbnails.want([known[id_] for id_ in ids if id_ in known], THUMBNAIL_SIDE)
        self.on_screen.emit(list(ids))

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Does what the key means."""
        if meaning := self._meaning(event):
            meaning()
        else:
            super().keyPressEvent(event)

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in _ARROWS:
            return lambda: self.active_canvas().pan(*_ARROWS[key])
        if modifiers == Qt.KeyboardModifier.AltModifier and key in _ARROWS:
            return lambda: self.active_canvas().pan(*_ARROWS[key], alone=True)
        return self.keys.get(key) if modifiers == Qt.KeyboardModifier.NoModifier else None

    def showEvent(self, event: QShowEvent) -> None:
        """Requests as soon as it is laid out."""
        super().showEvent(event)
        self._fresh = True
        self.request_frames_soon()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows that the keyboard is here."""
        super().focusInEvent(event)
        self.show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Shows that it is elsewhere."""
        super().focusOutEvent(event)
        self.show_focus()

    def show_focus(self) -> None:
        """Brings frames up to date with where the keyboard is."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground between the photographs."""
        QPainter(self).fillRect(self.rect(), QColor(style.current().loupe))
