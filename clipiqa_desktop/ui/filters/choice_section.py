"""A section of the left panel whose rows filter: a click turns one on, another click off again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidgetItem, QVBoxLayout, QWidget

from clipiqa_desktop.ui.filters.choices import Choice
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.tree import Tree, heading, set_count, tree_item, tree_items


class ChoiceSection(QWidget):
    """Shows what `choices` answers, and nothing at all where that is nothing."""

    def __init__(self, title: str, choices: Callable[[Library], list[Choice]], library: Library) -> None:
        super().__init__()
        self._library, self._choices = library, choices
        self._shown: list[Choice] = []
        self.tree = _PressedTree(title, self._press)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(title))
        layout.addWidget(self.tree)
        library.counts_changed.connect(self.show_choices)
        self.show_choices()

    def show_choices(self) -> None:
        """Shows the rows anew; they are only replaced where there are others than before."""
        before, self._shown = self._shown, self._choices(self._library)
        if [each.title for each in before] != [each.title for each in self._shown]:
            self._replace_rows()
        for item, each in zip(tree_items(self.tree), self._shown, strict=True):
            set_count(item, each.count)
            item.setSelected(each.active)
        self.tree.fit_counts()
        self.setVisible(bool(self._shown))

    def _replace_rows(self) -> None:
        current = [item.text(0) for item in (self.tree.currentItem(),) if item]
        self.tree.clear()
        self.tree.addTopLevelItems([tree_item(each.title, row) for row, each in enumerate(self._shown)])
        for item in tree_items(self.tree):
            if item.text(0) in current:
                self.tree.setCurrentItem(item)
        self.tree.updateGeometry()

    def _press(self, item: QTreeWidgetItem) -> None:
        self._library.ask(self._shown[self.tree.indexOfTopLevelItem(item)].asks)


class _PressedTree(Tree):
    """Its selection says what filters; only a press changes that, not the walk of the keyboard."""

    def __init__(self, title: str, press: Callable[[QTreeWidgetItem], None]) -> None:
        super().__init__(title)
        self._press = press
        self.setSelectionMode(Tree.SelectionMode.NoSelection)
        self.itemClicked.connect(lambda item, _column: press(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter press the current row."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter} and (item := self.currentItem()):
            self._press(item)
        else:
            super().keyPressEvent(event)
