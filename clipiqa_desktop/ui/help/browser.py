"""Shows one page of the manual, and goes where its links lead."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from clipiqa_desktop.files.questions import is_file
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.help.layout import MARGIN, lay_out
from clipiqa_desktop.ui.help.pages import Page, folder


class ManualBrowser(QTextBrowser):
    """Pages and pictures come from the program's own resources; a link to the web opens in the person's browser."""

    def __init__(self, pages: Mapping[str, Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._words: Sequence[str] = ()
        self.page = ""  # the name of the page that is shown
        self.setAccessibleName("Page of the manual")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that the room stays the same
        self.setOpenLinks(False)
        self.anchorClicked.connect(self.follow)
        self.sourceChanged.connect(self._shown)

    def follow(self, link: QUrl) -> None:
        """Goes to a page or a heading; only what begins with https is handed to the system."""
        if link.scheme() == "https":
            QDesktopServices.openUrl(link)
        elif link.isRelative():
            self.go_to(link)

    def go_to(self, link: QUrl) -> None:
        """Shows `page.md` from its top, or `page.md#heading`."""
        page = QUrl(link.path() or self.page)
        if page.path() in self._pages:
            page.setFragment(link.fragment())
            self.setSource(page, QTextDocument.ResourceType.MarkdownResource)

    def show_pages(self, pages: Mapping[str, Page]) -> None:
        """The same page anew, where the text, the keys or the colours are others now."""
        self._pages = pages
        place = self.verticalScrollBar().value()
        self.reload()
        self.verticalScrollBar().setValue(place)

    def jump(self, page: str, position: int) -> None:
        """Shows a place in a page, with a few lines above it."""
        self.go_to(QUrl(page))
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        above = self.cursorRect().top() - self.viewport().height() // 4
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + above)

    def highlight(self, words: Sequence[str]) -> None:
        """Marks these words, in small letters, wherever they stand in this page and in those to come."""
        self._words = words
        theme, selections = style.current(), []
        for word in words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                selections.append(_amber(cursor, theme))
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(selections)

    def loadResource(self, _kind: int, name: QUrl | str) -> object:
        """A page's text, or a picture; nothing from anywhere else."""
        path = QUrl(name).path()
        if page := self._pages.get(path):
            return page.text
        file = folder() / path
        return self._fitting(QImage(str(file))) if file.parent == folder() and is_file(file) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures are as wide as the text, at most."""
        super().resizeEvent(event)
        page, document = self._pages.get(self.page), self.document()
        for name in page.pictures if page else ():
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), self.loadResource(0, name))
            document.markContentsDirty(0, document.characterCount())

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: colours stand in the text itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.source().isEmpty():
            self.show_pages(self._pages)

    def _fitting(self, picture: QImage) -> QImage:
        """No wider than there is room, and as smooth as the screen can show it."""
        ratio, room = self.devicePixelRatioF(), self.viewport().width() - 2 * MARGIN
        width = max(1, round(min(picture.width(), room) * ratio))
        fitting = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        fitting.setDevicePixelRatio(ratio)
        return fitting

    def _shown(self, link: QUrl) -> None:
        self.page = link.path()
        lay_out(self.document())
        self.highlight(self._words)
        if link.hasFragment():
            self.scrollToAnchor(link.fragment())


def _amber(cursor: QTextCursor, theme: style.Theme) -> QTextEdit.ExtraSelection:
    selection, colours = QTextEdit.ExtraSelection(), QTextCharFormat()
    colours.setBackground(QColor(theme.urgent))
    colours.setForeground(QColor(theme.on_urgent))
    selection.cursor, selection.format = cursor, colours
    return selection
