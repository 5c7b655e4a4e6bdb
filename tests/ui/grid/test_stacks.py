"""Cells that hold more than a photograph: how they count, look and are marked."""

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor
from ui.driving import CTRL, SHIFT, click_cell, count_label, current, names, open_stacks, stack

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.photo_model import CELL_ROLE
from clipiqa_desktop.ui.grid.stack_painting import is_dimmed, picks_behind

Key = Qt.Key


@pytest.fixture
def window(filler, open_window):
    """Ten photographs: p0; p1 to p4 in stack 0; p5; p6 and p7 in stack 1; p8; p9."""
    filler.shoot(10)
    opened = open_window()
    stack(opened, [1, 2, 3, 4], [6, 7])
    opened.grid.setFocus()
    return opened


def press(qtbot, window, *keys):
    for key in keys:
        qtbot.keyClick(window.viewing.currentWidget(), *(key if isinstance(key, tuple) else (key,)))


def flags(window):
    columns = window.library.columns
    return {name: int(flag) for name, flag in zip(columns.names, columns.flag, strict=True) if flag}


def shown(*numbers):
    return [f"p{number}.jpg" for number in numbers]


def counts(window):
    """What stands on the tops, by name."""
    model = window.grid.photos
    cells = {model.name_at(row): model.index(row).data(CELL_ROLE) for row in range(model.rowCount())}
    return {name: cell.count for name, cell in cells.items() if cell.count}


def test_a_closed_stack_is_one_cell(window):
    assert names(window) == shown(0, 1, 5, 6, 8, 9)
    assert counts(window) == {"p1.jpg": "4", "p6.jpg": "2"}
    assert count_label(window) == "6 stacks and singles of 10"
    assert window.top._count.accessibleName() == "10 of 10 photographs shown in 6 stacks and singles"


def test_an_opened_stack_shows_its_members_behind_its_top(window):
    window.library.ask(window.library.query.sorted_by("quality"))
    assert names(window) == shown(9, 8, 7, 5, 4, 0)
    open_stacks(window, 0)
    assert names(window) == shown(9, 8, 7, 5, 4, 3, 2, 1, 0)
    assert count_label(window) == "6 stacks and singles of 10"


def test_opening_moves_nothing_and_keeps_the_current_photograph(window, qtbot):
    press(qtbot, window, Key.Key_End)
    open_stacks(window, 0, 1)
    assert names(window) == shown(*range(10))
    assert current(window) == "p9.jpg"
    press(qtbot, window, Key.Key_Home, *[Key.Key_Right] * 3)
    assert current(window) == "p3.jpg"
    open_stacks(window)
    assert current(window) == "p1.jpg"
    assert names(window)[window.grid.currentIndex().row()] == "p1.jpg"


def test_a_filter_shows_a_stack_if_one_member_passes(window):
    window.library.ask(window.library.query.with_range("quality", Range(3.5 / 11, 7.5 / 11)))
    assert names(window) == shown(3, 5, 6)
    assert counts(window) == {"p3.jpg": "2 of 4", "p6.jpg": "1 of 2"}
    assert count_label(window) == "3 stacks and singles, 4 of 10"
    open_stacks(window, 0)
    assert names(window) == shown(3, 4, 5, 6)


def test_a_mark_on_a_closed_stack_marks_its_top_alone(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_X)
    assert flags(window) == {"p1.jpg": -1}
    press(qtbot, window, (Key.Key_A, CTRL), Key.Key_P)
    assert set(flags(window)) == set(shown(0, 1, 5, 6, 8, 9))
    press(qtbot, window, (Key.Key_Z, CTRL))
    assert flags(window) == {"p1.jpg": -1}


def test_after_a_mark_comes_the_next_cell(window, qtbot):
    met = []
    for _ in range(6):
        met.append(current(window))
        press(qtbot, window, (Key.Key_P, SHIFT))
    assert met == shown(0, 1, 5, 6, 8, 9)
    open_stacks(window, 0)
    press(qtbot, window, Key.Key_Home, (Key.Key_X, SHIFT), (Key.Key_X, SHIFT))
    assert current(window) == "p2.jpg"


