"""The rows of the left panel: a name, a count, and what they stand for."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QLabel, QSizePolicy, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.plain import PlainLabel

VALUE_ROLE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Tree(QTreeWidget):
    """A tree as high as its rows, or as the panel allows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the photographs
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # folders are often told apart by their ends
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # asking for the room of every row after every change of one takes seconds for thousands of folders
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.ensurePolished()

    def fit_counts(self) -> None:
        """Gives the counts as much room as the longest of them takes."""
        longest = max(tree_items(self), key=lambda item: len(item.text(1)), default=None)
        if longest:
            self.header().resizeSection(1, self.sizeHintForIndex(self.indexFromItem(longest, 1)).width())

    def changeEvent(self, event: QEvent) -> None:
        """Counts have a colour of their own, in every theme another, and the room that the style leaves them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit_counts()
            for item in tree_items(self):
                item.setForeground(1, _brush(style.current().quiet_on_hover))

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(super().sizeHint().width(), len(tree_items(self)) * max(self.sizeHintForRow(0), 24) + 4)

    def minimumSizeHint(self) -> QSize:
        """The same: the panel scrolls as a whole."""
        return QSize(0, self.sizeHint().height())


def tree_item(title: str, value: object) -> QTreeWidgetItem:
    """A row that stands for `value`, with room for a count."""
    item = QTreeWidgetItem([title, ""])
    item.setData(0, VALUE_ROLE, value)
    item.setToolTip(0, plain_tooltip(displayable_name(str(value)) if isinstance(value, Path) else title))
    item.setTextAlignment(1, _RIGHT)
    item.setForeground(1, _brush(style.current().quiet_on_hover))
    return item


@lru_cache
def _brush(colour: str) -> QBrush:
    return QBrush(QColor(colour))


def set_count(item: QTreeWidgetItem, count: int) -> None:
    """The number on the right of a row."""
    if item.text(1) != (text := f"{figures(count)}"):
        item.setText(1, text)


def tree_items(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    """All rows, from top to bottom."""
    every = QTreeWidgetItemIterator(tree)
    found = []
    while item := every.value():
        found.append(item)
        every += 1
    return found


def heading(title: str) -> QLabel:
    """The quiet capitals over a section."""
    label = PlainLabel(title)
    label.setProperty("heading", True)
    label.setContentsMargins(14, 10, 14, 6)
    return label
