"""Whatever is filtered, sorted, selected and shown how: a mark changes what is in sight, and nothing else."""

import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from ui.driving import CTRL, SHIFT, open_stacks, save_jpegs, stack

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.mark_words import REJECT
from clipiqa_desktop.perception.attributes import KEYS

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
MARKING = [Key.Key_P, Key.Key_X, Key.Key_U, Key.Key_0, Key.Key_3, Key.Key_5, Key.Key_6, Key.Key_9]
MODES = [Key.Key_G, Key.Key_E, Key.Key_C, Key.Key_N, Key.Key_Space, Key.Key_Escape]
MOVING = [Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up, Key.Key_Home, Key.Key_End, Key.Key_PageDown]
PRESSING = [Key.Key_Space, Key.Key_Return]
INSIDE = [Key.Key_Return, Key.Key_Delete, Key.Key_Tab, Key.Key_Z, Key.Key_J]
WITH_CTRL = [Key.Key_L, Key.Key_I, Key.Key_0, Key.Key_R, Key.Key_A]
STEPS = 60
WIDTHS = (0.9, 0.5, 0.8, 0.5, 5.0, 0.52, 0.7, 0.9, 0.5)


class Hands:
    """Presses and asks at random, and looks at what changed."""

    def __init__(self, window, qtbot, seed: int) -> None:
        self.window, self.qtbot, self.chance = window, qtbot, random.Random(seed)
        self.stacked = window.library.engine.stacks is not None

    def press(self, key, modifiers=NONE) -> None:
        focus = QApplication.focusWidget() or self.window.grid
        if not (key in PRESSING and isinstance(focus, QPushButton | QToolButton)):  # which may open a dialog
            self.qtbot.keyClick(focus, key, modifiers)

    def ask(self) -> None:
        query = self.window.library.query
        choose = self.chance.choice
        self.window.library.ask(
            choose(
                [
                    query.with_range("quality", Range(self.chance.random(), None)),
                    query.with_range("quality", Range(20.0, 80.0, percentile=True)),
                    query.with_range("stars", Range(None, 3.0)),
                    query.with_choice("flag", [choose([-1, 0, 1])]),
                    query.with_choice("label", [0]),
                    query.unfiltered,
                    query.sorted_by(choose(["sharpness", "name", "stars", "quality"])),
                    query.sorted_by("stars", second=True),
                ]
            )
        )

    def do_something(self) -> None:
        press = self.press
        self.chance.choice(
            [
                self.ask,
                lambda: press(self.chance.choice(MODES)),
                lambda: press(self.chance.choice(MOVING), self.chance.choice([NONE, NONE, SHIFT])),
                lambda: press(self.chance.choice(INSIDE)),
                lambda: press(self.chance.choice(WITH_CTRL), CTRL),
                self.window.library.resort,
                *([self.open_and_close] * 2 if self.stacked else ()),
            ]
        )()

    def open_and_close(self) -> None:
        open_stacks(self.window, *(number for number in range(3) if self.chance.random() < 0.5))

    def join_or_split(self) -> None:
        """As if the person had done it, and the stacks were there at once."""
        numbers = self.chance.sample(range(9), 7)
        first = self.chance.randint(2, 4)
        stack(self.window, numbers[:first], numbers[first:], kinds=[0, self.chance.randint(0, 1)])

    def mark(self) -> None:
        self.press(self.chance.choice(MARKING), self.chance.choice([NONE, SHIFT]))

    def marks(self):
        return self.window.library.catalog.marks.of(self.window.library.columns.ids.tolist())


def in_sight(window) -> set[int]:
    """What the person sees, told by the views themselves."""
    answered = set(window.library.ids.tolist())
    if window.viewing.mode == "grid":
        return answered
    shown = {photo_id for photo_id, _ in window.viewing.shown_photos()}
    assert shown <= answered
    return shown


@pytest.fixture
def shoot(filler, open_window, tmp_path) -> Path:
    folder = save_jpegs(tmp_path / "shoot", *(f"p{number}.jpg" for number in range(9)))
    filler.shoot(9, folder)
    opened = open_window()
    opened.grid.setFocus()
    return opened


@pytest.fixture
def stacked(shoot):
    """The same with three stacks, of which none is opened yet."""
    stack(shoot, [0, 1, 2], [4, 6], [5, 7, 8])
    return shoot


@pytest.fixture
def suggested(filler, open_window, tmp_path, places):
    """The same with a sharp one in each stack, and one that is out of focus; the panel of the cut is open."""
    folder = save_jpegs(tmp_path / "shoot", *(f"p{number}.jpg" for number in range(9)))
    ids = filler.shoot(9, folder)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        for photo_id, width in zip(ids, WIDTHS, strict=True):
            tiles = np.full((2, 3), width, np.float32)
            catalog.focus.store(photo_id, VERSION, FocusNumbers(width, width, 0.5, 0.5), tiles)
    opened = open_window()
    stack(opened, [0, 1, 2], [4, 6], [5, 7, 8])
    opened.cut.open_panel()
    opened.grid.setFocus()
    return opened


