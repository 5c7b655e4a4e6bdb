"""A second window with the current photograph alone, for another screen."""

from dataclasses import replace

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.ui.views.canvas import PhotoCanvas, ViewContext
from clipiqa_desktop.ui.views.frame_prefetcher import Side
from clipiqa_desktop.ui.views.page import SETTLE_MS
from clipiqa_desktop.ui.views.view import SharedView
from clipiqa_desktop.ui.widgets.timers import single_shot

_TITLE = "CLIP-IQA Desktop"
_USUAL_SIZE, _MOST_OF_SCREEN = QSize(900, 640), 0.75


class SecondWindow(QWidget):
    """Fills another screen where there is one, else it is a window like others. The keyboard stays with the first."""

    closed = Signal()

    def __init__(self, context: ViewContext, first: QWidget) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self._context, self._first = replace(context, view=SharedView(self)), first
        self.canvas = PhotoCanvas(self._context)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.resize(_USUAL_SIZE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self._settled = single_shot(self, SETTLE_MS)
        self._settled.timeout.connect(self._want_frame)
        self.canvas.resized.connect(self._settled.start)
        self._context.view.changed.connect(self._want_frame)
        for changed in (
            context.library.current_changed,
            context.library.answer_changed,
            context.library.photos_changed,
        ):
            changed.connect(self._follow)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._leave_screen)

    def open(self, geometry: QByteArray) -> None:
        """Fills the other screen, or stands where it stood last."""
        self.restoreGeometry(geometry)
        screen = self._other_screen()
        if screen:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        # Not `showFullScreen`, which would ask for the keyboard.
        self.setWindowState(Qt.WindowState.WindowFullScreen if screen else Qt.WindowState.WindowNoState)
        self.show()
        self._follow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """By its own frame."""
        super().closeEvent(event)
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Its frames are wanted no more."""
        super().hideEvent(event)
        self._settled.stop()
        self._context.prefetcher.want_beside([])

    def _follow(self, _ids: object = None) -> None:
        if not self.isVisible():
            return
        photo = self._context.prefetcher.photo(self._context.library.current_id)
        self.canvas.show_photo(photo)
        name = displayable_name(photo.path.name) if photo else ""
        self.setWindowTitle(f"{name} – {_TITLE}" if name else _TITLE)
        self.canvas.setAccessibleName(name or "No photograph")
        self._want_frame()

    def _want_frame(self) -> None:
        if not self.isVisible():
            return
        photo, near = self.canvas.photo, self._context.view.now.zoom is not None
        sides: list[Side] = [(photo.id, self.canvas.fitting_side(photo))] if photo else []
        self._context.prefetcher.want_beside([*sides, *((photo.id, None) for _ in range(near) if photo)])

    def _other_screen(self) -> QScreen | None:
        return next((each for each in QGuiApplication.screens() if each is not self._first.screen()), None)

    def _leave_screen(self, _screen: QScreen) -> None:
        """It must neither lie over all of the first window nor where there is no screen any more."""
        if self.isFullScreen() and self._other_screen() is None:
            self.setWindowState(Qt.WindowState.WindowNoState)
            room = self._first.screen().availableGeometry()
            place = QRect(QPoint(), _USUAL_SIZE.boundedTo(room.size() * _MOST_OF_SCREEN))
            place.moveCenter(room.center())
            self.setGeometry(place)
