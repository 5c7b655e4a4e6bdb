"""The window of the manual: contents and search on the left, the page on the right."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.ui.help.browser import ManualBrowser
from clipiqa_desktop.ui.help.pages import TITLE, Page
from clipiqa_desktop.ui.help.search import Hit, Search, words_of
from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.keyboard import press_focused
from clipiqa_desktop.ui.widgets.plain import PlainLabel

FIRST_SIZE = QSize(1060, 720)
_TITLE_BAR = QSize(8, 40)  # about as much as window managers put around a window
_LEFT_WIDTH, _ROW_HEIGHT, _HIT_HEIGHT = 270, 31, 68


class SearchField(QLineEdit):
    """Enter goes to the next hit; Down goes to the list of them."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow leaves the field."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class ManualWindow(QWidget):
    """Stands beside the main window, which can be used meanwhile; Escape closes it."""

    closed = Signal()

    def __init__(self, pages: Sequence[Page], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(f"{TITLE} – CLIP-IQA Desktop")
        self._fit_on(parent)
        self.contents, self.hits = _list("Contents of the manual"), _list("Where the words stand")
        self.search, self._none = (
            SearchField(placeholderText="Search the manual…", clearButtonEnabled=True),
            PlainLabel(),
        )
        self.back, self.forward = (QPushButton(text) for text in ("←  Back", "Forward  →"))
        self._found: list[Hit] = []
        self._search: Search | None = None  # made when it is first asked
        self._by_name = {page.name: page for page in pages}
        self.browser = ManualBrowser(self._by_name)
        self._left = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_pages(pages)
        self.open_page(pages[0].name)
        self.browser.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the keyboard."""
        if not press_focused(self, event):
            super().keyPressEvent(event)

    def _fit_on(self, parent: QWidget) -> None:
        """In the middle of the window beside which it stands, and all of it on the screen."""
        room = parent.screen().availableGeometry()
        self.resize(FIRST_SIZE.boundedTo(room.size() - _TITLE_BAR))
        place = self.rect()
        place.moveCenter(parent.geometry().center())
        self.move(
            max(room.left(), min(place.left(), room.right() - self.width())),
            max(room.top(), min(place.top(), room.bottom() - self.height() - _TITLE_BAR.height())),
        )

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Shows these texts from now on: keys may be bound otherwise."""
        self._by_name, self._search = {page.name: page for page in pages}, None
        self.contents.clear()
        for page in pages:
            _add(self.contents, page.title, _ROW_HEIGHT)
        self.browser.show_pages(self._by_name)
        self._follow()

    def open_page(self, link: str) -> None:
        """Shows `page.md`, or `page.md#heading`."""
        self.browser.go_to(QUrl(link))

    def closeEvent(self, event: QCloseEvent) -> None:
        """The keyboard may go back to the photographs."""
        super().closeEvent(event)
        self.closed.emit()

    def _find(self, text: str) -> None:
        self._search = self._search or Search(self._by_name.values())
        self._found = self._search.hits(text)
        self.hits.clear()
        for hit in self._found:
            where = f"{hit.page.title} › {hit.heading}" if hit.heading else hit.page.title
            _add(self.hits, f"{where}\n{hit.excerpt}", _HIT_HEIGHT).setToolTip(plain_tooltip(hit.excerpt))
        self._none.setText(f"Nothing in the manual has the words “{text.strip()}”.")
        shown = self.contents if not words_of(text) else self.hits if self._found else self._none
        self._left.setCurrentWidget(shown)
        self.browser.highlight(words_of(text))

    def _step(self, by: int) -> None:
        """To the hit so many further on, and from the last to the first."""
        if self._found:
            row = self.hits.currentRow()
            self.hits.setCurrentRow((row + by) % len(self._found) if row >= 0 else (0 if by > 0 else -1))

    def _jump(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.browser.jump(self._found[row].page.name, self._found[row].position)

    def _choose(self, row: int) -> None:
        names = list(self._by_name)
        if 0 <= row < len(names) and names[row] != self.browser.page:
            self.open_page(names[row])

    def _follow(self) -> None:
        names = list(self._by_name)
        if self.browser.page in names:
            self.contents.setCurrentRow(names.index(self.browser.page))

    def _down(self) -> None:
        shown = self._left.currentWidget()
        if isinstance(shown, QListWidget):
            shown.setFocus()
            if shown is self.hits and shown.currentRow() < 0:
                shown.setCurrentRow(0)

    def _escape(self) -> None:
        """Words first, then the window."""
        if self.search.text():
            self.search.clear()
            self.browser.setFocus()
        else:
            self.close()

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(lambda: self._step(1))
        self.search.down.connect(self._down)
        self.contents.currentRowChanged.connect(self._choose)
        self.hits.currentRowChanged.connect(self._jump)
        self.hits.itemClicked.connect(lambda item: self._jump(self.hits.row(item)))
        for each in (self.contents, self.hits):
            each.itemActivated.connect(lambda _item: self.browser.setFocus())
        self.browser.sourceChanged.connect(lambda _link: self._follow())
        for button, possible, go in (
            (self.back, self.browser.backwardAvailable, self.browser.backward),
            (self.forward, self.browser.forwardAvailable, self.browser.forward),
        ):
            button.setEnabled(False)
            button.clicked.connect(go)
            possible.connect(button.setEnabled)
        for keys, run in (
            ("Ctrl+F", self._begin_search),
            ("F3", lambda: self._step(1)),
            ("Shift+F3", lambda: self._step(-1)),
            ("Alt+Left", self.browser.backward),
            ("Alt+Right", self.browser.forward),
            ("Esc", self._escape),
        ):
            QShortcut(QKeySequence(keys), self, run)

    def _lay_out(self) -> None:
        self.search.setAccessibleName("Search the manual")
        self._none.setWordWrap(True)
        self._none.setProperty("quiet", True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(12, 8, 12, 0)
        self.hits.setWordWrap(True)
        for widget in (self.contents, self.hits, self._none):
            self._left.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._left_side())
        splitter.addWidget(self.browser)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_LEFT_WIDTH, FIRST_SIZE.width() - _LEFT_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _left_side(self) -> QWidget:
        buttons = QHBoxLayout()
        for button in (self.back, self.forward):
            button.setFlat(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        side = QWidget()
        side.setProperty("panel", True)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 10, 8, 8)
        column.addLayout(buttons)
        column.addWidget(self.search)
        column.addWidget(self._left, 1)
        return side


def _list(name: str) -> QListWidget:
    rows = QListWidget()
    rows.setAccessibleName(name)
    rows.setProperty("panel", True)
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows.setTextElideMode(Qt.TextElideMode.ElideRight)
    return rows


def _add(rows: QListWidget, text: str, height: int) -> QListWidgetItem:
    item = QListWidgetItem(text, rows)
    item.setSizeHint(QSize(0, height))
    return item
