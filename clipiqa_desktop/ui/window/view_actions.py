"""What the window shows of itself: panels, thumbnail size and names, full screen, theme."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractSlider, QApplication, QMainWindow, QWidget

from clipiqa_desktop.settings import NAMES, THEME, Settings
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.actions import Actions, Entry

SIDE_STEP = 30


class ViewActions(QObject):
    """Shows and hides the panels `left` and `right`, and moves the slider of the thumbnail size.

    The whole screen is for the photographs alone: panels and `bars` are hidden there, until it is left, or a panel is
    asked for.
    """

    theme_changed = Signal()
    names_switched = Signal(bool)  # whether names stand under the thumbnails
    lost_keyboard = Signal()  # it was in a panel that is hidden now

    def __init__(
        self,
        window: QMainWindow,
        left: QWidget,
        right: QWidget,
        bars: Sequence[QWidget],
        slider: QAbstractSlider,
        settings: Settings,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._left, self._right, self._slider = window, left, right, slider
        self._settings, self._actions = settings, actions
        self._bars, self._hidden = bars, list[QWidget]()  # what stands there again when the full screen is left
        checked = (
            ("toggle_left", "Left panel", "F7", self._toggle_left),
            ("toggle_right", "Right panel", "F8", self._toggle_right),
            ("toggle_full_screen", "Photographs fill the screen", "F11", self.toggle_full_screen),
        )
        for name, text, key, run in checked:
            actions.add(Entry("View", name, text, (key,), checkable=True, group=3), run)
        panels = Entry("View", "toggle_panels", "Both panels", ("Ctrl+Tab", "Shift+F7"), group=3)
        larger = Entry("View", "larger", "Larger thumbnails", ("Ctrl++", "Ctrl+="), group=4)
        smaller = Entry("View", "smaller", "Smaller thumbnails", ("Ctrl+-",), group=4)
        actions.add(panels, self._toggle_panels)
        actions.add(larger, lambda: self._resize(SIDE_STEP))
        actions.add(smaller, lambda: self._resize(-SIDE_STEP))
        names = Entry("View", "toggle_names", "File names under thumbnails", ("Ctrl+Shift+N",), checkable=True, group=4)
        actions.add(names, self._toggle_names)
        actions.add(Entry("View", "toggle_light", "Light theme", checkable=True, group=5), self._toggle_light)

    def show_checks(self) -> None:
        """Brings the check marks in the menu up to date."""
        self._actions["toggle_left"].setChecked(not self._left.isHidden())
        self._actions["toggle_right"].setChecked(not self._right.isHidden())
        self._actions["toggle_full_screen"].setChecked(self._window.isFullScreen())
        self._actions["toggle_names"].setChecked(self._settings.get(NAMES))
        self._actions["toggle_light"].setChecked(style.current() is style.LIGHT)

    def toggle_full_screen(self) -> None:
        """The whole screen for photographs alone, and back."""
        if self._window.isFullScreen():
            for widget in self._hidden:
                widget.show()
            self._hidden = []
        else:
            self.hide_bars()
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.show_checks()

    def hide_bars(self) -> None:
        """What stands around the photographs goes, until the full screen is left."""
        focus = self._window.focusWidget()
        self._hidden = [widget for widget in (self._left, self._right, *self._bars) if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        if focus and not focus.isVisible():
            self.lost_keyboard.emit()

    @property
    def panels(self) -> tuple[bool, bool]:
        """Whether left and right are shown, or will be when the full screen is left."""
        left, right = (not panel.isHidden() or panel in self._hidden for panel in (self._left, self._right))
        return left, right

    def leave_full_screen(self) -> None:
        """Back to a window, if it is not one."""
        if self._window.isFullScreen():
            self.toggle_full_screen()

    def _toggle_left(self) -> None:
        self._set_panels(left=self._left.isHidden(), right=not self._right.isHidden())

    def _toggle_right(self) -> None:
        self._set_panels(left=not self._left.isHidden(), right=self._right.isHidden())

    def _toggle_panels(self) -> None:
        show = self._left.isHidden() and self._right.isHidden()
        self._set_panels(left=show, right=show)

    def _set_panels(self, *, left: bool, right: bool) -> None:
        focus = self._window.focusWidget()
        self._left.setVisible(left)
        self._right.setVisible(right)
        if focus and not focus.isVisible():
            self.lost_keyboard.emit()
        self.show_checks()

    def _resize(self, by: int) -> None:
        self._slider.setValue(self._slider.value() + by)

    def _toggle_names(self) -> None:
        self._settings.set(NAMES, not self._settings.get(NAMES))
        self.names_switched.emit(self._settings.get(NAMES))
        self.show_checks()

    def _toggle_light(self) -> None:
        self.show_theme(style.DARK if style.current() is style.LIGHT else style.LIGHT)

    def show_theme(self, theme: style.Theme) -> None:
        """Dresses the whole program, and remembers it."""
        self._settings.set(THEME, theme.name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, theme)
        self.theme_changed.emit()
        self.show_checks()
