"""The window as a whole: folders in, panels, keys, focus, closing."""

from itertools import pairwise
from types import SimpleNamespace

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QWidget,
)
from ui.driving import (
    CTRL,
    LEFT,
    button,
    click_cell,
    click_item,
    count_label,
    current,
    drag,
    item_of,
    names,
    row,
    save_jpegs,
    wait_until_indexed,
    when_open,
)

from clipiqa_desktop.ui.window.keys_dialog import KeysDialog

Key = Qt.Key


@pytest.fixture
def photos(tmp_path):
    return save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg", "c.jpg")


def drop(window, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, LEFT, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(300, 300), copy, mime, left, none)
    QApplication.sendEvent(window, entered)
    dropped = QDropEvent(QPointF(300, 300), copy, mime, left, none)
    if entered.isAccepted():
        QApplication.sendEvent(window, dropped)
    return entered.isAccepted()


def thumbnails_missing(window):
    wanted = window.library.fingerprints(window.library.ids.tolist())
    return len(names(window)) - sum(window._thumbnails.get(each) is not None for each in wanted.values())


def test_adding_a_folder_shows_its_photographs(open_window, photos, qtbot):
    window = open_window()
    window.folders.add([photos])
    wait_until_indexed(qtbot, window)
    assert names(window) == ["a.jpg", "b.jpg", "c.jpg"]
    assert count_label(window) == "3"
    assert item_of(window.left.folders, "photos").text(1) == "3"
    qtbot.waitUntil(lambda: thumbnails_missing(window) == 0)
    assert window.grid.hasFocus()


def test_folders_and_files_can_be_dropped(open_window, photos, tmp_path, qtbot):
    window = open_window()
    other = save_jpegs(tmp_path / "other", "x.jpg", "y.jpg")
    assert drop(window, photos, other / "x.jpg")
    wait_until_indexed(qtbot, window)
    click_item(qtbot, window.left.folders, "All photographs")
    assert sorted(names(window)) == ["a.jpg", "b.jpg", "c.jpg", "x.jpg", "y.jpg"]


def test_what_is_no_folder_is_not_taken(open_window, tmp_path):
    window = open_window()
    assert not drop(window, tmp_path / "vanished")
    assert window.pages.currentWidget() is window.pages.no_folders


def test_the_same_folder_added_twice_is_there_once(open_window, photos, qtbot):
    window = open_window()
    window.folders.add([photos, photos])
    wait_until_indexed(qtbot, window)
    assert len(names(window)) == 3
    assert window.left.folders.topLevelItemCount() == 2


def test_the_first_view_of_a_new_folder_starts_at_its_first_photograph(open_window, photos, qtbot):
    window = open_window()
    window.folders.add([photos])
    wait_until_indexed(qtbot, window)
    assert window.library.current_id == window.grid.photos.id_at(0)
    click_cell(qtbot, window, "b.jpg")
    save_jpegs(photos, "0.jpg")
    qtbot.keyClick(window.grid, Key.Key_F5)
    wait_until_indexed(qtbot, window)
    assert names(window)[0] == "0.jpg"
    assert window.library.current.path.name == "b.jpg"


def test_while_a_folder_is_looked_at_the_first_is_current_until_one_is_chosen(filler, open_window, qtbot):
    ids = filler.found(["a.jpg", "b.jpg", "c.jpg"])
    window = open_window()
    assert current(window) == "a.jpg"

    def read(*order):
        filler.read([ids["abc".index(letter)] for letter in order])
        window.library.refresh(ids)
        window.library.resort()
        return current(window), names(window)[0]

    assert read("c", "a", "b") == ("c.jpg", "c.jpg")
    assert read("b", "c", "a") == ("b.jpg", "b.jpg")
    click_cell(qtbot, window, "b.jpg")
    assert read("a", "b", "c") == ("b.jpg", "a.jpg")


def test_a_photograph_whose_file_is_gone_is_said(window, qtbot):
    window.viewing.show_mode("loupe")
    gone = window.library.current
    window.library.catalog.folders.record_listing(gone.path.parent, [])
    window.library.merge_new()
    assert window.bottom._said.whole == f"{gone.path.name} is no longer where it was"
    assert window.viewing.loupe.active_canvas()._notice == window.bottom._said.whole


