"""The keys of grid, loupe, compare and survey."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from clipiqa_desktop.ui.actions import Actions, Entry, spelled
from clipiqa_desktop.ui.views.mode_buttons import ModeButtons
from clipiqa_desktop.ui.views.modes import MODES, Viewing


class ViewingActions(QObject):
    """Keeps the views, their keys and the mode buttons in step; `leave` is what Escape does in the grid."""

    def __init__(
        self, viewing: Viewing, buttons: ModeButtons, leave: Callable[[], None], actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._viewing, self._leave, self._actions = viewing, leave, actions
        for mode, key in MODES.items():
            entry = Entry("View", mode, mode.capitalize(), (key,))
            actions.add(entry, partial(viewing.show_mode, mode))
        viewing.loupe.spell_keys = lambda action: spelled(actions.keys(action))
        actions.keys_changed.connect(lambda: self._show_keys(buttons))
        self._show_keys(buttons)
        buttons.asked.connect(viewing.show_mode)
        buttons.asked.connect(lambda _mode: self._show(buttons))
        viewing.mode_changed.connect(lambda _mode: self._show(buttons))
        viewing.overlays_changed.connect(self._show_checks)
        self._add_inside()
        self._add_zoom()

    def _add_inside(self) -> None:
        """What Space, Escape, Enter, Delete and Ctrl+A do while the keyboard is with the photographs."""
        for name, text, keys, run in (
            ("look", "Look at it large, and back", ("Space",), self._look),
            ("back", "Back to the grid", ("Esc",), self._back),
            ("promote", "Compare: the challenger wins. Survey: keep this one", ("Return", "Enter"), self._promote),
            ("drop", "Survey: take this one out", ("Del", "Backspace", "-"), self._viewing.drop),
        ):
            self._actions.add(Entry("View", name, text, keys, group=1), run, within=self._viewing)
        for name, text, key, run in (
            ("select_all", "Select all", "Ctrl+A", self._viewing.select_all),
            ("select_none", "Select the current one alone", "Ctrl+D", self._viewing.select_none),
        ):
            self._actions.add(Entry("Edit", name, text, (key,), group=1), run, within=self._viewing)

    def _add_zoom(self) -> None:
        viewing = self._viewing
        words = "100 % at the pointer, else at the eyes or where it is sharpest; and back"
        self._actions.add(Entry("View", "zoom_100", words, ("Z",), group=2), viewing.toggle_100)
        for name, text, key, run in (
            ("clipping", "Clipped highlights and shadows", "J", viewing.toggle_clipping),
            ("peaking", "What is in focus", "F", viewing.toggle_peaking),
            ("histogram", "Histogram of the colours, in the loupe", "H", viewing.toggle_histogram),
        ):
            self._actions.add(Entry("View", name, text, (key,), checkable=True, group=2), run)

    def _look(self) -> None:
        self._viewing.show_mode("grid" if self._viewing.mode == "loupe" else "loupe")

    def _back(self) -> None:
        if self._viewing.mode == "grid":
            self._leave()
        else:
            self._viewing.show_mode("grid")

    def _promote(self) -> None:
        if self._viewing.mode == "grid":
            self._viewing.show_mode("loupe")
        elif self._viewing.mode == "survey":
            self._actions["stack_keep"].trigger()
        else:
            self._viewing.promote()

    def _show_keys(self, buttons: ModeButtons) -> None:
        for mode in MODES:
            buttons.show_keys(mode, self._actions.keys(mode))
        self._viewing.loupe.ghost.update()

    def _show(self, buttons: ModeButtons) -> None:
        buttons.show_mode(self._viewing.mode)
        self._viewing.setFocus()

    def _show_checks(self) -> None:
        self._actions["clipping"].setChecked(self._viewing.clipping)
        self._actions["peaking"].setChecked(self._viewing.peaking)
        self._actions["histogram"].setChecked(self._viewing.histogram)
