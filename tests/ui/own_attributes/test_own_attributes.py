"""Making, changing, deleting, exporting and importing attributes of one's own, as the hand does it."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPushButton, QToolButton
from ui.driving import LEFT, SHIFT, Filler, button, count_label, drag, names, row, shown_texts

from clipiqa_desktop.indexing.prompt_process import ScorePrompts, StorePrompts
from clipiqa_desktop.ui.attributes.row import RowWidget
from clipiqa_desktop.ui.attributes.row_state import tooltip_text
from clipiqa_desktop.ui.widgets.plain import PlainBox

RISING = [f"p{number}.jpg" for number in range(12)]


def in_dialog(qtbot, begin, drive):
    """Does `drive` with the dialog that `begin` opens; whatever goes wrong in there comes out here."""
    failures = []

    def driven():
        dialog = QApplication.activeModalWidget()
        try:
            drive(dialog)
        except BaseException as error:  # noqa: BLE001 (raised again below)
            failures.append(error)
        finally:
            if dialog and dialog.isVisible():
                dialog.done(0)

    QTimer.singleShot(50, driven)
    begin()
    if failures:
        raise failures[0]


def make(window):
    return lambda: button(window.right, "+ your own: two opposite words…").click()


def type_words(qtbot, dialog, high, low):
    for field, text in zip(dialog.fields.words, (high, low), strict=True):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(field, text)


def keep(qtbot, dialog):
    qtbot.waitUntil(lambda: button(dialog, "Keep").isEnabled())
    qtbot.mouseClick(button(dialog, "Keep"), LEFT)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def kept(qtbot, window, high="elegant", low="clumsy"):
    def drive(dialog):
        type_words(qtbot, dialog, high, low)
        keep(qtbot, dialog)

    in_dialog(qtbot, make(window), drive)
    qtbot.waitUntil(lambda: high.capitalize() in titles(window))


def activate(qtbot, window):
    """As a person's click does it after a dialog was closed."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def titles(window):
    rows = [each for each in window.right.findChildren(RowWidget) if each.isVisible()]
    return [each.button.text() for each in sorted(rows, key=lambda each: each.mapToGlobal(QPoint()).y())]


def in_order(shown, *wanted):
    places = [shown.index(title) for title in wanted]
    return places == sorted(places)


def open_menu(qtbot, window, title, choose=""):
    """The context menu of a row, as the keyboard's menu key opens it; or what a choice in it does."""
    target = row(window, title).button
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(3, 3), target.mapToGlobal(QPoint(3, 3)))
    QApplication.sendEvent(target, event)
    menu = [each for each in window.findChildren(QMenu) if each.isVisible()][-1]
    if not choose:
        return menu
    action = next(each for each in menu.actions() if each.text() == choose)
    menu.close()
    return action.trigger


def test_two_words_become_an_attribute_that_sorts_filters_and_explains(window, qtbot, prompting):
    def drive(dialog):
        assert not button(dialog, "Keep").isEnabled()
        type_words(qtbot, dialog, "elegant", "clumsy")
        assert dialog.fields.typed() == ("Elegant photo.", "Clumsy photo.")
        qtbot.waitUntil(lambda: dialog.words.text() == "Encoding the prompts…")
        qtbot.waitUntil(dialog._keep.isEnabled)
        assert [each.name for each in dialog.preview.highest.photographs] == [f"p{n}.jpg" for n in range(11, 5, -1)]
        assert [each.name for each in dialog.preview.lowest.photographs] == [f"p{n}.jpg" for n in range(6)]
        assert dialog.preview.lowest.accessibleName().startswith("Lowest: p0.jpg 0.08")
        keep(qtbot, dialog)

    in_dialog(qtbot, make(window), drive)
    qtbot.waitUntil(lambda: "Elegant" in titles(window))
    qtbot.waitUntil(lambda: in_order(titles(window), "Relaxing", "Elegant", "Capture time"))  # they are laid out soon
    assert prompting.questions(StorePrompts)[0].prompts == ("Elegant photo.", "Clumsy photo.")
    assert window.bottom._said.whole == "“Elegant” scores 12 photographs"
    qtbot.mouseClick(row(window, "Elegant").button, LEFT)
    assert names(window) == RISING[::-1]
    assert button(window.top, "Elegant ↓  ▾")
    drag(qtbot, row(window, "Elegant").histogram, 0.5, 1.2)
    assert count_label(window) == "6 of 12"
    assert "Elegant photo. / Clumsy photo." in tooltip(window, "Elegant")


def tooltip(window, title):
    widget = row(window, title)
    return tooltip_text(widget._row, widget._state, widget._remaining)


def test_it_is_there_again_at_the_next_start(window, qtbot, prompting, open_window):
    kept(qtbot, window)
    qtbot.mouseClick(row(window, "Elegant").button, LEFT)
    window.close()
    again = open_window()
    assert names(again) == RISING[::-1]
    assert button(again.top, "Elegant ↓  ▾")


