from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from ui.driving import CTRL, SHIFT, count_label, current, names, stack

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.perception.attributes import KEYS as KEYS_OF_SCORES

KEYS = {
    Qt.Key.Key_P: "pick",
    Qt.Key.Key_X: "reject",
    Qt.Key.Key_U: "no flag",
    Qt.Key.Key_3: "3 stars",
    Qt.Key.Key_0: "no stars",
    Qt.Key.Key_6: "red",
}


@pytest.fixture
def window(filler, open_window):
    filler.shoot(8)
    opened = open_window()
    opened.grid.setFocus()
    return opened


def press(qtbot, window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.grid, key, modifiers)


def marks(window) -> dict[str, Mark]:
    ids = window.library.columns.ids.tolist()
    known = window.library.catalog.marks.of(ids)
    by_name = dict(zip(window.library.columns.names, ids, strict=True))
    return {name: known[id_] for name, id_ in by_name.items() if known[id_] != Mark()}


def test_keys_mark_the_current_photograph(window, qtbot):
    for key in (Qt.Key.Key_P, Qt.Key.Key_4, Qt.Key.Key_7):
        press(qtbot, window, key)
    assert marks(window) == {"p0.jpg": Mark(4, 1, "yellow")}
    press(qtbot, window, Qt.Key.Key_7)
    press(qtbot, window, Qt.Key.Key_X)
    assert marks(window) == {"p0.jpg": Mark(4, -1, "")}


def test_keys_mark_the_whole_selection(window, qtbot):
    press(qtbot, window, Qt.Key.Key_Right, SHIFT)
    press(qtbot, window, Qt.Key.Key_Right, SHIFT)
    press(qtbot, window, Qt.Key.Key_5)
    assert marks(window) == dict.fromkeys(["p0.jpg", "p1.jpg", "p2.jpg"], Mark(5))


def test_shift_goes_on_to_the_next(window, qtbot):
    press(qtbot, window, Qt.Key.Key_P, SHIFT)
    assert (marks(window), current(window)) == ({"p0.jpg": Mark(flag=1)}, "p1.jpg")
    press(qtbot, window, Qt.Key.Key_1, SHIFT)
    assert (marks(window)["p1.jpg"], current(window)) == (Mark(1), "p2.jpg")


def test_the_switch_goes_on_after_each_mark(window, qtbot):
    window.marks.always_advance.trigger()
    press(qtbot, window, Qt.Key.Key_X)
    press(qtbot, window, Qt.Key.Key_X)
    assert set(marks(window)) == {"p0.jpg", "p1.jpg"}


def test_undo_and_redo_without_end(window, qtbot):
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_2, SHIFT)
        press(qtbot, window, Qt.Key.Key_P, SHIFT)
    done = marks(window)
    assert len(done) == 3 or len(done) == 6
    while window.library.steps.next_undo:
        press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert marks(window) == {}
    assert current(window) == "p0.jpg"
    while window.library.steps.next_redo:
        press(qtbot, window, Qt.Key.Key_Y, CTRL)
    assert marks(window) == done


def test_a_mark_that_takes_the_photograph_out_of_the_filter_goes_on_to_the_next(window, qtbot):
    window.library.ask(window.library.query.with_choice("flag", [0]))
    press(qtbot, window, Qt.Key.Key_P)
    assert names(window)[0] == current(window) == "p1.jpg"
    press(qtbot, window, Qt.Key.Key_X, SHIFT)
    assert names(window)[0] == current(window) == "p2.jpg"
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert current(window) == "p1.jpg"
    assert "p1.jpg" in names(window)


def test_marks_do_not_move_other_photographs(window, qtbot):
    window.library.ask(window.library.query.sorted_by("stars"))
    before = names(window)
    press(qtbot, window, Qt.Key.Key_End)
    press(qtbot, window, Qt.Key.Key_5)
    assert names(window) == before
    press(qtbot, window, Qt.Key.Key_R)
    assert names(window)[0] == before[-1] == current(window)


def test_marks_are_there_at_the_next_start(window, open_window, qtbot):
    press(qtbot, window, Qt.Key.Key_3)
    window.close()
    assert marks(open_window()) == {"p0.jpg": Mark(3)}