def test_a_top_that_leaves_the_filter_makes_room_and_the_next_cell_is_current(window, qtbot):
    window.library.ask(window.library.query.with_choice("flag", [0]))
    press(qtbot, window, Key.Key_Right, Key.Key_P)
    assert names(window) == shown(0, 2, 5, 6, 8, 9)
    assert (current(window), counts(window)["p2.jpg"]) == ("p5.jpg", "3 of 4")
    press(qtbot, window, (Key.Key_Z, CTRL))
    assert (current(window), names(window)[1]) == ("p1.jpg", "p1.jpg")


def test_where_every_top_leaves_another_one_is_current(window, qtbot):
    window.library.ask(window.library.query.with_choice("flag", [0]))
    press(qtbot, window, (Key.Key_A, CTRL), Key.Key_P)
    assert names(window) == shown(2, 7)
    assert current(window) == "p2.jpg"


def test_undo_of_a_member_comes_back_to_it_within_its_closed_stack(window, qtbot):
    open_stacks(window, 0)
    press(qtbot, window, *[Key.Key_Right] * 3, Key.Key_X)
    assert flags(window) == {"p3.jpg": -1}
    open_stacks(window)
    press(qtbot, window, Key.Key_End, (Key.Key_Z, CTRL))
    assert (flags(window), current(window), window.library.opened) == ({}, "p3.jpg", {0})
    press(qtbot, window, Key.Key_X)
    assert flags(window) == {"p3.jpg": -1}


def test_the_loupe_looks_into_the_stack_that_it_comes_to(window, qtbot):
    press(qtbot, window, Key.Key_E, Key.Key_Right)
    assert (current(window), window.library.opened) == ("p1.jpg", {0})
    assert window.viewing.loupe.accessibleName() == "Loupe, p1.jpg, 2 of 6, frame 1 of 4 in its stack"
    met = []
    for _ in range(6):
        met.append(current(window))
        press(qtbot, window, Key.Key_Right)
    assert met == shown(1, 2, 3, 4, 5, 6)
    assert (current(window), window.library.opened) == ("p7.jpg", {1})
    press(qtbot, window, *[Key.Key_Left] * 3)
    assert (current(window), window.library.opened) == ("p4.jpg", {0})


def test_in_the_loupe_stacks_count_once_whatever_is_opened(window, qtbot):
    press(qtbot, window, Key.Key_E)
    places = []
    for _ in range(8):
        places.append(window.viewing.loupe.accessibleName().split(", ")[2])
        press(qtbot, window, Key.Key_Right)
    assert places == [f"{number} of 6" for number in (1, 2, 2, 2, 2, 3, 4, 4)]


def test_up_and_down_go_from_stack_to_stack(window, qtbot):
    press(qtbot, window, Key.Key_E)
    met = []
    for _ in range(6):
        met.append(current(window))
        press(qtbot, window, Key.Key_Down)
    assert met == shown(0, 1, 5, 6, 8, 9)
    press(qtbot, window, Key.Key_Up, Key.Key_Up, Key.Key_Right, Key.Key_Up)
    assert current(window) == "p5.jpg"


def test_what_the_loupe_opened_is_closed_again_unless_one_stands_within(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_E, Key.Key_G)
    assert (current(window), window.library.opened) == ("p1.jpg", frozenset())
    press(qtbot, window, Key.Key_E, Key.Key_Right, Key.Key_G)
    assert (current(window), window.library.opened) == ("p2.jpg", {0})