def check_that_nothing_unseen_is_marked(window, qtbot, seed):
    hands = Hands(window, qtbot, seed)
    for _ in range(STEPS):
        hands.do_something()
        targets, sight, before = set(window.viewing.targets()), in_sight(window), hands.marks()
        assert targets <= sight
        hands.press(hands.chance.choice(MARKING), hands.chance.choice([NONE, SHIFT]))
        after = hands.marks()
        assert {id_ for id_ in before if before[id_] != after[id_]} <= targets
        assert window.library.current_id in {None, *window.library.ids.tolist()}


@pytest.mark.parametrize("seed", range(8))
def test_no_key_ever_marks_what_is_not_in_sight(shoot, qtbot, seed):
    check_that_nothing_unseen_is_marked(shoot, qtbot, seed)


@pytest.mark.parametrize("seed", range(8))
def test_no_key_ever_marks_what_stands_behind_another_one(stacked, qtbot, seed):
    check_that_nothing_unseen_is_marked(stacked, qtbot, seed)


def check_that_all_is_taken_back_and_done_again(window, qtbot, seed):
    hands = Hands(window, qtbot, seed)
    start = hands.marks()
    for _ in range(STEPS):
        hands.do_something()
        hands.press(hands.chance.choice(MARKING), hands.chance.choice([NONE, SHIFT]))
    end = hands.marks()
    for _ in range(2 * STEPS + 1):  # Enter marks too, in the survey
        hands.press(Key.Key_Z, CTRL)
        assert window.library.current_id in {None, *window.library.ids.tolist()}
    assert hands.marks() == start
    for _ in range(2 * STEPS + 1):  # Enter marks too, in the survey
        hands.press(Key.Key_Y, CTRL)
    assert hands.marks() == end


@pytest.mark.parametrize("seed", range(4))
def test_everything_can_be_taken_back_and_done_again(shoot, qtbot, seed):
    check_that_all_is_taken_back_and_done_again(shoot, qtbot, seed)


@pytest.mark.parametrize("seed", range(3))
def test_everything_can_be_taken_back_among_stacks(stacked, qtbot, seed):
    check_that_all_is_taken_back_and_done_again(stacked, qtbot, seed)


@pytest.mark.parametrize("mode", [Key.Key_G, Key.Key_E])
def test_going_on_is_decided_before_the_filter_is_applied_again(shoot, qtbot, mode):
    """Only what is undecided is shown: each mark takes its photograph away, and none is left out."""
    hands = Hands(shoot, qtbot, 0)
    shoot.library.ask(shoot.library.query.with_choice("flag", [0]))
    everything = shoot.library.ids.tolist()
    hands.press(mode)
    met = []
    for _ in everything:
        met.append(shoot.library.current_id)
        hands.press(Key.Key_P, SHIFT)
    assert met == everything
    assert len(shoot.library.ids) == 0


def with_piles(window, targets: set[int]) -> set[int]:
    """In the grid with all that lies in the cells of these."""
    library, every = window.library, window.library.columns.ids
    if window.viewing.mode != "grid":
        return targets
    cells = (cell for front, cell in zip(library.ids.tolist(), library.cells, strict=True) if front in targets)
    return targets | {int(every[row]) for cell in cells for row in cell.rows}


def seen_suggestions(window, ids) -> dict[int, int]:
    """The flags that are suggested of these."""
    found = {photo_id: window.library.ghost_of(photo_id) for photo_id in ids}
    return {photo_id: ghost.flag for photo_id, ghost in found.items() if ghost and ghost.flag}


@pytest.mark.parametrize("seed", range(8))
def test_suggestions_mark_what_was_shown_or_counted_and_never_what_the_person_marked(suggested, qtbot, seed):
    """Joined and split, filtered and sorted, opened and closed at random: a suggestion that is taken over sets the flag
    that was shown, on a photograph or a whole closed pile in hand, or with the button on as many as it says, and undo
    takes all of it back.
    """
    window, hands = suggested, Hands(suggested, qtbot, seed)
    others = [window.cut.toggle, window.cut.renew, hands.join_or_split, lambda: qtbot.wait(1), hands.mark]
    for _ in range(STEPS):
        hands.do_something()
        hands.chance.choice([*others, lambda: None])()
        before, targets = hands.marks(), set(window.viewing.targets())
        assert targets <= in_sight(window)
        shown, everything = seen_suggestions(window, with_piles(window, targets)), seen_suggestions(window, before)
        assert all(not before[id_].flag for id_ in everything)
        assert all(before[id_] == Mark() for id_, flag in everything.items() if flag == REJECT)
        whole = hands.chance.random() < 0.2 and window.cut.panel.isVisible()
        expected = everything if whole else shown
        if whole:
            assert window.cut.panel.take_over.text() == f"Take over {len(everything)}"
            window.cut.panel.take_over.click()
        else:
            hands.press(Key.Key_A, hands.chance.choice([NONE, SHIFT]))
        after = hands.marks()
        assert {id_: after[id_].flag for id_ in before if before[id_] != after[id_]} == expected
        assert all(replace(after[id_], flag=before[id_].flag) == before[id_] for id_ in before)
        if expected and hands.chance.random() < 0.7:
            hands.press(Key.Key_Z, CTRL)
            assert hands.marks() == before


