"""A sentence sorts the photographs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from ui.driving import CTRL, LEFT, button, current, drag, names, row, shown_texts

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.ui.own_attributes import find_by_words
from clipiqa_desktop.ui.texts import sort_value

RISING = [f"p{number}.jpg" for number in range(12)]


@pytest.fixture
def field(window, prompting):
    return window.words.finding.field


def find(qtbot, window, sentence):
    field = window.words.finding.field
    qtbot.keyClick(window.grid, Qt.Key.Key_F, CTRL)
    assert field.hasFocus()
    qtbot.keyClicks(field, sentence)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def wait_for_title(qtbot, window, title):
    qtbot.waitUntil(lambda: window.top._sort.text().startswith(title))


def test_enter_sorts_by_the_sentence_and_shows_its_values(window, qtbot, field):
    find(qtbot, window, "bride  laughing")
    wait_for_title(qtbot, window, "Words: “bride laughing” ↓")
    assert names(window) == RISING[::-1]
    assert current(window) == "p11.jpg"
    assert window.grid.hasFocus()
    rows = window.library.answer.rows
    assert sort_value(window.library, rows[0]) == ("0.923", None)


def test_a_pause_while_typing_is_enough(window, qtbot, field, prompting):
    field.setFocus()
    qtbot.keyClicks(field, "smile")
    wait_for_title(qtbot, window, "Words: “smile” ↓")
    assert field.hasFocus()
    assert prompting.sentences() == ["smile"]


@pytest.mark.parametrize("how", ["escape", "button", "keys"])
def test_an_empty_field_brings_the_order_back(window, qtbot, field, how):
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT)
    find(qtbot, window, "smile")
    wait_for_title(qtbot, window, "Words")
    field.setFocus()
    if how == "escape":
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert window.grid.hasFocus()
    elif how == "button":
        qtbot.mouseClick(field.findChild(QToolButton), LEFT)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_P)
        assert window.library.columns.flag.sum() == 1
    else:
        qtbot.keyClick(field, Qt.Key.Key_A, CTRL)
        qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert field.text() == ""
    assert button(window.top, "Sharpness ↓  ▾")
    assert names(window) == RISING
    assert "words" not in window.library.columns.extra


def test_an_order_that_was_chosen_since_stays(window, qtbot, field):
    find(qtbot, window, "smile")
    wait_for_title(qtbot, window, "Words")
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert button(window.top, "Sharpness ↓  ▾")


def test_enter_goes_back_to_the_words_without_asking_again(window, qtbot, field, prompting):
    find(qtbot, window, "smile")
    wait_for_title(qtbot, window, "Words")
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT)
    find(qtbot, window, "")
    assert button(window.top, "Words: “smile” ↓  ▾")
    assert prompting.sentences() == ["smile"]


def test_what_comes_late_for_older_words_is_not_shown(window, qtbot, field, prompting):
    prompting.free.clear()
    find(qtbot, window, "backwards")
    assert prompting.started.wait(10)
    find(qtbot, window, "smile")
    seen = []
    window.library.answer_changed.connect(lambda: seen.append(window.top._sort.text()))
    prompting.free.set()
    wait_for_title(qtbot, window, "Words: “smile”")
    assert names(window) == RISING[::-1]
    assert not any("backwards" in text for text in seen)


def test_what_comes_after_the_field_was_emptied_is_not_shown(window, qtbot, field, prompting):
    prompting.free.clear()
    find(qtbot, window, "smile")
    assert prompting.started.wait(10)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.words.prompts.answered):
        prompting.free.set()
    assert names(window) == RISING
    assert "words" not in window.library.columns.extra


@pytest.mark.parametrize("ending", ["answer", "refusal", "emptied"])
def test_it_says_that_it_reads_until_there_is_an_answer(window, qtbot, field, prompting, ending):
    prompting.free.clear()
    find(qtbot, window, "smile")
    assert prompting.started.wait(10)
    assert window.bottom._said.whole == "Reading the words…"
    assert not window.bottom._silence.isActive()
    prompting.reason = "That cannot be." if ending == "refusal" else ""
    if ending == "emptied":
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    else:
        prompting.free.set()
    qtbot.waitUntil(lambda: window.bottom._said.whole == prompting.reason)


def test_only_the_last_words_are_asked_while_the_process_is_busy(window, qtbot, field, prompting):
    prompting.free.clear()
    find(qtbot, window, "one")
    assert prompting.started.wait(10)
    find(qtbot, window, "two")
    find(qtbot, window, "three")
    prompting.free.set()
    wait_for_title(qtbot, window, "Words: “three”")
    assert prompting.sentences() == ["one", "three"]


def test_a_refusal_is_a_quiet_sentence_and_leaves_the_order(window, qtbot, field, prompting):
    prompting.reason = "Words need the network's weights."
    find(qtbot, window, "smile")
    qtbot.waitUntil(lambda: window.bottom._said.whole == "Words need the network's weights.")
    assert names(window) == RISING
    prompting.reason = ""
    find(qtbot, window, "")
    wait_for_title(qtbot, window, "Words: “smile”")


def test_letters_in_the_field_mark_nothing(window, qtbot, field):
    field.setFocus()
    qtbot.keyClicks(field, "p x 5 u z")
    assert field.text() == "p x 5 u z"
    assert not window.library.columns.flag.any()
    assert not window.library.columns.stars.any()


def test_photographs_that_come_later_are_last_until_they_are_found_too(window, qtbot, field, filler, prompting):
    find(qtbot, window, "smile")
    wait_for_title(qtbot, window, "Words")
    new = filler.found([*RISING, "new.jpg"])[-1]
    filler.read([new], 20)
    filler.score([new])
    window.library.reload()
    assert names(window) == [*RISING[::-1], "new.jpg"]
    window.indexing.finished.emit()
    qtbot.waitUntil(lambda: names(window)[0] == "new.jpg")
    assert prompting.sentences() == ["smile", "smile"]


def test_the_next_start_is_in_the_order_that_was_before_the_words(window, qtbot, field, open_window):
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT)
    find(qtbot, window, "smile")
    wait_for_title(qtbot, window, "Words")
    window.close()
    assert button(open_window().top, "Sharpness ↓  ▾")


def test_without_weights_it_says_so(window, qtbot):
    find(qtbot, window, "smile")
    qtbot.waitUntil(lambda: "Words need the network's weights" in window.bottom._said.whole)
    assert names(window) == RISING


def test_the_field_says_what_clip_understands(field):
    assert "CLIP understands English" in field.toolTip()
    assert field.accessibleName() == "Find by words"
    assert find_by_words.PAUSE_MS < 1000


def test_what_was_found_has_a_row_that_filters(window, qtbot, field):
    find(qtbot, window, "smile")
    wait_for_title(qtbot, window, "Words: “smile” ↓")
    found = row(window, "Words: “smile”")
    assert (found.percentile.text(), found.percentile._value) == ("96%", "0.923")
    drag(qtbot, found.histogram, 0.5, 1.2)
    assert 0 < len(names(window)) < 12
    window.row_menu._filter(find_by_words.KEY, Range(75.0, None, percentile=True))
    assert names(window) == RISING[:-4:-1]
    field.clear()
    assert names(window) == RISING
    assert not window.library.query.filters
    assert "Words: “smile”" not in shown_texts(window.right)
