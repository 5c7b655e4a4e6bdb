"""Keep, reject, open, join and part, with keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from ui.driving import CTRL, SHIFT, current, names, stack

Key = Qt.Key


@pytest.fixture
def window(filler, open_window):
    """Ten photographs: p0; p1 to p4 in stack 0; p5; p6 and p7 in stack 1; p8; p9."""
    filler.shoot(10)
    opened = open_window()
    stack(opened, [1, 2, 3, 4], [6, 7])
    opened.grid.setFocus()
    return opened


@pytest.fixture
def grouped(filler, open_window, qtbot):
    """Ten photographs, of which nobody has said yet what belongs together, and stacks that are made beside them."""
    filler.shoot(10)
    opened = open_window()
    with qtbot.waitSignal(opened.stacks.counted):
        opened.stacks.be("off")
    opened.grid.setFocus()
    return opened


def press(qtbot, window, *keys):
    for key in keys:
        qtbot.keyClick(window.viewing.currentWidget(), *(key if isinstance(key, tuple) else (key,)))


def flags(window):
    columns = window.library.columns
    return {int(name[1]): int(flag) for name, flag in zip(columns.names, columns.flag, strict=True) if flag}


def shown(*numbers):
    return [f"p{number}.jpg" for number in numbers]


@pytest.mark.parametrize("mode", [Key.Key_G, Key.Key_E])
def test_k_keeps_this_one_rejects_the_rest_and_goes_to_the_next_stack(window, qtbot, mode):
    press(qtbot, window, Key.Key_Right, mode, Key.Key_K)
    assert (flags(window), current(window)) == ({1: 1, 2: -1, 3: -1, 4: -1}, "p5.jpg")
    press(qtbot, window, Key.Key_K)
    assert (flags(window)[5], current(window)) == (1, "p6.jpg")
    press(qtbot, window, (Key.Key_Z, CTRL), (Key.Key_Z, CTRL))
    assert flags(window) == {}


def test_k_on_a_member_keeps_that_one(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_S, Key.Key_Right, Key.Key_Right, Key.Key_K)
    assert (flags(window), current(window)) == ({1: -1, 2: -1, 3: 1, 4: -1}, "p5.jpg")


@pytest.mark.parametrize("inside", [Key.Key_S, Key.Key_E])
def test_undo_comes_back_to_the_one_that_was_kept(window, qtbot, inside):
    press(qtbot, window, Key.Key_Right, inside, Key.Key_Right, Key.Key_Right, Key.Key_K)
    assert (flags(window)[3], current(window)) == (1, "p5.jpg")
    press(qtbot, window, (Key.Key_Z, CTRL))
    assert (flags(window), current(window)) == ({}, "p3.jpg")


def test_k_on_several_keeps_them_all(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_S, (Key.Key_Right, SHIFT), Key.Key_K)
    assert flags(window) == {1: 1, 2: 1, 3: -1, 4: -1}


def test_shift_k_rejects_the_whole_stack(window, qtbot):
    press(qtbot, window, Key.Key_Right, (Key.Key_K, SHIFT))
    assert (flags(window), current(window)) == ({1: -1, 2: -1, 3: -1, 4: -1}, "p5.jpg")


def test_what_a_filter_hides_is_left_alone_and_said(window, qtbot):
    window.library.ask(window.library.query.with_choice("flag", [0]))
    press(qtbot, window, Key.Key_Right, Key.Key_P, Key.Key_Left)
    assert current(window) == "p2.jpg"
    with qtbot.waitSignal(window.stacking.said) as words:
        press(qtbot, window, Key.Key_K)
    assert words.args == ["Kept 1, rejected 2, 1 that filters hide stays as it was"]
    assert (flags(window), current(window)) == ({1: 1, 2: 1, 3: -1, 4: -1}, "p5.jpg")


def test_a_bracket_is_kept_whole(window, qtbot):
    stack(window, [1, 2, 3], kinds=[1])
    press(qtbot, window, Key.Key_Right, Key.Key_K)
    assert (flags(window), current(window)) == ({1: 1, 2: 1, 3: 1}, "p4.jpg")


def test_s_opens_and_closes_in_place_and_shift_s_all(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_S)
    assert names(window) == shown(0, 1, 2, 3, 4, 5, 6, 8, 9)
    press(qtbot, window, Key.Key_Right, Key.Key_S)
    assert (names(window), current(window)) == (shown(0, 1, 5, 6, 8, 9), "p1.jpg")
    press(qtbot, window, (Key.Key_S, SHIFT))
    assert names(window) == shown(*range(10))
    press(qtbot, window, (Key.Key_S, SHIFT))
    assert names(window) == shown(0, 1, 5, 6, 8, 9)


def test_joined_photographs_are_a_stack_for_good(grouped, qtbot, open_window):
    window = grouped
    press(qtbot, window, (Key.Key_Right, SHIFT), (Key.Key_Right, SHIFT))
    with qtbot.waitSignal(window.stacks.counted):
        press(qtbot, window, (Key.Key_G, CTRL))
    assert names(window) == shown(0, 3, 4, 5, 6, 7, 8, 9)
    with qtbot.waitSignal(window.stacks.counted):
        press(qtbot, window, (Key.Key_Z, CTRL))
    assert names(window) == shown(*range(10))
    with qtbot.waitSignal(window.stacks.counted):
        press(qtbot, window, (Key.Key_Z, CTRL | SHIFT))
    window.close()
    again = open_window()
    with qtbot.waitSignal(again.stacks.counted):
        again.stacks.start()
    assert names(again) == shown(0, 3, 4, 5, 6, 7, 8, 9)


def join(qtbot, window, count):
    press(qtbot, window, Key.Key_Home, *[(Key.Key_Right, SHIFT)] * (count - 1))
    with qtbot.waitSignal(window.stacks.counted):
        press(qtbot, window, (Key.Key_G, CTRL))


def test_a_stack_is_split_in_front_of_the_current_one_or_wholly(grouped, qtbot):
    window = grouped
    join(qtbot, window, 5)
    press(qtbot, window, Key.Key_Home, Key.Key_S, Key.Key_Right, Key.Key_Right)
    with qtbot.waitSignal(window.stacks.counted):
        press(qtbot, window, (Key.Key_G, CTRL | SHIFT))
    window.library.open_stacks(())
    assert names(window) == shown(0, 2, 5, 6, 7, 8, 9)
    press(qtbot, window, Key.Key_Home)
    with qtbot.waitSignal(window.stacks.counted):
        press(qtbot, window, (Key.Key_G, CTRL | SHIFT))
    assert names(window) == shown(0, 1, 2, 5, 6, 7, 8, 9)


def test_one_is_taken_out_and_another_put_on_top(grouped, qtbot):
    window = grouped
    join(qtbot, window, 4)
    press(qtbot, window, Key.Key_Home, Key.Key_S, Key.Key_Right)
    with qtbot.waitSignal(window.stacks.counted):
        window.actions_by_name["stack_take_out"].trigger()
    press(qtbot, window, Key.Key_Home)
    assert window.library.members(window.library.current_id) == [1, 3, 4]
    press(qtbot, window, Key.Key_Right, Key.Key_Right)
    with qtbot.waitSignal(window.stacks.counted):
        window.actions_by_name["stack_top"].trigger()
    assert window.library.members(1) == [4, 1, 3]


def test_what_cannot_be_done_is_said(grouped, qtbot):
    window = grouped
    for name, words in (
        ("stack_open", "This photograph is in no stack."),
        ("stack_split", "This photograph is in no stack."),
        ("stack_join", "Select the photographs that belong together first: a stack takes two."),
    ):
        with qtbot.waitSignal(window.stacking.said) as told:
            window.actions_by_name[name].trigger()
        assert told.args == [words]


def test_another_strictness_is_remembered(grouped, qtbot):
    with qtbot.waitSignal(grouped.stacks.counted):
        grouped.stacks.be("loose")
    assert grouped.stacks.strictness == "loose"


def test_a_panorama_is_offered_and_joined_only_when_asked(grouped, qtbot):
    window, library = grouped, grouped.library
    library.show_stacks(replace(library.engine.stacks, panoramas=((4, 5, 6),)))
    assert names(window) == shown(*range(10))
    with qtbot.waitSignal(window.stacking.said) as told:
        window.actions_by_name["stack_panorama"].trigger()
    assert (current(window), told.args) == ("p3.jpg", ["3 photographs that may be a panorama: once more joins them"])
    with qtbot.waitSignal(window.stacks.counted):
        window.actions_by_name["stack_panorama"].trigger()
    assert names(window) == shown(0, 1, 2, 3, 6, 7, 8, 9)
    with qtbot.waitSignal(window.stacking.said) as told:
        window.actions_by_name["stack_panorama"].trigger()
    assert told.args == ["No photographs that are shown look like a panorama."]


def test_k_on_the_last_stack_stays_with_what_it_kept(window, qtbot):
    stack(window, [7, 8, 9])
    press(qtbot, window, Key.Key_End, Key.Key_S, Key.Key_Right, Key.Key_K)
    assert (flags(window), current(window)) == ({7: -1, 8: 1, 9: -1}, "p8.jpg")


def test_a_pick_that_another_one_takes_the_place_of_is_said(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_K, Key.Key_Left, Key.Key_S, Key.Key_Right)
    with qtbot.waitSignal(window.stacking.said) as told:
        press(qtbot, window, Key.Key_K)
    assert told.args == ["Kept 1, rejected 3, 1 of them picked before"]
    assert flags(window) == {1: -1, 2: 1, 3: -1, 4: -1}


def test_one_photograph_of_an_open_stack_joins_nobody(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_S)
    with qtbot.waitSignal(window.stacking.said) as told:
        press(qtbot, window, (Key.Key_G, CTRL))
    assert told.args == ["Select the photographs that belong together first: a stack takes two."]


@pytest.mark.parametrize("top", [1, 2, 4])
def test_k_keeps_the_top_of_a_pile_that_comes_up_in_compare_as_in_the_other_views(window, qtbot, top):
    stack(window, [1, 2, 3, 4], [5, 6, 7])
    window.library.give_marks("Pick", {"flag": {int(window.library.columns.ids[top]): 1}})
    window.library.lay_stacks()
    press(qtbot, window, Key.Key_Right, Key.Key_C)
    beside = shown(top, top + 1 if top < 4 else 3)
    assert ([tile.photo.path.name for tile in window.viewing.compare.tiles], current(window)) == (beside, beside[0])
    press(qtbot, window, Key.Key_K)
    assert (window.viewing.mode, current(window)) == ("compare", "p5.jpg")
    press(qtbot, window, Key.Key_K)
    assert flags(window) == {each: 1 if each in {top, 5} else -1 for each in range(1, 8)}


def test_in_compare_the_frame_goes_to_the_challenger_as_soon_as_another_one_comes(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_C, Key.Key_Right)
    assert current(window) == "p3.jpg"


def test_shift_s_opens_all_as_long_as_any_is_closed(window, qtbot):
    press(qtbot, window, Key.Key_Right, Key.Key_S, (Key.Key_S, SHIFT))
    assert names(window) == shown(*range(10))
    press(qtbot, window, (Key.Key_S, SHIFT))
    assert names(window) == shown(0, 1, 5, 6, 8, 9)


@pytest.mark.parametrize(("key", "words"), [(Key.Key_X, "Reject"), (Key.Key_3, "3 stars"), (Key.Key_6, "Red label")])
def test_a_mark_on_closed_piles_says_how_many_it_leaves(window, qtbot, key, words):
    press(qtbot, window, (Key.Key_A, CTRL), key)
    told = "6 photographs; 4 behind closed stacks stay as they are (Shift+S opens them)"
    assert window.bottom._said.whole == f"{words}: {told}"
    press(qtbot, window, (Key.Key_D, CTRL))
    window.library.make_current(int(window.library.columns.ids[6]))
    press(qtbot, window, key)
    told = "1 photograph; 1 behind a closed stack stays as it is (S opens it)"
    assert window.bottom._said.whole == f"{words}: {told}"


def test_stars_that_are_clicked_say_it_too_and_those_of_an_open_stack_do_not(window, qtbot):
    said = []
    window.marks.said.connect(said.append)
    first = int(window.library.columns.ids[1])
    window.marks.press_stars(first, 2)
    assert said == ["2 stars: 1 photograph; 3 behind a closed stack stay as they are (S opens it)"]
    press(qtbot, window, Key.Key_Right, Key.Key_S)
    window.marks.press_stars(first, 3)
    assert len(said) == 1