@pytest.mark.parametrize("seed", range(8))
def test_whole_stacks_are_decided_where_they_pass_and_nowhere_else(stacked, qtbot, seed):
    hands = Hands(stacked, qtbot, seed)
    library = stacked.library
    for _ in range(STEPS):
        hands.do_something()
        before, targets = hands.marks(), stacked.viewing.targets()
        members = {each for target in targets for each in library.members(target)}
        assert members <= set(library.passing.tolist())
        hands.press(Key.Key_K, hands.chance.choice([NONE, SHIFT]))
        after = hands.marks()
        changed = {id_ for id_ in before if before[id_] != after[id_]}
        assert changed <= members
        assert all((after[id_].stars, after[id_].label) == (before[id_].stars, before[id_].label) for id_ in members)
        if changed and hands.chance.random() < 0.5:
            hands.press(Key.Key_Z, CTRL)
            assert hands.marks() == before


class Culler(Hands):
    """Decides, joins and parts with the keys of the program, and waits until the stacks are there."""

    def __init__(self, window, qtbot, seed: int) -> None:
        super().__init__(window, qtbot, seed)
        self.stacked = True
        self.grouped = []
        window.stacks.counted.connect(lambda *counts: self.grouped.append(counts))

    def open_and_close(self) -> None:
        self.press(Key.Key_S, self.chance.choice([NONE, SHIFT]))

    def select_some(self) -> None:
        for _ in range(self.chance.randint(1, 3)):
            self.press(Key.Key_Right, SHIFT)

    def said(self):
        return self.window.library.catalog.own_stacks.of(self.window.library.columns.ids.tolist())

    def change_stacks(self, name: str) -> None:
        before = self.said()
        self.window.actions_by_name[name].trigger()
        self.settle(before)

    def retrace(self, name: str) -> None:
        before = self.said()
        getattr(self.window.library, name)()
        self.settle(before)

    def settle(self, before) -> None:
        """What the person said of stacks is shown before the next key."""
        if self.said() != before:
            self.qtbot.waitUntil(lambda: bool(self.grouped))
        self.grouped.clear()


@pytest.fixture
def culled(shoot, qtbot):
    """Nine photographs in three stacks that the person joined, as the program groups them itself."""
    own, ids = shoot.library.catalog.own_stacks, shoot.library.columns.ids.tolist()
    own.join([ids[:3], [ids[4], ids[6]], [ids[5], ids[7], ids[8]]])
    with qtbot.waitSignal(shoot.stacks.counted):
        shoot.stacks.be("off")
    return shoot


CHANGES = ["stack_join", "stack_split", "stack_take_out", "stack_top"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_kept_rejected_joined_and_parted_only_touches_the_stacks_in_hand(culled, qtbot, seed):
    """And all of it can be taken back and done again, marks and stacks, in any order of both."""
    hands = Culler(culled, qtbot, seed)
    library, start = culled.library, (hands.marks(), hands.said())
    for _ in range(STEPS):
        hands.do_something()
        hands.chance.choice([hands.select_some, lambda: None])()
        targets, before = culled.viewing.targets(), (hands.marks(), hands.said())
        passing = {each for target in targets for each in library.members(target)}
        whole = {each for target in targets for each in library.all_members(target)}
        assert passing <= whole
        assert passing <= set(library.passing.tolist())
        do = hands.chance.choice(["K", "Shift+K", "mark", *CHANGES])
        if do in CHANGES:
            hands.change_stacks(do)
        elif do == "mark":
            hands.mark()
        else:
            hands.press(Key.Key_K, SHIFT if do == "Shift+K" else NONE)
        after = hands.marks(), hands.said()
        marked, moved = ({id_ for id_ in was if was[id_] != now[id_]} for was, now in zip(before, after, strict=True))
        assert marked <= (set() if do in CHANGES else set(targets) if do == "mark" else passing)
        assert moved <= (whole if do in CHANGES else set())
        if (marked or moved) and hands.chance.random() < 0.3:
            hands.retrace("undo")
            assert (hands.marks(), hands.said()) == before
            if hands.chance.random() < 0.5:
                hands.retrace("redo")
                assert (hands.marks(), hands.said()) == after
    end, steps = (hands.marks(), hands.said()), 0
    while library.steps.next_undo:
        hands.retrace("undo")
        steps += 1
    assert (hands.marks(), hands.said()) == start
    for _ in range(steps):
        hands.retrace("redo")
    assert (hands.marks(), hands.said()) == end
