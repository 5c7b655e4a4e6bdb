"""A cut in the window: ghosts until they are taken over, one undo, marks of the person untouched."""

from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout
from ui.driving import LEFT, click_cell, count_label, current, names, open_stacks, stack

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.catalog.stages import faces
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.culling.ghosts import SUGGESTION, Ghost
from clipiqa_desktop.culling.marking import with_flag, with_stars
from clipiqa_desktop.culling.stacks.stack_focus import FocusPlace, focus_places
from clipiqa_desktop.culling.suggestions import EYES, UNFOCUSED, WORSE
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.attributes.row import RowWidget
from clipiqa_desktop.ui.attributes.row_states import RowStates
from clipiqa_desktop.ui.filters.chips import chips
from clipiqa_desktop.ui.filters.suggested_choices import suggested_choices
from clipiqa_desktop.ui.suggestions.cut_panel import CutPanel
from clipiqa_desktop.ui.views import stack_places

WIDTHS = (0.9, 0.5, 0.75, 0.5, 5.0, 0.52)


@pytest.fixture
def window(open_window, filler, places, qtbot):
    """p0 to p2 are a burst of which p1 is sharp, p3 and p5 are single, p4 is soft."""
    ids = filler.shoot(len(WIDTHS))
    measure(places, ids)
    opened = open_window()
    stack(opened, [0, 1, 2], opened=[0])
    return opened


def measure(places, ids):
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        for photo_id, width in zip(ids, WIDTHS, strict=True):
            tiles = np.full((2, 3), width, np.float32)
            catalog.focus.store(photo_id, VERSION, FocusNumbers(width, width, 0.5, 0.5), tiles)


def open_cut(window, qtbot):
    window.cut.open_panel()
    settle(window, qtbot)
    panel = window.cut.panel
    qtbot.waitUntil(lambda: not panel.take_over.visibleRegion().isEmpty())
    return panel


def settle(window, qtbot):
    """What was found out of the stacks beside the window is there."""
    qtbot.waitUntil(lambda: not window.cut._soon.isActive())


def ghosts(window):
    """The suggested flags by name."""
    found = {f"p{place}": window.library.ghost_of(int(id_)) for place, id_ in enumerate(window.library.columns.ids)}
    return {name: ghost.flag for name, ghost in found.items() if ghost and ghost.flag != NO_FLAG}


def flags(window):
    return {f"p{place}": int(flag) for place, flag in enumerate(window.library.columns.flag) if flag}


CUT = {"p0": REJECT, "p1": PICK, "p2": REJECT, "p3": PICK, "p4": REJECT, "p5": PICK}


