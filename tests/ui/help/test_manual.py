from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from ui.driving import CTRL, LEFT, SHIFT

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.help.pages import PAGES
from clipiqa_desktop.ui.help.window import ManualWindow

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def manual(window, qtbot):
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Key.Key_F1)
    (manual,) = window.findChildren(ManualWindow)
    qtbot.waitUntil(manual.isActiveWindow)
    return manual


def titles(rows):
    return [rows.item(row).text() for row in range(rows.count())]


def marked(browser):
    """The words that are highlighted."""
    return [each.cursor.selectedText().lower() for each in browser.extraSelections()]


def at_cursor(browser) -> str:
    return browser.textCursor().block().text()


def is_in_sight(browser, text: str) -> bool:
    cursor = browser.document().find(text)
    return browser.viewport().rect().intersects(browser.cursorRect(cursor))


def click_link(qtbot, browser, words: str) -> None:
    cursor = browser.document().find(words)
    cursor.setPosition(cursor.selectionStart() + 1)
    browser.setTextCursor(cursor)
    browser.ensureCursorVisible()
    qtbot.mouseClick(browser.viewport(), LEFT, pos=browser.cursorRect(cursor).center())


def test_f1_opens_one_manual_beside_the_window(window, manual, qtbot):
    assert not manual.isModal()
    assert manual.contents.count() == len(PAGES)
    assert titles(manual.contents)[0] == "Your first shoot"
    assert "six steps" in manual.browser.toPlainText()
    window.activateWindow()
    qtbot.keyClick(window.grid, Key.Key_F1)
    assert window.findChildren(ManualWindow) == [manual]


def test_escape_closes_it_and_the_keyboard_is_with_the_photographs(window, manual, qtbot):
    window.left.name.setFocus()
    qtbot.keyClick(manual.browser, Key.Key_Escape)
    assert manual.isHidden()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.grid.hasFocus()
    qtbot.keyClick(window.grid, Key.Key_F1)
    assert manual.isVisible()


def test_the_window_can_be_used_meanwhile(window, manual, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.grid, Key.Key_P)
    assert window.library.columns.flag.sum() == 1
    assert manual.isVisible()


def test_closing_the_window_closes_the_manual(window, manual):
    window.close()
    assert manual.isHidden()


def test_every_page_can_be_shown_from_the_contents(manual):
    for row, title in enumerate(titles(manual.contents)):
        manual.contents.setCurrentRow(row)
        assert manual.browser.toPlainText().startswith(title)
        assert manual.contents.currentRow() == row


def test_every_picture_is_shown(manual):
    for row in range(manual.contents.count()):
        manual.contents.setCurrentRow(row)
        document = manual.browser.document()
        for name in document.toMarkdown().split("](")[1:]:
            file = name.partition(")")[0].split(" ")[0]
            if file.endswith(".jpg"):
                assert not manual.browser.loadResource(2, QUrl(file)).isNull()


def test_a_link_leads_to_its_heading_and_back_and_forward_again(manual, qtbot):
    manual.open_page("keys.md")
    click_link(qtbot, manual.browser, "sidecars")
    assert manual.browser.page == "export.md"
    assert is_in_sight(manual.browser, "Marks for Lightroom and others")
    assert manual.browser.verticalScrollBar().value() > 0
    assert titles(manual.contents)[manual.contents.currentRow()] == "Getting the result out"
    qtbot.mouseClick(manual.back, LEFT)
    assert manual.browser.page == "keys.md"
    qtbot.keyClick(manual.browser, Key.Key_Right, ALT)
    assert manual.browser.page == "export.md"
    qtbot.keyClick(manual.browser, Key.Key_Left, ALT)
    qtbot.keyClick(manual.browser, Key.Key_Left, ALT)
    assert manual.browser.page == "first-shoot.md"
    assert not manual.back.isEnabled()


def test_only_a_click_on_https_opens_anything_outside(manual, monkeypatch, qtbot):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    manual.open_page("scores.md")
    assert opened == []
    click_link(qtbot, manual.browser, "Exploring CLIP")
    assert opened == ["https://arxiv.org/abs/2207.12396"]
    for link in ("http://example.org", "file:///etc/passwd", "../../pyproject.toml", "nowhere.md"):
        manual.browser.follow(QUrl(link))
    assert len(opened) == 1
    assert manual.browser.page == "scores.md"
    assert manual.browser.loadResource(2, QUrl("../style.qss")) is None


def test_search_finds_words_on_all_pages_and_jumps_to_them(manual, qtbot):
    qtbot.keyClick(manual.browser, Key.Key_F, CTRL)
    qtbot.keyClicks(manual.focusWidget(), "hard-link room")
    assert manual.hits.isVisible()
    found = titles(manual.hits)
    assert found[0].startswith("Getting the result out › Export\n")
    qtbot.keyClick(manual.search, Key.Key_Return)
    assert manual.browser.page == "export.md"
    assert "hard-link" in at_cursor(manual.browser)
    assert is_in_sight(manual.browser, "hard-link")
    assert {"hard-link", "room"} <= set(marked(manual.browser))
    assert manual.search.hasFocus()


