"""All keys at a glance."""

from collections.abc import Sequence
from itertools import chain, combinations, groupby, pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.ui.actions import Actions, spelled
from clipiqa_desktop.ui.widgets.plain import PlainLabel

Row = tuple[str, str, str]  # heading, keys, what they do

MOST_COLUMNS = 3
WIDEST = 188
FRAME = QSize(10, 40)  # what a usual window manager puts around a dialog
_BEFORE_HEADING = 10
_LONG = 26  # letters that go on a line of this width
# What the views do by themselves.
_OTHERS: tuple[Row, ...] = (
    ("Photo", "Shift or Caps Lock", "with a mark: and go on"),
    ("Photographs", "Arrows, Home, End", "From photograph to photograph"),
    ("Photographs", "Tab", "To the panels and back"),
    ("Photographs", "Escape", "In a panel: back to the photographs"),
    ("Photographs", "Space, Enter, double-click", "Look at it large"),
    ("Photographs", "Ctrl+wheel", "Size of the thumbnails"),
    ("Loupe, compare, survey", "Wheel, drag, double-click", "Zoom, move, 100 % there"),
    ("Loupe, compare, survey", "Arrows, Home, End", "To the next, the first, the last"),
    ("Loupe, compare, survey", "Page Up, Page Down", "Loupe: ten further"),
    ("Loupe, compare, survey", "Up, Down", "Loupe: from stack to stack"),
    ("Loupe, compare, survey", "Up or Enter, Tab", "Compare: new champion; other side"),
    ("Loupe, compare, survey", "Tab", "Loupe: from face to face, then to the panels"),
    ("Loupe, compare, survey", "Delete, Enter", "Survey: out of view; keep this one"),
    ("Loupe, compare, survey", "Alt+arrows, Alt+drag", "Moves one of several alone"),
    ("Loupe, compare, survey", "Escape", "Back to the grid"),
    ("Attributes", "Click a name", "Sort; again: reverse; Shift: second key"),
    ("Attributes", "Drag in a histogram", "Filter; double-click: no filter"),
    ("Attributes", "Tab, then Left/Right", "Filter; Shift: the upper end; Delete: none"),
)


class KeysDialog(QDialog):
    """Every key there is, by menu, in as many columns as the screen has room for; what does not fit is scrolled."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        room = (parent or self).screen().availableSize() - FRAME
        self.area = QScrollArea(widgetResizable=True)
        bar = self.area.verticalScrollBar().sizeHint().width()
        keys = _keys(key_rows(actions), room.width() - bar)
        self.area.setAccessibleName("Keys")
        self.area.setWidget(keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 10)
        layout.setSpacing(4)
        layout.addWidget(self.area)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.setContentsMargins(20, 0, 20, 0)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.ensurePolished()
        wanted = keys.sizeHint()
        whole = QSize(wanted.width() + bar, wanted.height() + buttons.sizeHint().height() + 20).boundedTo(room)
        self.area.setMinimumWidth(whole.width())
        self.resize(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that look further down do so here."""
        bar, key = self.area.verticalScrollBar(), event.key()
        by = {Qt.Key.Key_Down: bar.singleStep(), Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_End: bar.maximum()}
        by |= {Qt.Key.Key_Up: -bar.singleStep(), Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_Home: -bar.maximum()}
        if key in by:
            bar.setValue(bar.value() + by[Qt.Key(key)])
        else:
            super().keyPressEvent(event)


def key_rows(actions: Actions) -> list[Row]:
    """What has keys, with the keys of now."""
    bound = [(each.menu, spelled(keys), each.text) for each in actions.entries if (keys := actions.keys(each.name))]
    headings = list(dict.fromkeys(row[0] for row in (*bound, *_OTHERS)))
    return sorted((*bound, *_OTHERS), key=lambda row: headings.index(row[0]))


def _keys(rows: Sequence[Row], width: int) -> QWidget:
    """All of them, in the most columns that are no wider than this, in logical pixels, or in one."""
    for count in range(MOST_COLUMNS, 0, -1):
        keys = QWidget()
        columns = QHBoxLayout(keys)
        columns.setContentsMargins(20, 4, 20, 4)
        columns.setSpacing(20)
        for column in _in_columns(rows, count):
            part = QWidget()
            _fill(part, column)
            columns.addWidget(part)
        if keys.sizeHint().width() <= width:
            break
    return keys


def _in_columns(rows: Sequence[Row], count: int) -> list[list[Row]]:
    """So many columns of which the highest is as low as can be, no heading torn apart."""
    sections = [list(group) for _, group in groupby(rows, key=lambda row: row[0])]
    ways = (pairwise((0, *cuts, len(sections))) for cuts in combinations(range(1, len(sections)), count - 1))
    columns = min(([sections[start:end] for start, end in way] for way in ways), key=_height)
    return [list(chain.from_iterable(column)) for column in columns]


def _height(columns: Sequence[Sequence[Sequence[Row]]]) -> int:
    """Of the highest, in lines."""
    return max(sum(2 + sum(1 + (len(row[2]) > _LONG) for row in section) for section in column) for column in columns)


def _fill(column: QWidget, rows: Sequence[Row]) -> None:
    grid = QGridLayout(column)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(1)
    for heading, entries in groupby(rows, key=lambda row: row[0]):
        title = _label(heading, "heading")
        row = grid.rowCount()
        title.setContentsMargins(0, 2 if row == 1 else _BEFORE_HEADING, 0, 0)
        grid.addWidget(title, row, 0, 1, 2)
        for _, keys, text in entries:
            row = grid.rowCount()
            grid.addWidget(_label(keys, "strong"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_wrapped(text.rstrip("…")), row, 1)
    grid.setRowStretch(grid.rowCount(), 1)


def _wrapped(text: str) -> QLabel:
    """No wider than most, so that three columns fit on a small screen with a wide font."""
    label = PlainLabel(text)
    if (width := label.sizeHint().width()) > WIDEST:
        label.setWordWrap(True)
        width = WIDEST
    label.setFixedSize(width, label.heightForWidth(width) if label.wordWrap() else label.sizeHint().height())
    return label


def _label(text: str, role: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty(role, True)
    return label
