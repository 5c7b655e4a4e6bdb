"""The entry that opens the dialog of the settings, which is imported then."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.weights_switch import WeightsSwitch
from clipiqa_desktop.ui.window.view_actions import ViewActions

if TYPE_CHECKING:
    from clipiqa_desktop.ui.settings.dialog import SettingsDialog


class SettingsSwitch(QObject):
    """Adds the entry "Settings…"."""

    frames_memory_changed = Signal(object)  # bytes, more than Qt's own integers hold

    def __init__(
        self,
        indexing: Indexing,
        weights: WeightsSwitch,
        view: ViewActions,
        make_stacks_page: Callable[[], QWidget],
        settings: Settings,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._indexing, self._weights, self._view = indexing, weights, view
        self._make_stacks_page = make_stacks_page
        self._settings, self._actions, self._window = settings, actions, window
        actions.add(Entry("File", "settings", "Settings…", ("Ctrl+,",), group=2), self.open)

    def open(self) -> "SettingsDialog":
        """Shows the dialog, over the window until it is closed."""
        from clipiqa_desktop.ui.settings.dialog import SettingsDialog
        from clipiqa_desktop.ui.settings.general_page import GeneralPage
        from clipiqa_desktop.ui.settings.keys_page import KeysPage
        from clipiqa_desktop.ui.settings.sidecars_page import SidecarsPage

        general = GeneralPage(self._settings, self._indexing, self._weights, self._view.show_theme)
        general.frames_memory_changed.connect(self.frames_memory_changed)
        sidecars = SidecarsPage(self._settings, self._indexing.start)
        dialog = SettingsDialog(general, self._make_stacks_page(), sidecars, KeysPage(self._actions), self._window)
        dialog.open()
        return dialog