def test_f3_goes_from_hit_to_hit_and_round(manual, qtbot):
    manual.search.setText("sidecar")
    count = manual.hits.count()
    assert count > 5
    for _ in range(count):
        qtbot.keyClick(manual.browser, Key.Key_F3)
        assert "sidecar" in at_cursor(manual.browser).lower()
    assert manual.hits.currentRow() == count - 1
    qtbot.keyClick(manual.browser, Key.Key_F3)
    assert manual.hits.currentRow() == 0
    qtbot.keyClick(manual.browser, Key.Key_F3, SHIFT)
    assert manual.hits.currentRow() == count - 1


def test_the_arrow_goes_from_the_field_to_the_hits_and_enter_to_the_page(manual, qtbot):
    manual.search.setFocus()
    manual.search.setText("the champion is on")
    qtbot.keyClick(manual.search, Key.Key_Down)
    assert manual.hits.hasFocus()
    assert manual.browser.page == "looking-closely.md"
    qtbot.keyClick(manual.hits, Key.Key_Return)
    assert manual.browser.hasFocus()


def test_headings_come_first_and_words_of_headings_count(manual):
    manual.search.setText("contact sheets")
    assert titles(manual.hits)[0] == "Getting the result out\nTables and contact sheets"
    manual.search.setText("compare champion tab")  # Tab stands below "Compare", the champion in other lines
    assert manual.hits.count() == 0
    manual.search.setText("compare tab other")
    assert manual.hits.count() == 1


def test_escape_clears_the_words_first(manual, qtbot):
    manual.search.setFocus()
    manual.search.setText("zebra crossing")
    assert "zebra crossing" in manual._none.text()
    assert manual._none.isVisible()
    qtbot.keyClick(manual.search, Key.Key_Escape)
    assert manual.contents.isVisible()
    assert marked(manual.browser) == []
    assert manual.isVisible()
    qtbot.keyClick(manual.browser, Key.Key_Escape)
    assert manual.isHidden()


def test_the_keys_are_those_of_now(window, manual):
    manual.open_page("keys.md")
    for entry in window.actions_by_name.entries:
        assert not entry.keys or entry.text.rstrip("…") in manual.browser.toPlainText()
    manual.search.setText("alt+shift+q")
    assert manual.hits.count() == 0
    window.actions_by_name.rebind({"pick": ("Alt+Shift+Q",)})
    assert "Alt+Shift+Q" in manual.browser.toPlainText()
    assert manual.browser.page == "keys.md"
    manual.search.setText("alt+shift+q ")
    assert manual.hits.count() == 1


def test_it_wears_the_theme_of_now(window, manual):
    def colour_of(words: str):
        return manual.browser.document().find(words).charFormat().foreground().color().name()

    manual.open_page("scores.md")
    for theme in (style.LIGHT, style.DARK):
        window.view.show_theme(theme)
        assert colour_of("The weights and the scores") == theme.bright
        assert colour_of("Exploring CLIP") == theme.accent_text
        assert manual.browser.page == "scores.md"


def test_text_and_pictures_fit_into_a_narrow_window(manual, qtbot):
    manual.resize(640, 480)
    for row in range(manual.contents.count()):
        manual.contents.setCurrentRow(row)
        assert manual.browser.horizontalScrollBar().maximum() == 0, titles(manual.contents)[row]


def test_its_size_is_remembered(window, manual, open_window):
    manual.resize(701, 503)
    manual.close()
    window.close()
    again = open_window().manual.open()
    assert again.size().toTuple() == (701, 503)


def test_reading_again_goes_on_where_one_was(window, manual, qtbot):
    manual.open_page("finding.md")
    manual.browser.moveCursor(QTextCursor.MoveOperation.End)
    manual.browser.ensureCursorVisible()
    place = manual.browser.verticalScrollBar().value()
    manual.close()
    window.manual.open()
    assert (manual.browser.page, manual.browser.verticalScrollBar().value()) == ("finding.md", place)
    assert place > 0


def test_readme_names_pages_and_pictures_that_are_there():
    root = Path(__file__).parents[3]
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert all((root / "resources" / "help" / f"{name}.md").is_file() for name in PAGES)
    for part in readme.split("(resources/help/")[1:]:
        name = part.partition(")")[0].partition("#")[0]
        assert (root / "resources" / "help" / name).is_file()
        assert name.removesuffix(".md") in PAGES or not name.endswith(".md")


def test_pictures_are_as_wide_as_the_text_at_most(manual, qtbot):
    manual.open_page("window.md")
    for width in (1100, 700):
        manual.resize(width, 500)
        picture = manual.browser.document().resource(2, QUrl("window.jpg"))
        room = manual.browser.viewport().width()
        assert 0.8 * room < picture.deviceIndependentSize().width() <= room
        assert manual.browser.horizontalScrollBar().maximum() == 0