def test_the_menu_names_what_undo_and_redo_are_about(window, qtbot):
    undo, redo = window.actions_by_name["undo"], window.actions_by_name["redo"]
    assert (undo.text(), redo.text()) == ("Undo", "Redo")
    press(qtbot, window, Qt.Key.Key_3)
    press(qtbot, window, Qt.Key.Key_P)
    assert (undo.text(), redo.text()) == ("Undo: Pick", "Redo")
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert (undo.text(), redo.text()) == ("Undo: 3 stars", "Redo: Pick")


def test_undo_leaves_what_a_command_changed_meanwhile_and_says_so(window, places, qtbot):
    window.grid.selectAll()
    press(qtbot, window, Qt.Key.Key_P)
    with closing(Catalog(places.catalog, KEYS_OF_SCORES)) as other:
        other.marks.set_fields({"flag": {1: -1, 2: -1}, "stars": {3: 5}, "label": {3: "red"}})
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert marks(window) == {"p0.jpg": Mark(flag=-1), "p1.jpg": Mark(flag=-1), "p2.jpg": Mark(5, 0, "red")}
    assert "2 of 8 were changed elsewhere since and stay as they are" in window.bottom._said.whole
    assert window.library.columns.flag.tolist() == [-1, -1, 0, 0, 0, 0, 0, 0]


def test_a_mark_asks_for_no_folders(window, qtbot):
    asked = []
    window.library.catalog.connection.set_trace_callback(asked.append)
    press(qtbot, window, Qt.Key.Key_P)
    window.library.catalog.connection.set_trace_callback(None)
    assert any("INTO marks" in statement for statement in asked)
    assert not any("FROM folders" in statement for statement in asked)


def test_purple_has_a_key(window, qtbot):
    press(qtbot, window, Qt.Key.Key_V)
    assert marks(window) == {"p0.jpg": Mark(label="purple")}


def test_a_mark_of_several_says_how_many(window, qtbot):
    press(qtbot, window, Qt.Key.Key_P)
    assert "photographs" not in window.bottom._said.whole
    press(qtbot, window, Qt.Key.Key_A, CTRL)
    press(qtbot, window, Qt.Key.Key_4)
    assert window.bottom._said.whole == "4 stars: 8 photographs"


def test_all_are_selected_and_none_and_the_header_says_so(window, qtbot):
    press(qtbot, window, Qt.Key.Key_A, CTRL)
    assert count_label(window) == "8 selected of 8"
    press(qtbot, window, Qt.Key.Key_D, CTRL)
    assert (count_label(window), window.viewing.targets()) == ("8", [window.library.current_id])


END = "All 8 photographs are decided: {}. Export the picks: Ctrl+Shift+E"


def said(window):
    return window.bottom._said.whole


def test_the_last_decision_says_what_came_of_it_and_what_is_next(window, qtbot):
    window.grid.selectAll()
    press(qtbot, window, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: said(window) == END.format("0 picks, 8 rejects"))
    window.library.undo()
    press(qtbot, window, Qt.Key.Key_3)
    assert said(window) == "3 stars: 8 photographs"
    press(qtbot, window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: said(window) == END.format("8 picks, 0 rejects"))
    press(qtbot, window, Qt.Key.Key_X)
    qtbot.wait(20)
    assert said(window) == "Reject: 8 photographs", "it is told once, when the last one is decided"
    window.library.undo()
    press(qtbot, window, Qt.Key.Key_U)
    press(qtbot, window, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: said(window) == END.format("0 picks, 8 rejects"))
    press(qtbot, window, Qt.Key.Key_D, CTRL)
    press(qtbot, window, Qt.Key.Key_U)
    qtbot.wait(20)
    assert said(window) == "", "it is no longer so"


def test_the_last_decision_is_told_whatever_brought_it(window, qtbot):
    stack(window, [6, 7])
    ids = window.library.columns.ids.tolist()
    window.library.give_marks("Pick", {"flag": dict.fromkeys(ids[:6], PICK)})
    window.library.ask(window.library.query.with_choice("flag", [0]))
    press(qtbot, window, Qt.Key.Key_K)
    end = END.format("7 picks, 1 reject")
    qtbot.waitUntil(lambda: said(window) == end)
    assert window.pages.nothing_matches._hint.text() == end, "and where nothing is left to be seen"
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: said(window).startswith("Undone"))
    assert len(window.library.ids) == 1
    press(qtbot, window, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: said(window) == end)
