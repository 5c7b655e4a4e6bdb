"""Compares the focus of the frames of each stack beside the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.culling.stacks.stack_eyes import eyes_in_stacks
from clipiqa_desktop.culling.stacks.stack_focus import focus_in_stacks
from clipiqa_desktop.ui.widgets.catalog_thread import CatalogThread


class StackFocusThread(CatalogThread):
    """The last question of each who asks is answered; whoever asked knows the answer by the stacks, the same object."""

    compared = Signal(object, object, object)  # Stacks, their StackFocus and their StackEyes

    def __init__(self, open_catalog: Callable[[], Catalog], parent: QObject | None = None) -> None:
        super().__init__(open_catalog, parent)
        self._wanted: dict[object, Stacks] = {}

    def compare(self, stacks: Stacks, who: object) -> None:
        """Asks for the focus of these."""
        with self._changed:
            self._wanted[who] = stacks
        self._wish()

    @property
    def _has_work(self) -> bool:
        return bool(self._wanted)

    def _work(self, catalog: Catalog) -> None:
        with self._changed:
            stacks = next(iter(self._wanted.values()))
            self._wanted = {who: each for who, each in self._wanted.items() if each is not stacks}
        focus, eyes = focus_in_stacks(catalog, stacks), eyes_in_stacks(catalog, stacks)
        with self._changed:
            is_outdated = any(each is stacks for each in self._wanted.values())  # asked again, for more is known since
        if not is_outdated:
            self.compared.emit(stacks, focus, eyes)
