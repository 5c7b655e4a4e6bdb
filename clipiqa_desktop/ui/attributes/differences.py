"""Where the photographs that are compared stand, and on a key in what they differ most."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from clipiqa_desktop.ui.actions import Actions, Entry, spelled
from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.views.modes import Viewing

_NAME = "differences_first"


class Differences(QObject):
    """Keeps the list of attributes in step with compare and survey; elsewhere its key and its button rest."""

    def __init__(self, viewing: Viewing, panel: AttributePanel, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._viewing, self._panel, self._actions = viewing, panel, actions
        entry = Entry("Sort and filter", _NAME, "Largest differences first", ("D",), checkable=True)
        self._action = actions.add(entry, lambda: panel.put_differences_first(self._action.isChecked()))
        self._button = QPushButton("Largest differences first", flat=True)
        self._button.setCheckable(True)
        self._button.setProperty("quiet", True)
        panel.list.put_at_head(self._button)
        self._button.clicked.connect(self._action.trigger)
        self._action.toggled.connect(self._button.setChecked)
        actions.keys_changed.connect(self._describe)
        viewing.shown_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._panel.compare(self._viewing.numbers())
        self._action.setEnabled(self._panel.compares)
        self._button.setVisible(self._panel.compares)
        self._describe()

    def _describe(self) -> None:
        keys = spelled(self._actions.keys(_NAME))
        count = len(self._viewing.numbers())
        self._button.setToolTip(f"In what these {count} photographs differ most ({keys})")
        self._button.setAccessibleDescription(
            f"{count} photographs are compared; the names of the histograms tell where each of them stands"
        )
