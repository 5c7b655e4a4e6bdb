"""The photograph that is shown as current is the one that the next mark hits, whatever was done before."""

import pytest
from PySide6.QtCore import QPoint, Qt
from ui.driving import CTRL, LEFT, SHIFT, click_cell, current, names, row

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def many(filler, open_window):
    """Sixty photographs, more than a screenful, with the keyboard in the grid."""
    filler.shoot(60)
    window = open_window()
    window.grid.setFocus()
    return window


def press(qtbot, window, *keys):
    for key in keys:
        qtbot.keyClick(window.grid, *(key if isinstance(key, tuple) else (key, NONE)))


def flags(window):
    columns = window.library.columns
    return {name: int(flag) for name, flag in zip(columns.names, columns.flag, strict=True) if flag}


def check_the_next_mark(qtbot, window):
    """It hits the current photograph, and that alone, which is in sight and has the grid's own frame."""
    name, before = current(window), flags(window)
    place = window.grid.currentIndex().row()
    assert (names(window)[place], place in window.grid.visible_rows()) == (name, True)
    assert [index.row() for index in window.grid.selectedIndexes()] == [place]
    wanted = 1 if before.get(name) != 1 else -1
    press(qtbot, window, Key.Key_P if wanted == 1 else Key.Key_X)
    assert flags(window) == before | {name: wanted}


UNDO, REDO, MARK_AND_GO_ON = (Key.Key_Z, CTRL), (Key.Key_Y, CTRL), (Key.Key_X, SHIFT)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ([Key.Key_Right, MARK_AND_GO_ON], "p2.jpg"),
        ([Key.Key_Right, MARK_AND_GO_ON, UNDO], "p1.jpg"),
        ([Key.Key_Right, MARK_AND_GO_ON, UNDO, Key.Key_Home, REDO], "p1.jpg"),
        ([Key.Key_Right, MARK_AND_GO_ON, MARK_AND_GO_ON, UNDO, UNDO], "p1.jpg"),
        ([Key.Key_End, Key.Key_X, Key.Key_Home, UNDO], "p59.jpg"),
        ([Key.Key_X, Key.Key_End, (Key.Key_Left, SHIFT), UNDO], "p0.jpg"),
        ([Key.Key_End, Key.Key_X, (Key.Key_R, CTRL)], "p59.jpg"),
        ([Key.Key_End, Key.Key_X, (Key.Key_R, CTRL), Key.Key_End, UNDO], "p59.jpg"),
    ],
)
def test_after_keys(many, qtbot, keys, name):
    press(qtbot, many, *keys)
    assert current(many) == name
    check_the_next_mark(qtbot, many)


def test_after_a_mark_that_was_made_large_and_taken_back_in_the_grid(many, qtbot):
    press(qtbot, many, Key.Key_End, Key.Key_E)
    qtbot.keyClick(many.viewing.currentWidget(), Key.Key_X)
    qtbot.keyClick(many.viewing.currentWidget(), Key.Key_G)
    press(qtbot, many, Key.Key_Home, UNDO)
    assert current(many) == "p59.jpg"
    check_the_next_mark(qtbot, many)


def test_after_another_order(many, qtbot):
    press(qtbot, many, Key.Key_End)
    qtbot.mouseClick(row(many, "Quality").button, LEFT)
    assert current(many) == "p59.jpg" == names(many)[0]
    check_the_next_mark(qtbot, many)


def test_after_a_filter_that_is_taken_off_again(many, qtbot):
    library = many.library
    press(qtbot, many, Key.Key_X, Key.Key_End)
    library.ask(library.query.with_choice("flag", [-1]))
    check_the_next_mark(qtbot, many)
    press(qtbot, many, (Key.Key_0, CTRL))
    check_the_next_mark(qtbot, many)


def test_after_undo_where_the_filter_hides_what_was_undone(many, qtbot):
    library = many.library
    press(qtbot, many, Key.Key_End, Key.Key_X, Key.Key_Home, Key.Key_X)
    library.ask(library.query.with_choice("flag", [-1]))
    press(qtbot, many, UNDO)
    assert names(many) == [current(many)] == ["p59.jpg"]
    check_the_next_mark(qtbot, many)


def test_after_another_folder(filler, open_window, qtbot, tmp_path):
    for folder in ("one", "two"):
        filler.shoot(5, tmp_path / folder)
    window = open_window()
    window.grid.setFocus()
    press(qtbot, window, Key.Key_End, Key.Key_X)
    window.library.choose_folder(tmp_path / "one")
    here = window.library.current_id
    assert here in window.library.ids
    place = window.grid.currentIndex().row()
    assert window.grid.photos.id_at(place) == here
    assert window.viewing.targets() == [here]
    press(qtbot, window, Key.Key_P)
    assert window.library.catalog.marks.of([here])[here].flag == 1


def drag_through(qtbot, window, title, *shares):
    """Drags over a histogram, from the first share of its width on; yields at each of the others, button held."""
    bar = row(window, title).histogram
    places = [QPoint(round(share * bar.width()), bar.height() // 2) for share in shares]
    qtbot.mousePress(bar, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(bar, place)
        yield
    qtbot.mouseRelease(bar, LEFT, pos=places[-1])


@pytest.mark.parametrize("name", ["p0.jpg", "p40.jpg"])
def test_what_a_dragged_range_hides_for_a_moment_is_current_again(many, qtbot, name):
    click_cell(qtbot, many, name)
    hidden = set()
    for _ in drag_through(qtbot, many, "Quality", 0.3, 0.32, 0.4, 0.5, 0.28, 0.2, 0.4, 0.9, 0.5, 0.1, 0.0):
        hidden.add(name not in names(many))
        assert current(many) == name or name not in names(many)
    assert hidden == {True, False}
    if name not in names(many):
        many.library.ask(many.library.query.unfiltered)
    assert current(many) == name
    check_the_next_mark(qtbot, many)


def test_it_is_current_again_though_a_run_of_the_indexing_has_ended_meanwhile(many, qtbot):
    for place, _ in enumerate(drag_through(qtbot, many, "Quality", 0.5, 0.6, 0.7, 0.3, 0.0)):
        assert (current(many) == "p0.jpg") == (place == 3)
        many.runs.settled.emit()
    check_the_next_mark(qtbot, many)


@pytest.mark.parametrize("chosen", [(Key.Key_End,), (Key.Key_Right, Key.Key_Left), (Key.Key_3,)])
def test_another_order_keeps_what_somebody_has_in_hand_current_and_in_sight(many, qtbot, chosen):
    press(qtbot, many, *chosen)
    before = current(many)
    for title in ("Quality", "Sharpness", "Brightness"):
        qtbot.mouseClick(row(many, title).button, LEFT)
        assert current(many) == before
        check_the_next_mark(qtbot, many)


def test_another_order_begins_at_its_first_as_long_as_nobody_has_chosen(many, qtbot):
    qtbot.mouseClick(row(many, "Quality").button, LEFT)
    assert current(many) == names(many)[0] == "p59.jpg"


def test_filters_that_left_nothing_lead_back_to_where_one_was(many, qtbot):
    many.library.ask(many.library.query.with_choice("flag", [0]))
    click_cell(qtbot, many, "p40.jpg")
    press(qtbot, many, (Key.Key_A, CTRL), Key.Key_X)
    assert (names(many), current(many)) == ([], None)
    press(qtbot, many, (Key.Key_0, CTRL))
    assert current(many) == "p40.jpg"
    check_the_next_mark(qtbot, many)
