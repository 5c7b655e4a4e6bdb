"""What is switched on and changes what keys do, or how photographs look: said in the bar below."""

from PySide6.QtCore import QObject

from clipiqa_desktop.ui.actions import Actions, spelled
from clipiqa_desktop.ui.indexing.bottom_bar import BottomBar
from clipiqa_desktop.ui.marks.mark_actions import MarkActions
from clipiqa_desktop.ui.views.modes import Viewing


class SwitchedOn(QObject):
    """Keeps the bar in step with the overlays and with what goes on after a mark, and names their keys of now."""

    def __init__(
        self, viewing: Viewing, marks: MarkActions, bottom: BottomBar, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._viewing, self._marks, self._bottom, self._actions = viewing, marks, bottom, actions
        for changed in (viewing.overlays_changed, marks.going_on_changed, actions.keys_changed):
            changed.connect(self._show)

    def _show(self) -> None:
        on = (
            (self._viewing.clipping, f"Blown is red, blocked is blue{self._key('clipping')}"),
            (self._viewing.peaking, f"Sharp is green, sharpest amber{self._key('peaking')}"),
            (self._marks.goes_on, f"Marks go on ({self._marks.goes_on})"),
        )
        self._bottom.show_switches(" · ".join(words for is_on, words in on if is_on))

    def _key(self, name: str) -> str:
        keys = spelled(self._actions.keys(name))
        return f" ({keys})" if keys else ""
