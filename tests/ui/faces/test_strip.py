"""The faces of the photograph in the loupe: what is said of them, and where a press, Tab and Z look."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tools.faces import face
from ui.driving import LEFT, stack

from clipiqa_desktop.catalog.stages.faces import VERSION
from clipiqa_desktop.ui.faces.tile import FaceTile

Key = Qt.Key


@pytest.fixture
def looked_at(window):
    """Of twelve photographs the first has three faces, the second none; nobody looked at the third."""
    catalog, ids = window.library.catalog, window.library.ids.tolist()
    first = face(300, x=0.1), face(200, x=0.6, opening=0.05, eye_width=2.0), face(110, x=0.4, is_doubtful=True)
    catalog.faces.store(ids[0], VERSION, first)
    catalog.faces.store(ids[1], VERSION, ())
    window.library.refresh(ids[:2])
    window.grid.setFocus()
    return window


def press(qtbot, window, *keys):
    for key in keys:
        qtbot.keyClick(window.viewing.currentWidget(), key)


def tiles(window) -> list[FaceTile]:
    return window.faces.strip.tiles


def said(window) -> list[tuple[str, str]]:
    return [(tile.seen.eyes, tile.seen.sharpness) for tile in tiles(window)]


def test_each_face_is_said_the_largest_first(looked_at, qtbot):
    press(qtbot, looked_at, Key.Key_Home, Key.Key_E)
    assert looked_at.faces.strip.isVisible()
    assert said(looked_at) == [("eyes open", "sharp"), ("may be closed", "soft"), ("eyes cannot be told", "sharp")]
    assert tiles(looked_at)[1].accessibleName() == "Face 2: may be closed, soft"
    assert looked_at.faces.strip.heading.text() == "FACES · 3"


def test_it_stays_in_the_loupe_and_says_where_there_are_none(looked_at, qtbot):
    press(qtbot, looked_at, Key.Key_Home)
    assert not looked_at.faces.strip.isVisible()
    press(qtbot, looked_at, Key.Key_E, Key.Key_Right)
    strip = looked_at.faces.strip
    assert (strip.isVisible(), tiles(looked_at), strip.words.text()) == (True, [], "None found")
    press(qtbot, looked_at, Key.Key_Right)
    assert strip.words.text() == "Not looked for yet"
    press(qtbot, looked_at, Key.Key_G)
    assert not strip.isVisible()


def test_a_press_looks_there_and_z_at_the_largest(looked_at, qtbot):
    press(qtbot, looked_at, Key.Key_Home, Key.Key_E)
    view = looked_at.viewing._view
    qtbot.mouseClick(tiles(looked_at)[1], LEFT)
    assert view.now.zoom == 1
    looked_at.viewing.toggle_100()
    assert view.now.zoom is None
    looked_at.viewing.toggle_100()
    assert view.now.zoom == 1


def test_tab_goes_from_face_to_face(looked_at, qtbot):
    press(qtbot, looked_at, Key.Key_Home, Key.Key_E)
    wanted = []
    looked_at.faces.strip.wanted.connect(lambda x, y: wanted.append((x, y)))
    for tile in tiles(looked_at)[:2]:
        tile.setFocus(Qt.FocusReason.TabFocusReason)
    assert wanted == [tile.seen.place for tile in tiles(looked_at)[:2]]
    qtbot.keyClick(tiles(looked_at)[0], Key.Key_Return)
    assert wanted[2] == tiles(looked_at)[0].seen.place


def test_a_shoot_without_faces_has_no_strip(window, qtbot):
    press(qtbot, window, Key.Key_Home, Key.Key_E)
    assert not window.faces.strip.isVisible()


def test_a_sibling_with_open_eyes_is_named(looked_at, qtbot):
    library = looked_at.library
    ids = library.ids.tolist()
    library.catalog.faces.store(ids[1], VERSION, (face(200, x=0.6),))
    stack(looked_at, [0, 1])
    library.make_current(ids[0])
    press(qtbot, looked_at, Key.Key_E)
    seen = tiles(looked_at)[1].seen
    assert (seen.eyes, seen.open_in) == ("eyes closed", (2,))
    assert seen.spoken == "eyes closed, open in 2, soft"


def test_tab_leads_from_the_photograph_over_its_faces_to_the_panels_and_back(looked_at, qtbot):
    press(qtbot, looked_at, Key.Key_Home, Key.Key_E)
    looked_at.library.refresh([looked_at.library.current_id])  # other tiles of the same faces
    stops = [looked_at.viewing.loupe, *tiles(looked_at)]
    for before, after in pairwise(stops):
        qtbot.keyClick(before, Key.Key_Tab)
        assert QApplication.focusWidget() is after
    qtbot.keyClick(stops[-1], Key.Key_Tab)
    panel = QApplication.focusWidget()
    assert panel not in stops
    assert looked_at.isAncestorOf(panel)
    for after in reversed(stops):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is after


def test_a_press_on_a_face_leaves_the_keyboard_with_the_photograph(looked_at, qtbot):
    press(qtbot, looked_at, Key.Key_Home, Key.Key_E)
    looked_at.right.list._headings[0].arrow.setFocus()
    qtbot.mouseClick(tiles(looked_at)[1], LEFT)
    assert looked_at.viewing.loupe.hasFocus()
    qtbot.keyClick(looked_at.viewing.loupe, Key.Key_Tab)
    assert tiles(looked_at)[0].hasFocus()


def test_what_becomes_known_leaves_the_keyboard_on_the_face_and_another_photograph_takes_it(looked_at, qtbot):
    press(qtbot, looked_at, Key.Key_Home, Key.Key_E, Key.Key_Tab)
    qtbot.keyClick(tiles(looked_at)[0], Key.Key_Tab)
    looked_at.library.refresh([looked_at.library.current_id])
    assert tiles(looked_at)[1].hasFocus()
    looked_at.library.make_current(int(looked_at.library.ids[1]))
    assert looked_at.viewing.loupe.hasFocus()


def test_on_a_face_the_arrows_step_and_marks_mark(looked_at, qtbot):
    ids = looked_at.library.ids.tolist()
    looked_at.viewing.loupe.setFocus()
    press(qtbot, looked_at, Key.Key_Home, Key.Key_E, Key.Key_Tab)
    qtbot.keyClick(tiles(looked_at)[0], Key.Key_3)
    assert looked_at.library.catalog.marks.of(ids[:1])[ids[0]].stars == 3
    qtbot.keyClick(tiles(looked_at)[0], Key.Key_Right)
    assert looked_at.library.current_id == ids[1]
    assert looked_at.viewing.loupe.hasFocus()
    press(qtbot, looked_at, Key.Key_Left, Key.Key_Tab)
    qtbot.keyClick(tiles(looked_at)[0], Key.Key_End)
    assert looked_at.library.current_id == ids[-1]
    press(qtbot, looked_at, Key.Key_Home, Key.Key_Tab)
    qtbot.keyClick(tiles(looked_at)[0], Key.Key_Escape)
    assert looked_at.viewing.loupe.hasFocus() or looked_at.viewing.mode == "grid"