def test_what_was_open_before_stays_open(window, qtbot):
    open_stacks(window, 0)
    press(qtbot, window, Key.Key_E, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert (current(window), window.library.opened) == ("p6.jpg", {0, 1})
    press(qtbot, window, Key.Key_G)
    assert window.library.opened == {0}


def test_one_key_compares_or_surveys_a_whole_stack(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_N)
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(1, 2, 3, 4)
    press(qtbot, window, Key.Key_G, Key.Key_Home, Key.Key_Right, Key.Key_C)
    assert [name_of(window, id_) for _, id_ in window.viewing.compare.shown()] == shown(1, 2)
    press(qtbot, window, Key.Key_Right)
    assert [name_of(window, id_) for _, id_ in window.viewing.compare.shown()] == shown(1, 3)


def test_several_chosen_cells_are_surveyed_as_they_are_seen(window, qtbot):
    press(qtbot, window, (Key.Key_A, CTRL), Key.Key_N)
    assert [window.library.columns.names[window.library.columns.rows([id_])[0]] for _, id_ in survey(window)] == shown(
        0, 1, 5, 6, 8, 9
    )


def name_of(window, photo_id):
    return window.library.columns.names[window.library.columns.rows([photo_id])[0]]


def survey(window):
    return window.viewing.survey.shown()


def test_stacks_outlive_reading_everything_anew(window):
    window.library.merge_new()
    assert names(window) == shown(0, 1, 5, 6, 8, 9)
    window.library.reload()
    assert counts(window) == {"p1.jpg": "4", "p6.jpg": "2"}
    window.library.show_stacks(None)
    assert names(window) == shown(*range(10))
    assert count_label(window) == "10"


def test_what_is_exported_or_written_is_all_that_passes(window):
    assert window.library.passing.tolist() == window.library.columns.ids.tolist()


def test_screen_readers_hear_of_it(window):
    model = window.grid.photos
    heard = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert heard == [
        "p0.jpg, Capture time 12:00:00",
        "p1.jpg, stack of 4, closed, Capture time 12:00:01",
        "p5.jpg, Capture time 12:00:05",
    ]
    open_stacks(window, 0)
    heard = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert [each.partition(", Capture")[0] for each in heard] == [
        "p0.jpg",
        "p1.jpg, stack of 4, opened",
        "p2.jpg, in an opened stack",
    ]


def look(window, name):
    """The whole place of a cell, as it is painted while neither it nor the one before is current."""
    index = window.grid.photos.index(names(window).index(name))
    return window.grid.viewport().grab(window.grid.visualRect(index)).toImage()


def test_a_pile_has_edges_and_an_opened_stack_a_band(window, qtbot):
    click_cell(qtbot, window, "p9.jpg")
    pile, alone = look(window, "p1.jpg"), look(window, "p8.jpg")
    assert pile.pixelColor(pile.width() - 2, 40) != alone.pixelColor(alone.width() - 2, 40)
    open_stacks(window, 0)
    window.grid.selectionModel().clear()
    for name in shown(1, 2, 3, 4):
        band = look(window, name)
        assert band.pixelColor(band.width() // 2, 1) == QColor(style.current().band)
    assert look(window, "p5.jpg").pixelColor(20, 1) != QColor(style.current().band)


def test_selecting_a_closed_stack_chooses_its_top(window):
    rows = window.grid.selectionModel()
    rows.select(window.grid.photos.index(1), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert [name_of(window, id_) for id_ in window.viewing.targets()] == ["p1.jpg"]


def test_enter_in_the_survey_keeps_the_framed_one_and_brings_the_next_stack(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_N, Key.Key_Right, Key.Key_Return)
    assert flags(window) == {"p1.jpg": -1, "p2.jpg": 1, "p3.jpg": -1, "p4.jpg": -1}
    assert (window.viewing.mode, current(window)) == ("loupe", "p5.jpg")
    press(qtbot, window, Key.Key_Down, Key.Key_N)
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(6, 7)
    press(qtbot, window, Key.Key_Home, Key.Key_G)
    window.library.make_current(int(window.library.columns.ids[6]))
    stack(window, [1, 2, 3, 4], [5, 6, 7])
    press(qtbot, window, Key.Key_Home, Key.Key_Right, Key.Key_N, Key.Key_Return)
    assert window.viewing.mode == "survey"
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(5, 6, 7)


def test_a_survey_rejects_only_what_it_shows(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_S, (Key.Key_Right, SHIFT), Key.Key_N)
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(1, 2)
    with qtbot.waitSignal(window.stacking.said) as told:
        press(qtbot, window, Key.Key_Return)
    assert told.args == ["Kept 1, rejected 1, 2 that the survey never showed stay as they were"]
    assert set(flags(window)) == set(shown(1, 2))


def test_what_was_taken_out_of_the_survey_of_a_stack_is_rejected_with_the_rest(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_N, Key.Key_Delete, Key.Key_Delete)
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(3, 4)
    assert flags(window) == {}
    with qtbot.waitSignal(window.stacking.said) as told:
        press(qtbot, window, Key.Key_Return)
    assert told.args == ["Kept 1, rejected 3"]
    assert flags(window) == {"p1.jpg": -1, "p2.jpg": -1, "p3.jpg": 1, "p4.jpg": -1}


def test_what_was_taken_out_of_a_survey_of_more_than_a_stack_stays_as_it_is(window, qtbot):
    open_stacks(window, 0)
    click_cell(qtbot, window, "p3.jpg")
    for _ in range(2):
        press(qtbot, window, (Key.Key_Right, SHIFT))
    press(qtbot, window, Key.Key_N)
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(3, 4, 5)
    press(qtbot, window, Key.Key_Home, Key.Key_Delete, Key.Key_Home, Key.Key_Return)
    assert flags(window) == {"p4.jpg": 1}


def test_undo_in_the_survey_brings_the_stack_before_back(window, qtbot):
    stack(window, [1, 2, 3, 4], [5, 6, 7])
    press(qtbot, window, Key.Key_Right, Key.Key_N, Key.Key_Return)
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(5, 6, 7)
    press(qtbot, window, (Key.Key_Z, CTRL))
    assert flags(window) == {}
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(1, 2, 3, 4)


def test_from_compare_the_survey_shows_the_whole_stack(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_C, Key.Key_Right, Key.Key_N)
    assert [name_of(window, id_) for _, id_ in survey(window)] == shown(1, 2, 3, 4)


def test_a_closed_stack_is_dimmed_if_all_of_it_is_rejected_and_tells_of_picks_that_its_top_does_not_show(window):
    columns, cell = window.library.columns, window.library.cells[1]
    row = cell.rows[0]
    for marks, dimmed, picks in (
        ((-1, 1, -1, -1), False, 1),
        ((-1, -1, -1, -1), True, 0),
        ((-1, 0, 0, 0), False, 0),
        ((1, 0, 0, -1), False, 0),
        ((1, 1, 0, -1), False, 2),
    ):
        columns.put("flag", np.array(cell.rows), np.array(marks, np.int8))
        assert (is_dimmed(columns, row, cell), picks_behind(columns, cell)) == (dimmed, picks)


def test_what_is_kept_inside_an_opened_stack_lies_on_top_once_it_is_closed(window, qtbot):
    open_stacks(window, 0)
    click_cell(qtbot, window, "p3.jpg")
    press(qtbot, window, Key.Key_K)
    assert names(window) == shown(0, 1, 2, 3, 4, 5, 6, 8, 9)  # nothing moves under the hand
    open_stacks(window)
    assert names(window) == shown(0, 3, 5, 6, 8, 9)
    assert flags(window)["p3.jpg"] == 1


def test_a_mark_on_a_closed_stack_leaves_its_top_where_it_is_until_stacks_are_laid_anew(window, qtbot):
    click_cell(qtbot, window, "p1.jpg")
    press(qtbot, window, Key.Key_X)
    assert (current(window), names(window)) == ("p1.jpg", shown(0, 1, 5, 6, 8, 9))
    window.library.ask(window.library.query)
    assert names(window) == shown(0, 2, 5, 6, 8, 9)


def test_a_pile_stands_where_its_top_does_by_the_order(window, qtbot):
    stack(window, [1, 7])
    open_stacks(window, 0)
    click_cell(qtbot, window, "p7.jpg")
    press(qtbot, window, Key.Key_P)
    open_stacks(window)
    assert names(window) == shown(0, 7, 2, 3, 4, 5, 6, 8, 9)  # nothing moves under the hand
    press(qtbot, window, Key.Key_R)
    assert names(window) == shown(0, 2, 3, 4, 5, 6, 7, 8, 9)
    open_stacks(window, 0)
    assert names(window) == shown(0, 2, 3, 4, 5, 6, 1, 7, 8, 9)
    press(qtbot, window, Key.Key_U)
    window.library.merge_new()
    assert names(window) == shown(0, 2, 3, 4, 5, 6, 1, 7, 8, 9)
    window.library.ask(window.library.query)
    assert names(window) == shown(0, 1, 7, 2, 3, 4, 5, 6, 8, 9)


def test_two_opened_stacks_beside_each_other_are_parted(window):
    stack(window, [1, 2], [3, 4], opened=[0, 1])
    band = QColor(style.current().band)

    def ends(name):
        seen = look(window, name)
        return seen.pixelColor(0, 1) == band, seen.pixelColor(seen.width() - 1, 1) == band

    window.grid.selectionModel().clear()
    assert [ends(name) for name in shown(1, 2, 3, 4)] == [(False, True), (True, False), (False, True), (True, False)]
