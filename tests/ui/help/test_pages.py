"""The pages themselves: nothing leads nowhere, nothing is said in words that a photographer would have to look up."""

import re

import pytest
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.ui.help.layout import blocks
from clipiqa_desktop.ui.help.pages import KEYS_PLACE, PAGES, anchor, folder, read_pages

ROWS = [("Mark", "P", "Pick"), ("View", "Ctrl++ or Ctrl+=", "Larger | brighter…")]
MANUAL = {page.name: page for page in read_pages(ROWS)}
FOR_SCRIPTS = "command-line.md"
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]*)\)")
# What engineers say; file names and what is typed in a terminal may hold them.
WORDS_OF_ENGINEERS = re.compile(
    r"\b(algorithm|api|backend|batch|boolean|cache|config|cuda|dataset|database|directory|embedding|encod\w+|gpu|index(ed)?"
    r"|inference|json|model|module|neural|parse|pipeline|process|prompt|qt|query|queue|render|repository|schema|script"
    r"|softmax|sql|sqlite|tensor|thread|token|tooltip|ui|url|utf|vector|widget)s?\b",
    re.IGNORECASE,
)
LARGEST_PICTURE, ALL_PICTURES = 150_000, 600_000
OF_THE_VIEWS = {"Space", "Enter", "Escape", "Tab", "Home", "End", "Page Up", "Page Down", "Delete", "Shift"}


def prose(text: str) -> str:
    """The words that are read: without what is typed, where links lead, and what programs are called."""
    text = re.sub(r"`[^`]*`|^ {4}.*$|\]\([^)]*\)", " ", text, flags=re.MULTILINE)
    return text.replace("Qt platform plugin", " ").replace("Read Metadata", " ")


def headings(text: str) -> set[str]:
    return {anchor(match) for match in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def links(text: str) -> list[tuple[bool, str]]:
    return [(bool(mark), target) for mark, target in LINK.findall(text)]


def test_every_file_is_in_the_contents_and_every_page_has_a_title() -> None:
    assert {file.stem for file in folder().glob("*.md")} == set(PAGES)
    assert all(page.text.startswith(f"# {page.title}\n") for page in MANUAL.values())
    assert len({page.title for page in MANUAL.values()}) == len(PAGES)


@pytest.mark.parametrize("name", MANUAL)
def test_every_link_and_picture_leads_somewhere(name: str) -> None:
    for is_picture, target in links(MANUAL[name].text):
        url = QUrl(target)
        if is_picture:
            assert (folder() / target).is_file(), target
        elif url.scheme():
            assert url.scheme() == "https"
        else:
            page = MANUAL[url.path() or name]
            assert not url.hasFragment() or url.fragment() in headings(page.text), target


def test_pictures_are_small_and_all_shown_with_words_below() -> None:
    pictures = sorted(each for each in folder().iterdir() if each.suffix != ".md")
    shown = {target for page in MANUAL.values() for is_picture, target in links(page.text) if is_picture}
    assert {each.name for each in pictures} == shown
    assert all(each.stat().st_size <= LARGEST_PICTURE for each in pictures)
    assert sum(each.stat().st_size for each in pictures) <= ALL_PICTURES
    for page in MANUAL.values():
        assert page.text.count("![") == len(re.findall(r"^!\[.+\]\(.*\)\n\n\*", page.text, re.MULTILINE))
    for each in pictures:
        with Image.open(each) as picture:
            assert (picture.format, picture.width <= 1280) == ("JPEG", True)


@pytest.mark.parametrize("name", [name for name in MANUAL if name != FOR_SCRIPTS])
def test_no_page_speaks_like_an_engineer(name: str) -> None:
    assert not WORDS_OF_ENGINEERS.findall(prose(MANUAL[name].text))


def test_the_keys_stand_where_the_page_has_their_place(qapp: QApplication) -> None:
    page = MANUAL["keys.md"]
    assert KEYS_PLACE in (folder() / "keys.md").read_text(encoding="utf-8")
    document = QTextDocument()
    document.setDefaultFont(qapp.font())
    document.setMarkdown(page.text)
    cells = [block.text() for block in blocks(document)]
    assert {"Mark", "P", "Pick", "View", "Ctrl++ or Ctrl+=", "Larger | brighter"} <= set(cells)


def test_every_key_that_a_page_names_does_something(window) -> None:
    bound = {QKeySequence(key) for entry in window.actions_by_name.entries for key in entry.keys}
    named = {key for page in MANUAL.values() for key in re.findall(r"`([^`]+)`", page.text)}
    keys = {key for key in named if re.fullmatch(r"(Ctrl\+|Shift\+|Alt\+)+\w+|Ctrl\+.|F\d+|[A-Z0-9?]|Escape", key)}
    assert keys - OF_THE_VIEWS
    assert {key for key in keys - OF_THE_VIEWS if QKeySequence(key) not in bound} == set()


def test_every_built_in_attribute_is_explained() -> None:
    text = MANUAL["scores.md"].text
    explained = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")}
    assert {each.title for each in BUILT_IN} <= explained


def test_every_menu_that_a_page_names_is_there(window) -> None:
    entries = {(entry.menu, entry.text.rstrip("…")) for entry in window.actions_by_name.entries}
    menus = {menu for menu, _ in entries}
    for page in MANUAL.values():
        text = " ".join(page.text.replace("*", "").split())  # a menu in bold letters is one, too
        assert set(re.findall(r"☰ → (Sort and filter|\w+)", text)) <= menus
        for menu, rest in re.findall(r"☰ → ([\w ]+?) → (.{1,60})", text):
            assert any(each == menu and rest.startswith(words) for each, words in entries), (menu, rest)