# panels and keys


def test_f7_and_f8_hide_and_show_the_panels(window, qtbot):
    for key, panel, name in ((Key.Key_F7, window.left, "toggle_left"), (Key.Key_F8, window.right, "toggle_right")):
        qtbot.keyClick(window.grid, key)
        assert panel.isHidden()
        assert not window.actions_by_name[name].isChecked()
        qtbot.keyClick(window.grid, key)
        assert panel.isVisible()
        assert window.actions_by_name[name].isChecked()


def test_ctrl_tab_hides_both_panels_and_shows_them_again(window, qtbot):
    wide = window.grid.width()
    qtbot.keyClick(window.grid, Key.Key_Tab, CTRL)
    assert (window.left.isHidden(), window.right.isHidden()) == (True, True)
    qtbot.waitUntil(lambda: window.grid.width() > wide)
    qtbot.keyClick(window.grid, Key.Key_Tab, CTRL)
    assert (window.left.isHidden(), window.right.isHidden()) == (False, False)


def test_ctrl_tab_hides_what_is_left_of_the_panels(window, qtbot):
    qtbot.keyClick(window.grid, Key.Key_F7)
    qtbot.keyClick(window.grid, Key.Key_Tab, CTRL)
    assert (window.left.isHidden(), window.right.isHidden()) == (True, True)


def test_ctrl_0_turns_all_filters_off(window, qtbot):
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    click_item(qtbot, window.left.filters.tree, "Not scored yet")
    assert names(window) == []
    qtbot.keyClick(window, Key.Key_0, CTRL)
    assert count_label(window) == "12"
    assert window.left.filters.tree.selectedItems()[0].text(0) == "All"


def test_ctrl_r_reverses_the_order(window, qtbot):
    qtbot.keyClick(window.grid, Key.Key_R, CTRL)
    assert names(window)[0] == "p11.jpg"


def test_the_theme_can_be_changed_and_is_remembered(window, open_window, qtbot):
    def ground():
        return window.grab().toImage().pixelColor(window.width() // 2, window.height() - 3).lightness()

    dark = ground()
    window.actions_by_name["toggle_light"].trigger()
    assert ground() > dark + 100
    window.close()
    again = open_window()
    assert again.actions_by_name["toggle_light"].isChecked()


def test_the_full_screen_is_for_the_photographs_alone_and_back_by_escape(window, qtbot):
    window.notice.show_missing(window.weights.model)
    around = (window.left, window.right, window.top, window.chips, window.bottom, window.notice)
    qtbot.keyClick(window, Key.Key_F8)
    window.grid.setFocus()
    qtbot.keyClick(window, Key.Key_F11)
    assert window.isFullScreen()
    assert [each.isVisible() for each in around] == [False] * 6
    assert window.grid.hasFocus()
    qtbot.keyClick(window, Key.Key_Escape)
    assert not window.isFullScreen()
    assert [each.isVisible() for each in around] == [True, False, True, True, True, True]


def test_in_the_loupe_the_full_screen_is_the_photograph_alone(window, qtbot):
    window.viewing.show_mode("loupe")
    canvas = window.viewing.loupe.active_canvas()
    assert canvas.height() < window.viewing.height()
    qtbot.keyClick(window, Key.Key_F11)
    qtbot.waitUntil(lambda: canvas.size() == window.size())
    qtbot.keyClick(window, Key.Key_F11)
    qtbot.waitUntil(lambda: canvas.height() < window.viewing.height() < window.height())


def test_what_is_switched_on_is_said_below(window, qtbot):
    def said():
        return [each.text() for each in window.bottom.findChildren(QLabel) if each.isVisible()]

    window.actions_by_name["peaking"].trigger()
    assert "Sharp is green, sharpest amber (F)" in said()
    window.actions_by_name["always_advance"].trigger()
    assert "Sharp is green, sharpest amber (F) · Marks go on (always)" in said()
    window.actions_by_name.rebind({"peaking": ("Y",)})
    assert "Sharp is green, sharpest amber (Y) · Marks go on (always)" in said()
    window.actions_by_name["peaking"].trigger()
    window.actions_by_name["always_advance"].trigger()
    assert not any("amber" in each or "go on (" in each for each in said())


# focus and names


def test_no_click_beside_the_photographs_takes_the_keyboard(window, qtbot):
    window.bottom.show_problems(3)
    window.notice.show_missing(window.weights.model)
    window.grid.setFocus()
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    drag(qtbot, window.top.slider, 0.5, 0.7)
    click_item(qtbot, window.left.filters.tree, "All")
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT)
    assert window.focusWidget() is window.grid
    kinds = (QAbstractButton, QAbstractSlider)
    clicked = [each for kind in kinds for each in window.findChildren(kind) if each.window() is window]
    assert not [each for each in clicked if each.focusPolicy() & Qt.FocusPolicy.ClickFocus]


