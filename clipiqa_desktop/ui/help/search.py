"""Finds words in the manual, paragraph by paragraph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextDocument

from clipiqa_desktop.ui.help.layout import blocks
from clipiqa_desktop.ui.help.pages import Page

_BEFORE, _EXCERPT = 16, 90  # characters


@dataclass(frozen=True)
class Hit:
    """A paragraph with the words, below this heading; `position` is where the first of them stands in the document."""

    page: Page
    heading: str
    excerpt: str
    position: int


@dataclass(frozen=True)
class _Paragraph:
    page: Page
    heading: str
    text: str
    position: int
    is_heading: bool

    def found(self, words: Sequence[str]) -> int | None:
        """Where the first of the words stands in it; None unless each is in it, or in the headings above it."""
        text, above = self.text.casefold(), f"{self.page.title} {self.heading}".casefold()
        places = [text.find(word) for word in words]
        if not all(place >= 0 or word in above for place, word in zip(places, words, strict=True)):
            return None
        return min((place for place in places if place >= 0), default=None)


class Search:
    """Knows the text of all pages as they are shown."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._paragraphs = [paragraph for page in pages for paragraph in _paragraphs(page)]

    def hits(self, text: str) -> list[Hit]:
        """The paragraphs with all of these words, headings first; none where there are no words."""
        words = words_of(text)
        found = [(each, place) for each in self._paragraphs if words and (place := each.found(words)) is not None]
        found.sort(key=lambda hit: not hit[0].is_heading)
        return [Hit(each.page, each.heading, _excerpt(each.text, at), each.position + at) for each, at in found]


def words_of(text: str) -> list[str]:
    """The words of what was typed, in small letters."""
    return text.casefold().split()


def _paragraphs(page: Page) -> Iterable[_Paragraph]:
    document = QTextDocument()
    document.setMarkdown(page.text)
    heading = ""
    for block in blocks(document):
        level = block.blockFormat().headingLevel()
        if block.text().strip():
            yield _Paragraph(page, "" if level else heading, block.text(), block.position(), level > 0)
        heading = block.text() if level > 1 else heading


def _excerpt(text: str, at: int) -> str:
    """Some words around the place."""
    start = text.rfind(" ", 0, at - _BEFORE) + 1 if at > _BEFORE else 0
    words = text[start : start + _EXCERPT]
    return f"{'…' * (start > 0)}{words}{'…' * (start + _EXCERPT < len(text))}"
