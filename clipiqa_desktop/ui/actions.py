"""What can be done in the window, once: menus, keys and the list of keys are made from this table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget


@dataclass(frozen=True)
class Entry:
    """One thing to do: `name` is the method of the main window that does it."""

    menu: str
    name: str
    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False


ENTRIES = (
    Entry("File", "add_folder", "Add folder…", ("Ctrl+O",)),
    Entry("File", "look_again", "Look through all folders again", ("F5",)),
    Entry("File", "choose_weights", "Choose weights file…"),
    Entry("File", "download_weights", "Download weights"),
    Entry("File", "close", "Quit", ("Ctrl+Q",)),
    Entry("Mark", "undo", "Undo", ("Ctrl+Z",)),
    Entry("Mark", "redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Entry("View", "toggle_left", "Left panel", ("F7",), checkable=True),
    Entry("View", "toggle_right", "Right panel", ("F8",), checkable=True),
    Entry("View", "toggle_panels", "Both panels", ("Ctrl+Tab", "Shift+F7")),
    Entry("View", "larger", "Larger thumbnails", ("Ctrl++", "Ctrl+=")),
    Entry("View", "smaller", "Smaller thumbnails", ("Ctrl+-",)),
    Entry("View", "toggle_full_screen", "Full screen", ("F11",), checkable=True),
    Entry("View", "toggle_light", "Light theme", (), checkable=True),
    Entry("Sort and filter", "reverse", "Reverse the order", ("Ctrl+R",)),
    Entry("Sort and filter", "settle", "Bring the order up to date", ("R",)),
    Entry("Sort and filter", "clear_filters", "Turn all filters off", ("Ctrl+0",)),
    Entry("Indexing", "toggle_pause", "Pause or go on", ("Ctrl+P",)),
    Entry("Indexing", "stop", "Stop", ("Ctrl+.",)),
    Entry("Indexing", "show_problems", "What could not be read…", ("Ctrl+E",)),
    Entry("Help", "show_keys", "Keys", ("?", "Shift+?", "F1")),
    Entry("Help", "show_about", "About"),
)

MENUS = ("File", "Mark", "View", "Sort and filter", "Indexing", "Grid", "Attributes", "Help")
FIRST_COLUMN = {"File", "Mark", "View"}  # of the list of keys

# What the grid and the list of attributes do by themselves, for the list of keys.
OTHER_KEYS = (
    ("Grid", "Arrows, Home, End, Page Up/Down", "Move from photograph to photograph"),
    ("Grid", "Ctrl+wheel", "Size of the thumbnails"),
    ("Attributes", "Click a name", "Sort by it; again: the other way round; Shift+click: second key"),
    ("Attributes", "Drag in a histogram", "Filter by that range; double-click: no filter"),
    ("Attributes", "Tab, then Left/Right", "Move the lower bound; with Shift the upper; Delete: no filter"),
)


def make_actions(window: QWidget, run: Callable[[str], Callable[[], object]]) -> dict[str, QAction]:
    """An action for each entry, with its keys, doing what `run(name)` answers."""
    actions = {}
    for entry in ENTRIES:
        action = QAction(entry.text, window)
        action.setCheckable(entry.checkable)
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        action.triggered.connect(lambda _checked=False, name=entry.name: run(name)())
        window.addAction(action)
        actions[entry.name] = action
    return actions


def make_menu(actions: dict[str, QAction], marks: QMenu, parent: QWidget) -> QMenu:
    """All actions, in a submenu each; those that mark come in a menu of their own, which the others join."""
    menu = QMenu(parent)
    submenus: dict[str, QMenu] = {marks.title(): marks}
    for entry in ENTRIES:
        submenus.setdefault(entry.menu, QMenu(entry.menu, menu)).addAction(actions[entry.name])
    for title in sorted(submenus, key=MENUS.index):
        menu.addMenu(submenus[title])
    return menu


class KeysDialog(QDialog):
    """All keys at a glance."""

    def __init__(self, others: Iterable[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        rows = [(entry.menu, _all_spelled(entry.keys), entry.text) for entry in ENTRIES if entry.keys]
        columns = QHBoxLayout()
        columns.setSpacing(40)
        rows = sorted((*rows, *OTHER_KEYS, *others), key=lambda row: MENUS.index(row[0]))
        columns.addLayout(_key_column(row for row in rows if row[0] in FIRST_COLUMN))
        columns.addLayout(_key_column(row for row in rows if row[0] not in FIRST_COLUMN))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(columns)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


def _key_column(rows: Iterable[tuple[str, str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for menu, entries in groupby(rows, key=lambda row: row[0]):
        heading = _label(menu, "heading")
        heading.setContentsMargins(0, 10, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for _, keys, text in entries:
            row = grid.rowCount()
            grid.addWidget(_label(keys, "strong"), row, 0)
            grid.addWidget(QLabel(text.rstrip("…")), row, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty(role, True)
    return label


def _all_spelled(keys: Iterable[str]) -> str:
    # A sign that some keyboards make with Shift is given both ways; once is enough to read.
    return " or ".join(_spelled(each) for each in keys if each != "Shift+?")


def _spelled(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
