"""Filters with their order under a name: saved, renamed, deleted."""

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.query.presets import Presets
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.filters.chips import chips
from clipiqa_desktop.ui.filters.choice_section import ChoiceSection
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import sort_words
from clipiqa_desktop.ui.widgets.menu import Menu
from clipiqa_desktop.ui.widgets.name_dialog import NameDialog
from clipiqa_desktop.ui.widgets.plain import Icon, tell


class PresetActions(QObject):
    """Keeps the presets and the section that shows them in step."""

    said = Signal(str)

    def __init__(
        self, library: Library, presets: Presets, section: ChoiceSection, actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library, self._presets, self._section, self._window = library, presets, section, window
        actions.add(
            Entry("Sort and filter", "save_preset", "Save filters and order…", ("Ctrl+Shift+S",)), self._ask_to_save
        )
        section.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        section.tree.customContextMenuRequested.connect(self._open_menu)

    def save(self, name: str) -> None:
        """Keeps the present filters and order under this name."""
        self._change(lambda: self._presets.save(name, self._library.query), f"Saved as “{name.strip()}”")

    def rename(self, old: str, new: str) -> None:
        """Gives a preset another name."""
        self._change(lambda: self._presets.rename(old, new), f"“{old}” is “{new.strip()}” now")

    def delete(self, name: str) -> None:
        """Forgets a preset; no photograph is touched."""
        self._change(lambda: self._presets.delete(name), f"“{name}” is deleted")

    def _change(self, change: Callable[[], None], words: str) -> None:
        try:
            change()
        except UserError as error:
            tell(self._window, Icon.Information, "Filters", str(error))
            return
        self._section.show_choices()
        self.said.emit(words)

    def _ask_to_save(self) -> None:
        if not self._library.query.filters:
            self.said.emit("There is no filter to save")
            return
        filters = "; ".join(chip.words for chip in chips(self._library))
        about = f"{filters}. In the order {sort_words(self._library.query, self._library.fields)}."
        known = self._presets.names()
        dialog = NameDialog("Save filters and order", about, "Save", lambda _name: "", self._window, replaced=known)
        if name := dialog.ask():
            self.save(name)

    def _open_menu(self, at: QPoint) -> None:
        item = self._section.tree.itemAt(at)
        name = item.text(0) if item else ""
        if name not in self._presets.names():
            return
        menu = Menu(self._window)
        menu.addAction("Rename…", lambda: self._ask_to_rename(name))
        menu.addAction("Delete", lambda: self.delete(name))
        menu.exec(self._section.tree.viewport().mapToGlobal(at))

    def _ask_to_rename(self, name: str) -> None:
        others = [each for each in self._presets.names() if each != name]
        dialog = NameDialog("Rename saved filters", "", "Rename", partial(_taken, others), self._window, name=name)
        if new := dialog.ask():
            self.rename(name, new)


def _taken(others: Collection[str], name: str) -> str:
    return "There is one of this name already: choose another name." if name in others else ""