def test_the_preview_is_of_the_shoot_alone(window, qtbot, prompting, filler, tmp_path):
    filler.shoot(3, tmp_path)
    window.library.reload()
    window.left.select(tmp_path)

    def drive(dialog):
        type_words(qtbot, dialog, "elegant", "clumsy")
        qtbot.waitUntil(dialog._keep.isEnabled)
        assert [each.name for each in dialog.preview.highest.photographs] == ["p2.jpg", "p1.jpg"]
        assert [each.name for each in dialog.preview.lowest.photographs] == ["p0.jpg"]

    in_dialog(qtbot, make(window), drive)


def test_prompts_are_taken_as_they_are_typed(window, qtbot, prompting):
    def drive(dialog):
        type_words(qtbot, dialog, "elegant", "clumsy")
        field = dialog.fields.prompts[1]
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(field, "A snapshot, badly framed")
        dialog.name.setFocus()
        qtbot.keyClicks(dialog.name, "Poise")
        keep(qtbot, dialog)

    in_dialog(qtbot, make(window), drive)
    assert [(each.title, each.prompts) for each in window.library.own] == [
        ("Poise", ("Elegant photo.", "A snapshot, badly framed"))
    ]


@pytest.mark.parametrize(
    ("high", "low", "sentence"),
    [
        ("elegant", "", "Type two words or prompts that mean the opposite of each other."),
        ("elegant", "Elegant", "Both prompts are the same: type the opposite in one of them."),
        ("warm", "cold", "There is an attribute called “Warm” already: give this one another name."),
    ],
)
def test_what_makes_no_attribute_is_said_and_cannot_be_kept(window, qtbot, prompting, high, low, sentence):
    def drive(dialog):
        type_words(qtbot, dialog, high, low)
        qtbot.waitUntil(lambda: dialog.words.text() == sentence)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert not dialog._keep.isEnabled()

    in_dialog(qtbot, make(window), drive)
    assert window.library.own == ()


def test_a_refusal_is_said_and_what_was_typed_stays(window, qtbot, prompting):
    prompting.reason = "The prompt “…” has 82 tokens, but 77 are the most: shorten it."

    def drive(dialog):
        type_words(qtbot, dialog, "elegant", "clumsy")
        qtbot.waitUntil(lambda: dialog.words.text() == prompting.reason)
        assert not dialog._keep.isEnabled()
        prompting.reason = ""
        qtbot.keyClicks(dialog.fields.words[1], "er")
        qtbot.waitUntil(dialog._keep.isEnabled)
        assert dialog.fields.typed() == ("Elegant photo.", "Clumsyer photo.")

    in_dialog(qtbot, make(window), drive)


def test_a_preview_of_older_words_is_not_shown(window, qtbot, prompting):
    prompting.free.clear()

    def drive(dialog):
        type_words(qtbot, dialog, "elegant", "backwards")
        qtbot.waitUntil(prompting.started.is_set)
        type_words(qtbot, dialog, "elegant", "clumsy")
        qtbot.waitUntil(lambda: dialog._trying is not None and dialog._trying.prompts[1] == "Clumsy photo.")
        prompting.free.set()
        qtbot.waitUntil(dialog._keep.isEnabled)
        assert dialog.preview.highest.photographs[0].name == "p11.jpg"
        assert len(prompting.questions(ScorePrompts)) == 2

    in_dialog(qtbot, make(window), drive)


def test_cancelling_keeps_nothing_and_leaves_no_thread(window, qtbot, prompting):
    def drive(dialog):
        type_words(qtbot, dialog, "elegant", "clumsy")
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    in_dialog(qtbot, make(window), drive)
    assert window.library.own == ()
    assert "Elegant" not in titles(window)


def test_another_name_needs_no_network(window, qtbot, prompting):
    kept(qtbot, window)
    prompting.reason = "no network"

    def drive(dialog):
        assert dialog.fields.words[0].text() == "Elegant"
        dialog.name.selectAll()
        qtbot.keyClicks(dialog.name, "Grace")
        keep(qtbot, dialog)

    in_dialog(qtbot, open_menu(qtbot, window, "Elegant", "Change…"), drive)
    qtbot.waitUntil(lambda: "Grace" in titles(window))
    assert "Elegant" not in titles(window)
    assert names(window) == RISING


def test_other_prompts_score_anew_and_the_order_follows(window, qtbot, prompting):
    kept(qtbot, window)
    qtbot.mouseClick(row(window, "Elegant").button, LEFT)

    def drive(dialog):
        type_words(qtbot, dialog, "elegant", "backwards")
        keep(qtbot, dialog)

    in_dialog(qtbot, open_menu(qtbot, window, "Elegant", "Change…"), drive)
    qtbot.waitUntil(lambda: names(window) == RISING)
    assert "Elegant photo. / Backwards photo." in tooltip(window, "Elegant")