def focusable(window):
    wanted = [each for each in window.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
    takes_tab = [each for each in wanted if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.focusProxy()]
    return [each for each in takes_tab if each.window() is window]


def test_tab_reaches_every_control(window, qtbot):
    window.bottom.show_problems(3)
    window.notice.show_missing(window.weights.model)
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    window.grid.setFocus()
    reached = set()
    for _ in range(len(focusable(window)) + 5):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert set(focusable(window)) <= reached
    assert len(reached) > 40


@pytest.mark.parametrize("mode", ["grid", "loupe"])
def test_escape_anywhere_around_the_photographs_gives_the_keyboard_back_and_no_more(window, qtbot, mode):
    window.bottom.show_problems(3)
    window.notice.show_missing(window.weights.model)
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    window.viewing.show_mode(mode)
    around = [each for each in focusable(window) if not window.viewing.isAncestorOf(each)]
    assert len(around) > 40
    for widget in around:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.hasFocus()
        qtbot.keyClick(widget, Key.Key_Escape)
        assert (window.viewing.currentWidget().hasFocus(), window.viewing.mode) == (True, mode), widget
    assert window.library.query.ranges
    qtbot.keyClick(window.viewing.currentWidget(), Key.Key_Escape)
    assert window.viewing.mode == "grid"


def test_every_control_has_a_name(window):
    window.bottom.show_problems(3)
    window.notice.show_missing(window.weights.model)
    window.grab()
    nameless = [each for each in focusable(window) if not (each.accessibleName() or getattr(each, "text", str)())]
    assert nameless == []


def test_a_click_in_the_bars_leaves_the_keyboard_with_the_photographs(window, qtbot):
    window.grid.setFocus()
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    drag(qtbot, row(window, "Sharpness").histogram, 0.2, 0.9)
    assert window.grid.hasFocus()


# dialogs


def in_dialog(kind, look):
    """Runs `look` with the next dialog, and closes it."""
    seen = []

    when_open(QApplication.activeModalWidget, lambda dialog: seen.append((isinstance(dialog, kind), look(dialog))))
    return seen


def test_the_keys_are_listed_all(window, qtbot):
    seen = in_dialog(
        KeysDialog, lambda dialog: ([each.text() for each in dialog.findChildren(QLabel)], dialog.size().toTuple())
    )
    qtbot.keyClicks(window.grid, "?")
    ((is_it, (texts, (width, height))),) = seen
    assert is_it
    for entry in window.actions_by_name.entries:
        assert not entry.keys or entry.text.rstrip("…") in texts
    assert {"Ctrl+Tab or Shift+F7", "Page Up, Page Down", "Alt+arrows, Alt+drag", "Delete, Enter"} <= set(texts)
    assert width < 1250
    assert height <= window.screen().availableSize().height()


def test_the_list_of_keys_can_be_scrolled_where_it_is_too_high(window, qtbot):
    dialog = KeysDialog(window.actions_by_name, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(dialog.width(), 300)
    bar = dialog.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(dialog, Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(dialog, Key.Key_Home)
    assert bar.value() == 0


@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (1024, 2), (320, 1)])
def test_the_list_of_keys_fits_the_screen(window, qtbot, monkeypatch, width, columns):
    room = QRect(0, 0, width, 700)
    screen = SimpleNamespace(availableSize=room.size)
    monkeypatch.setattr(window, "screen", lambda: screen)
    dialog = KeysDialog(window.actions_by_name, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert room.contains(QRect(QPoint(0, 0), dialog.size()))
    assert len(dialog.findChildren(QGridLayout)) == columns
    assert (dialog.area.horizontalScrollBar().maximum() > 0) == (columns == 1)
    close = dialog.findChild(QDialogButtonBox).geometry()
    assert dialog.rect().contains(close)


def test_f10_opens_the_menu_also_where_the_bar_is_hidden(window, qtbot):
    for _ in range(2):
        qtbot.keyClick(window.grid, Key.Key_F10)
        menu = QApplication.activePopupWidget()
        assert menu is window.top.menu_button.menu()
        assert menu.activeAction().text() == "File"
        menu.close()
        assert window.focusWidget() is window.grid
        window.view.hide_bars()


def test_in_the_bar_above_tab_goes_from_left_to_right(window):
    widgets, each = [], window.top
    while (each := each.nextInFocusChain()) is not window.top:
        if window.top.isAncestorOf(each) and each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible():
            widgets.append(each)
    places = [each.mapTo(window.top, QPoint(0, 0)).x() for each in widgets]
    assert len(places) >= 8
    assert places == sorted(places)


def test_return_presses_the_button_that_has_the_keyboard(window, qtbot):
    window.cut.open_panel()
    window.cut.panel.shut.setFocus()
    qtbot.keyClick(window.cut.panel.shut, Key.Key_Return)
    assert not window.cut.panel.isVisible()


def test_the_menu_holds_every_action(window):
    menu = window.top.menu_button.menu()
    texts = {action.text() for submenu in menu.actions() for action in submenu.menu().actions()}
    assert {entry.text for entry in window.actions_by_name.entries} == texts - {""}


def test_the_menus_stand_in_their_usual_order_with_lines_between_what_belongs_together(window):
    menus = {action.text(): action.menu().actions() for action in window.top.menu_button.menu().actions()}
    assert list(menus)[:5] == ["File", "Edit", "Photo", "Stack", "View"]
    assert list(menus)[-1] == "Help"
    assert menus["File"][-1].text() == "Quit"
    for actions in menus.values():
        lines = [action.isSeparator() for action in actions]
        assert {lines[0], lines[-1]} == {False}
        assert not any(one and other for one, other in pairwise(lines))
    assert sum(action.isSeparator() for action in menus["View"]) == 5


def test_the_sort_button_opens_a_menu_that_sorts(window, qtbot):
    choose_in_menu("Name")
    qtbot.mouseClick(window.top._sort, LEFT)
    assert window.library.query.sort[0].key == "name"
    assert button(window.top, "Name ↑  ▾")


def test_the_sort_menu_sorts_by_a_second_key(window, qtbot):
    choose_in_menu("Then by", "Sharpness")
    qtbot.mouseClick(window.top._sort, LEFT)
    assert [each.key for each in window.library.query.sort] == ["captured", "sharpness"]
    assert button(window.top, "Capture time ↑, then sharpness  ▾")


def choose_in_menu(*texts):
    """Triggers what stands under these words in the menu that opens next."""

    def choose(menu):
        for text in texts:
            action = next(action for action in menu.actions() if action.text() == text)
            menu = action.menu()
        action.trigger()

    when_open(QApplication.activePopupWidget, choose)


# closing


def test_closing_during_indexing_ends_all_that_runs(open_window, tmp_path, untrained_file, qtbot):
    folder = save_jpegs(tmp_path / "many", *(f"{number}.jpg" for number in range(200)))
    window = open_window(untrained_file)
    window.folders.add([folder])
    qtbot.waitUntil(lambda: len(psutil.Process().children()) >= 2, timeout=30_000)
    window.close()
    assert not any(isinstance(each, QAbstractButton) and each.isVisible() for each in window.findChildren(QWidget))
    # What else may live on is looked for after every test.


def test_closing_before_the_run_has_begun_starts_nothing_later(open_window, photos, qtbot):
    window = open_window()
    window.folders.add([photos])
    window.indexing.add(photos)
    window.close()
    qtbot.wait(200)
    assert not window.indexing.running