def test_the_key_opens_and_closes_it_and_nothing_is_marked(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    panel = window.cut.panel
    assert panel.isVisible()
    assert (panel.state.text(), panel.take_over.text()) == ("nothing is marked yet", "Take over 6")
    assert (panel.words.text(), panel.cells.whole) == ("Keep about 4 of 6", "4 stacks and singles")
    assert (panel.counts[UNFOCUSED].text(), panel.counts[WORSE].text()) == ("1", "2")
    assert ghosts(window) == CUT
    assert flags(window) == {}
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not panel.isVisible()
    assert ghosts(window) == {}


@pytest.mark.parametrize("height", [480, 700])
def test_its_buttons_are_in_sight_however_low_the_window(window, qtbot, height):
    panel = open_cut(window, qtbot)
    panel.missing.setText("One of each stack, none where all are rejected or nothing was measured. " * 6)
    panel.missing.show()
    window.resize(1024, height)
    qtbot.waitUntil(lambda: window.height() == height)
    buttons = (panel.take_over, panel.one, panel.shut, panel.would_be)
    qtbot.waitUntil(lambda: all(each.visibleRegion().boundingRect() == each.rect() for each in buttons))
    assert all(panel.rect().contains(each.geometry()) for each in buttons)
    qtbot.waitUntil(lambda: panel.missing.height() >= panel.missing.heightForWidth(panel.missing.width()))


def test_all_of_it_is_one_step_and_one_undo(window, qtbot):
    panel = open_cut(window, qtbot)
    qtbot.mouseClick(panel.take_over, LEFT)
    assert flags(window) == CUT
    assert window.library.steps.next_undo == "Take over 6 suggestions"
    end = "All 6 photographs are decided: 3 picks, 3 rejects. Export the picks: Ctrl+Shift+E"
    qtbot.waitUntil(lambda: window.bottom._said.whole == end)
    settle(window, qtbot)
    assert ghosts(window) == {}
    assert (panel.state.text(), panel.take_over.isEnabled()) == ("3 picked, 3 rejected", False)
    assert not panel.one.isEnabled()
    window.library.undo()
    assert flags(window) == {}
    settle(window, qtbot)
    assert ghosts(window) == CUT


def test_a_takes_over_one(window, qtbot):
    open_cut(window, qtbot)
    window.library.make_current(int(window.library.columns.ids[1]))
    qtbot.keyClick(window.grid, Qt.Key.Key_A)
    assert flags(window) == {"p1": PICK}
    assert "p1" not in ghosts(window)
    settle(window, qtbot)
    assert flags(window) == {"p1": PICK}


def test_on_a_closed_pile_a_takes_over_all_of_it_and_says_what_it_did(window, qtbot):
    open_cut(window, qtbot)
    open_stacks(window)
    click_cell(qtbot, window, "p1.jpg")
    qtbot.keyClick(window.grid, Qt.Key.Key_A)
    assert flags(window) == {name: CUT[name] for name in ("p0", "p1", "p2")}
    assert window.bottom._said.whole == "1 pick and 2 rejects of this stack taken over; one undo takes all of it back"
    assert names(window) == ["p1.jpg", "p3.jpg", "p4.jpg", "p5.jpg"]
    window.library.undo()
    assert flags(window) == {}


def test_the_best_lies_on_top_of_a_closed_pile_as_long_as_one_is_suggested(window, qtbot):
    """So `K` keeps what is seen to be suggested, whatever the order; an opened stack stays in order."""
    open_stacks(window)
    assert names(window) == ["p0.jpg", "p3.jpg", "p4.jpg", "p5.jpg"]
    open_cut(window, qtbot)
    qtbot.waitUntil(lambda: names(window)[0] == "p1.jpg")
    assert current(window) == "p1.jpg"
    open_stacks(window, 0)
    assert names(window)[:3] == ["p0.jpg", "p1.jpg", "p2.jpg"]
    window.library.merge_new()
    open_stacks(window)
    window.library.make_current(int(window.library.columns.ids[1]))
    qtbot.keyClick(window.grid, Qt.Key.Key_K)
    assert flags(window) == {"p0": REJECT, "p1": PICK, "p2": REJECT}
    window.library.undo()
    window.cut.close_panel()
    assert names(window) == ["p0.jpg", "p3.jpg", "p4.jpg", "p5.jpg"]


def test_what_was_the_best_is_on_top_again_after_an_undo(window, qtbot):
    open_stacks(window)
    open_cut(window, qtbot)
    qtbot.waitUntil(lambda: names(window)[0] == "p1.jpg")
    click_cell(qtbot, window, "p3.jpg")
    window.grid.selectAll()
    qtbot.keyClick(window.grid, Qt.Key.Key_X)
    settle(window, qtbot)
    window.library.undo()
    settle(window, qtbot)
    assert (names(window)[0], window.library.stale) == ("p1.jpg", False)


@pytest.fixture
def measured_later(open_window, filler, places, qtbot):
    """The same burst closed, with its best inside, because it was measured when a cut was suggested already."""
    ids = filler.shoot(len(WIDTHS))
    window = open_window()
    stack(window, [0, 1, 2])
    with qtbot.waitSignal(window.cut._thread.compared):
        open_cut(window, qtbot)
    settle(window, qtbot)
    assert not window.library.stale
    measure(places, ids)
    window.library.refresh(ids)
    qtbot.waitUntil(lambda: ghosts(window).get("p1") == PICK)
    return window


def test_what_is_found_to_be_the_best_later_lies_on_top_once_one_sorts_again(measured_later, qtbot):
    window, library = measured_later, measured_later.library
    offer = next(each for each in window.findChildren(QPushButton) if each.text() == "New results: sort again")
    assert (names(window)[0], library.stale, offer.isHidden()) == ("p2.jpg", True, False)
    qtbot.mouseClick(offer, LEFT)
    assert (names(window)[0], library.stale, offer.isHidden()) == ("p1.jpg", False, True)


def test_until_then_k_keeps_what_is_seen_and_says_what_it_rejected(measured_later, qtbot):
    window = measured_later
    qtbot.keyClick(window.grid, Qt.Key.Key_K)
    assert flags(window) == {"p0": REJECT, "p1": REJECT, "p2": PICK}
    assert window.bottom._said.whole == "Kept 1, rejected 2, 1 of them suggested as a pick"


def test_where_several_are_the_best_one_of_them_lies_on_top(window, qtbot):
    columns = window.library.columns
    columns.put_scores("quality", columns.ids, np.full(len(columns), 0.5, np.float32))  # tells nothing apart
    stack(window, [0, 1, 5])
    open_cut(window, qtbot)
    qtbot.waitUntil(lambda: "p0.jpg" not in names(window))
    assert names(window) == ["p1.jpg", "p2.jpg", "p3.jpg", "p4.jpg"]
    window.library.ask(window.library.query.sorted_by("name", descending=True))
    assert names(window) == ["p5.jpg", "p4.jpg", "p3.jpg", "p2.jpg"]


def test_with_shift_it_goes_on_from_a_closed_pile_to_the_next(window, qtbot):
    open_cut(window, qtbot)
    open_stacks(window)
    click_cell(qtbot, window, "p1.jpg")
    qtbot.keyClick(window.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert current(window) == "p3.jpg"


def test_what_was_said_of_one_deed_goes_with_the_next(window, qtbot):
    open_cut(window, qtbot).switches[WORSE].setChecked(False)
    window.cut.take_over()
    assert "marked as suggested" in window.bottom._said.whole
    window.library.mark([int(window.library.columns.ids[3])], "Reject", with_flag(REJECT))
    assert window.bottom._said.whole == ""


def test_of_eyes_that_nobody_looked_at_no_number_is_said(window, places, qtbot):
    panel = open_cut(window, qtbot)
    assert (panel.counts[EYES].text(), panel.counts[EYES].toolTip()) == ("–", "not known yet")
    assert "Eyes" not in panel.missing.text(), "nobody asked for them"
    panel.switches[EYES].setChecked(True)
    assert "Eyes are known of 0 of 6." in panel.missing.text()
    panel.switches[EYES].setChecked(False)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        for photo_id in window.library.columns.ids[:2].tolist():
            catalog.faces.store(photo_id, faces.VERSION, ())
    window.library.reload()
    window.cut.renew()
    assert panel.counts[EYES].text() == "0"
    assert "Eyes are known of 2 of 6." in panel.missing.text()


def test_without_a_cut_a_says_how_to_get_one(window, qtbot):
    with qtbot.waitSignal(window.cut.said) as said:
        window.cut.take_over_these()
    assert said.args == ["Nothing is suggested: Ctrl+K suggests a cut."]


def test_a_mark_of_the_person_is_neither_changed_nor_suggested_against(window, qtbot):
    library = window.library
    library.mark([int(library.columns.ids[4])], "Pick", with_flag(PICK))
    panel = open_cut(window, qtbot)
    assert "p4" not in ghosts(window)
    library.mark([int(library.columns.ids[3])], "Reject", with_flag(REJECT))
    assert "p3" not in ghosts(window)  # at once, before anything is made anew
    qtbot.mouseClick(panel.take_over, LEFT)
    assert (flags(window)["p3"], flags(window)["p4"]) == (REJECT, PICK)


def test_what_is_marked_is_suggested_no_more_at_once_and_not_counted(window, qtbot):
    """Before anything is made anew: a reject is not suggested of what has stars, and the button counts it no more."""
    library, panel = window.library, open_cut(window, qtbot)
    library.mark([int(library.columns.ids[4])], "Star", with_stars(3))
    library.mark([int(library.columns.ids[1])], "Star", with_stars(3))
    assert "p4" not in ghosts(window)
    assert ghosts(window)["p1"] == PICK
    assert panel.take_over.text() == "Take over 5"
    window.cut.take_over()
    assert flags(window) == {name: flag for name, flag in CUT.items() if name != "p4"}


def test_switches_and_sliders_are_heard_at_once(window, qtbot):
    panel = open_cut(window, qtbot)
    panel.switches[WORSE].setChecked(False)
    assert ghosts(window) == {"p1": PICK, "p3": PICK, "p4": REJECT, "p5": PICK}
    panel.keep.setValue(1)
    assert sorted(flag for flag in ghosts(window).values()) == [REJECT, PICK]
    panel.limits[UNFOCUSED].setValue(panel.limits[UNFOCUSED].maximum())
    assert panel.counts[UNFOCUSED].text() == "1"
    assert panel.words.text() == "Keep about 1 of 6"


def test_it_can_be_filtered_by_and_what_is_taken_over_goes(window, qtbot):
    open_cut(window, qtbot)
    library = window.library
    library.ask(library.query.with_range(SUGGESTION.key, Range(PICK, PICK)))
    assert names(window) == ["p1.jpg", "p3.jpg", "p5.jpg"]
    assert [chip.words for chip in chips(library)] == ["⚑ Suggested picks"]
    library.make_current(int(library.columns.ids[1]))
    window.cut.take_over_these()
    assert names(window) == ["p3.jpg", "p5.jpg"]
    assert library.current_id == library.columns.ids[3]
    window.cut.close_panel()
    assert len(names(window)) == 6
    assert "suggestion" not in library.fields.by_name
    assert "6" in count_label(window)


def test_the_left_panel_has_a_row_for_each_kind_as_long_as_something_is_suggested(window, qtbot):
    assert suggested_choices(window.library) == []
    open_cut(window, qtbot)
    picks, rejects, left = suggested_choices(window.library)
    assert (picks.count, rejects.count, left.count) == (3, 3, 0)
    window.library.ask(rejects.asks)
    assert names(window) == ["p0.jpg", "p2.jpg", "p4.jpg"]
    assert suggested_choices(window.library)[1].active
    assert suggested_choices(window.library)[0].count == 3


def test_loupe_and_survey_say_why(window, qtbot):
    open_cut(window, qtbot)
    window.library.make_current(int(window.library.columns.ids[1]))
    window.viewing.show_mode("loupe")
    loupe = window.viewing._page
    assert loupe.ghost.isVisible()
    assert loupe.ghost.text == "⚑ sharpest of 3"
    assert "suggested pick: sharpest of 3" in loupe.accessibleName()
    window.library.mark([window.library.current_id], "Reject", with_flag(REJECT))
    loupe.show_marks()
    assert not loupe.ghost.isVisible()
    window.library.undo()
    window.viewing.show_mode("survey")
    survey = window.viewing._page
    assert any("suggested" in tile.spoken() for tile in survey.tiles)


def test_without_focus_it_says_so_and_suggests_nothing(open_window, filler, qtbot):
    filler.caution = "untrained: scores mean nothing"
    filler.shoot(3)
    opened = open_window()
    stack(opened, [0, 1])
    panel = open_cut(opened, qtbot)
    assert "Focus is known of 0 of 3 so far." in panel.missing.text()
    assert (opened.library.suggested(), panel.take_over.isEnabled()) == ({}, False)
    panel.best_by_changed.emit("quality")
    assert "untrained: scores mean nothing" in panel.missing.text()
    assert opened.library.suggested()


def test_what_is_suggested_is_not_kept(window, qtbot, open_window):
    open_cut(window, qtbot)
    window.library.ask(window.library.query.with_range(SUGGESTION.key, Range(PICK, PICK)))
    window.close()
    again = open_window()
    assert len(names(again)) in {4, 6}
    assert again.library.ghosts is None


def test_what_is_spoken():
    assert Ghost(PICK, "sharpest of 5").spoken == "suggested pick: sharpest of 5"
    assert Ghost(REJECT, "softer").spoken == "suggested reject: softer"
    assert Ghost(NO_FLAG, "like 1 other: left to you").spoken == "like 1 other: left to you"


def test_the_menu_of_the_focus_filters_what_is_softer_than_its_stack(window, qtbot):
    menu = QMenu(window)
    window.row_menu.opening.emit("focus", menu)
    entry = menu.actions()[0]
    assert entry.text() == "Softer than its stack"
    with qtbot.waitSignal(window.library.answer_changed):
        entry.trigger()
    assert names(window) == ["p0.jpg", "p2.jpg"]
    assert [chip.words for chip in chips(window.library)] == ["Softer than its stack"]
    other = QMenu(window)
    window.row_menu.opening.emit("quality", other)
    assert "Softer than its stack" not in [each.text() for each in other.actions()]


def test_the_panel_tells_the_place_in_the_stack_by_focus(window, monkeypatch):
    def place(number):
        window.library.make_current(int(window.library.columns.ids[number]))
        rows = window.right.list.findChildren(RowWidget)
        return next(row.percentile.text() for row in rows if row.button.text().startswith("Focus"))

    compared = []

    def places(catalog, members):
        compared.append(members)
        return focus_places(catalog, members)

    monkeypatch.setattr(stack_places, "focus_places", places)
    assert [place(number) for number in range(3)] == ["3rd of 3", "1st of 3", "2nd of 3"]
    assert place(3).endswith("%")
    window.library.counts_changed.emit()
    assert place(0) == "3rd of 3"
    assert not compared, "the same stack was compared again"
    window.library.columns.of("focus")[0] = 1.0
    window.library.counts_changed.emit()
    assert len(compared) == 1


@pytest.mark.parametrize(("numbers", "ties"), [((1, 1, 1), 2), ((1, 2, 3), 0)])
def test_compared_frames_tie_as_their_places_in_the_stack_do(window, monkeypatch, numbers, ties):
    def places(_, members):
        return {each: FocusPlace("1st of 3", number=number) for each, number in zip(members, numbers, strict=True)}

    monkeypatch.setattr(stack_places, "focus_places", places)
    ids = [int(window.library.columns.ids[number]) for number in (0, 1)]
    states = RowStates(window.library)
    states.numbers = {photo_id: place for place, photo_id in enumerate(ids, start=1)}
    field = window.library.fields.get("focus")
    assert sum(each.tied for each in states.standings(field)) == ties


def test_the_panel_says_that_a_frame_moved(window, monkeypatch):
    moved = FocusPlace("3rd of 3", True)
    monkeypatch.setattr(stack_places, "focus_places", lambda _, members: dict.fromkeys(members, moved))
    window.library.columns.of("focus")[0] = 1.0
    window.library.counts_changed.emit()
    (row,) = (row for row in window.right.list.findChildren(RowWidget) if row.button.text().startswith("Focus"))
    assert "3rd of 3 in its stack, moved" in row.histogram.accessibleName()


def test_the_loupe_names_the_keys_as_they_are_now(window, qtbot):
    open_cut(window, qtbot)
    window.viewing.show_mode("loupe")
    window.viewing.loupe.step(1)
    photo_id = window.library.current_id
    says = window.viewing.loupe._keys_of_ghost
    assert says(photo_id) == "A takes it over, K keeps it and rejects the rest"
    window.actions_by_name.rebind({"take_over": ("Y",), "stack_keep": ()})
    assert says(photo_id) == "Y takes it over"


def test_limits_say_their_numbers_without_being_pointed_at(window, qtbot):
    panel = open_cut(window, qtbot)
    assert panel.limit_words[UNFOCUSED].text() == "2.0 times as blurred as usual in this shoot, or more"
    panel.limits[UNFOCUSED].setValue(panel.limits[UNFOCUSED].maximum())
    assert panel.limit_words[UNFOCUSED].text() != "2.0 times as blurred as usual in this shoot, or more"
    panel.switches[UNFOCUSED].click()
    assert not panel.limit_words[UNFOCUSED].isVisible()


def test_what_undo_gives_back_to_the_suggestions_is_shown_at_once(window, qtbot):
    open_cut(window, qtbot)
    window.library.ask(window.library.query.with_range(SUGGESTION.key, Range(PICK, PICK)))
    shown = names(window)
    window.library.make_current(int(window.library.ids[0]))
    window.cut.take_over_these()
    settle(window, qtbot)
    assert names(window) == shown[1:]
    window.actions_by_name["undo"].trigger()
    assert names(window) == shown
    assert window.library.current_id == int(window.library.ids[0])


@pytest.mark.parametrize("width", [200, 253, 400])
def test_no_sentence_of_the_panel_is_cut_off_in_a_narrow_one(qtbot, width):
    panel, right = CutPanel(), QFrame()
    column = QVBoxLayout(right)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(panel)
    column.addStretch(1)
    qtbot.addWidget(right)
    right.resize(width, 900)
    panel.words.setText("Keep about 93 of 339")
    panel.cells.show_text("93 stacks and singles")
    panel.missing.setText("78 of about 93: 5 all rejected; 8 left to you because their best are alike; 2 not measured.")
    right.show()
    qtbot.wait(20)
    assert panel.width() == width
    for label in (panel.words, panel.missing, panel.limit_words[UNFOCUSED]):
        assert label.height() >= label.heightForWidth(label.width())
        assert label.geometry().right() < width


def test_numbers_of_the_panel_follow_a_mark_at_once_and_together(window, qtbot):
    panel = open_cut(window, qtbot)
    assert panel.missing.text() == "3 of about 4: 1 all rejected."
    window.library.give_marks("Reject", {"flag": {int(window.library.columns.ids[3]): -1}})
    assert window.cut._soon.isActive(), "nothing was suggested anew yet"
    assert panel.state.text() == "0 picked, 1 rejected"
    assert panel.would_be.text() == "2 picks and 3 rejects suggested"
    assert panel.missing.text() == "2 of about 4: 2 all rejected."
    window.cut.take_over()
    assert panel.state.text() == "2 picked, 4 rejected"
    assert panel.missing.isHidden(), "nothing is left to be said of a shoot that is decided"


def test_the_button_for_one_says_which(window, qtbot):
    panel = open_cut(window, qtbot)
    assert panel.one.text() == "Current"
    assert panel.one.toolTip() == "Takes over what is suggested for the photograph in the amber frame. A"


@pytest.mark.parametrize("mode", ["grid", "loupe"])
def test_what_is_suggested_and_why_no_more_can_be_read_in_a_low_window(window, qtbot, mode):
    panel = open_cut(window, qtbot)
    window.viewing.show_mode(mode)
    window.resize(1024, 480)
    qtbot.waitUntil(lambda: panel.would_be.visibleRegion().boundingRect() == panel.would_be.rect())
    assert panel.missing.text() in panel.would_be.toolTip()