def test_deleting_asks_and_takes_filter_and_order_along(window, qtbot, prompting, places):
    kept(qtbot, window)
    qtbot.mouseClick(row(window, "Brightness").button, LEFT)
    qtbot.mouseClick(row(window, "Elegant").button, LEFT, SHIFT)
    drag(qtbot, row(window, "Elegant").histogram, 0.5, 1.2)

    def look_and_cancel(box):
        assert "Delete “Elegant” and its scores?" in box.text()
        qtbot.keyClick(box, Qt.Key.Key_Return)  # the default does nothing

    in_dialog(qtbot, open_menu(qtbot, window, "Elegant", "Delete…"), look_and_cancel)
    assert "Elegant" in titles(window)
    in_dialog(
        qtbot,
        open_menu(qtbot, window, "Elegant", "Delete…"),
        lambda box: qtbot.mouseClick(button(box, "Delete"), LEFT),
    )
    assert "Elegant" not in titles(window)
    assert "Your own" not in [label.text() for label in window.right.findChildren(QLabel) if label.isVisible()]
    assert count_label(window) == "12"
    assert button(window.top, "Brightness ↓  ▾")
    qtbot.waitUntil(lambda: window.library.catalog.own_attributes.all() == ())
    window.library.reload()
    assert "Elegant" not in titles(window)


def test_built_in_attributes_cannot_be_deleted(window, qtbot, prompting):
    kept(qtbot, window)
    menus = [[each.text() for each in open_menu(qtbot, window, title).actions()] for title in ("Quality", "Elegant")]
    assert "Delete…" not in menus[0]
    assert "Delete…" in menus[1]


def test_an_exported_attribute_is_imported_again(window, qtbot, prompting, tmp_path, monkeypatch):
    kept(qtbot, window)
    offered = []

    def chosen(_parent, _title, name, _filter):
        offered.append(name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    open_menu(qtbot, window, "Elegant", "Export…")()
    path = tmp_path / "mine.clipiqa-attribute.json"
    assert offered == ["Elegant.clipiqa-attribute.json"]
    assert json.loads(path.read_text())["prompts"] == ["Elegant photo.", "Clumsy photo."]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    def drive(dialog):
        assert dialog.fields.typed() == ("Elegant photo.", "Clumsy photo.")
        qtbot.waitUntil(lambda: "already: give this one another name" in dialog.words.text())
        qtbot.keyClicks(dialog.name, " 2")
        keep(qtbot, dialog)

    in_dialog(qtbot, window.actions_by_name["import_attribute"].trigger, drive)
    qtbot.waitUntil(lambda: "Elegant 2" in titles(window))


def test_a_file_that_holds_no_attribute_is_a_sentence(window, qtbot, prompting, tmp_path, monkeypatch):
    (tmp_path / "a.json").write_text("{}")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "a.json"), ""))
    said = []
    monkeypatch.setattr(PlainBox, "exec", lambda box: said.append(box.text()))
    window.actions_by_name["import_attribute"].trigger()
    assert said == ["a.json does not hold an attribute: choose a file that ends in .clipiqa-attribute.json."]


def test_the_button_and_the_rows_are_reached_by_tab_in_the_order_that_is_seen(window, qtbot, prompting):
    kept(qtbot, window)
    activate(qtbot, window)
    last = row(window, "Relaxing").histogram
    last.setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for _ in range(7):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    folds = [each.accessibleName() for each in reached if isinstance(each, QToolButton)]
    assert folds == ["Fold up Your own", "Fold up Taken"]
    reached = [each for each in reached if not isinstance(each, QToolButton)]
    assert reached[:2] == [row(window, "Elegant").button, row(window, "Elegant").histogram]
    assert [type(each) for each in reached[2:4]] == [QPushButton] * 2
    assert [each.accessibleName() for each in reached[2:4]] == ["New attribute of your own", "Learn from my marks"]
    assert reached[4] is row(window, "Capture time").button


def test_rows_that_stay_keep_the_keyboard(window, qtbot, prompting):
    kept(qtbot, window)
    activate(qtbot, window)
    histogram = row(window, "Quality").histogram
    histogram.setFocus()
    window.library.show_own(())
    assert row(window, "Quality").histogram is histogram
    assert histogram.hasFocus()
    assert "Clear ranges" not in shown_texts(window.right)
    qtbot.keyClick(histogram, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "Clear ranges" in shown_texts(window.right))


def test_what_must_be_said_of_untrained_scores_stands_in_the_dialog(places, open_window, qtbot):
    Filler(places, caution="untrained: scores mean nothing").shoot(3)
    window = open_window()

    def look(dialog):
        assert "Untrained: scores mean nothing" in [label.text() for label in dialog.findChildren(QLabel)]

    in_dialog(qtbot, make(window), look)
