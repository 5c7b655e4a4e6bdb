"""The page of what concerns the program as a whole."""

from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from tools.settings_file import settings_of
from ui.driving import CTRL, LEFT, button, names, save_jpegs, wait_until_indexed

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.settings import FRAMES_MB, PAIR, PRECISION, THEME, WEIGHTS, Settings
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.settings.dialog import SettingsDialog
from clipiqa_desktop.ui.settings.switch import SettingsSwitch


@pytest.fixture
def general(window, open_settings):
    return open_settings(window).general


def kept(window, setting):
    return Settings(window._places.settings).get(setting)


def choose(box, words):
    box.setCurrentText(words)
    box.activated.emit(box.currentIndex())


def test_their_key_opens_them(window, open_settings, qtbot):
    first = open_settings(window)
    with qtbot.waitSignal(first.destroyed):
        first.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Qt.Key.Key_Comma, CTRL)
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_pages_are_reached_by_keyboard(window, open_settings, qtbot):
    dialog = open_settings(window)
    assert dialog.general.isVisible()
    for page in (dialog.sidecars, dialog.keys):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        assert page.isVisible()


def test_the_theme_changes_at_once(general, window):
    choose(general.theme, "Light")
    assert style.current() is style.LIGHT
    assert window.actions_by_name["toggle_light"].isChecked()
    assert kept(window, THEME) == "light"


def test_the_memory_for_frames_is_told_in_bytes(general, window, qtbot):
    with qtbot.waitSignal(window.findChild(SettingsSwitch).frames_memory_changed) as told:
        general.memory.setValue(2500)
    assert told.args == [2_500_000_000]
    assert kept(window, FRAMES_MB) == 2500


@pytest.mark.parametrize("value", [None, "much", 10, 10**9, 10**30, True])
def test_memory_that_makes_no_sense_is_the_usual_one(tmp_path, value):
    assert settings_of(tmp_path / "settings.json", frames_mb=value).get(FRAMES_MB) == 1000


def test_raw_and_jpeg_part_and_join_with_their_marks(open_window, open_settings, tmp_path, qtbot):
    folder = save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg")
    Image.new("RGB", (120, 80)).save(folder / "a.tif")
    (folder / "a.tif").rename(folder / "a.DNG")
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    assert names(window) == ["a.jpg", "b.jpg"]
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    page = open_settings(window).general
    page.pair.click()
    qtbot.waitUntil(lambda: sorted(names(window)) == ["a.DNG", "a.jpg", "b.jpg"], timeout=30_000)
    wait_until_indexed(qtbot, window)
    marks = window.library.catalog.marks.of(window.library.ids.tolist())
    assert sorted(mark.stars for mark in marks.values()) == [0, 4, 4]
    page.pair.click()
    qtbot.waitUntil(lambda: sorted(names(window)) == ["a.jpg", "b.jpg"], timeout=30_000)
    wait_until_indexed(qtbot, window)
    assert Mark(4) in window.library.catalog.marks.of(window.library.ids.tolist()).values()
    assert kept(window, PAIR) is True


def test_a_device_that_is_not_there_is_told_with_what_to_do(
    open_window, open_settings, untrained_file, tmp_path, qtbot
):
    window = open_window(untrained_file)
    window.indexing._options = replace(window.indexing._options, device="auto")
    window.library.catalog.folders.add_root(save_jpegs(tmp_path / "photos", "a.jpg"))
    page = open_settings(window).general
    choose(page.device, page.device.itemText(2))
    wait_until_indexed(qtbot, window)
    assert "choose auto or cpu, with --device or in the settings" in window.notice._text.whole
    choose(page.device, "Processor (CPU)")
    wait_until_indexed(qtbot, window)
    assert "untrained" in window.notice._text.whole


def test_the_weights_file_is_chosen_and_forgotten(general, window, untrained_file, monkeypatch, qtbot):
    file = untrained_file  # one that holds no weights is refused
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    assert not general.forget.isEnabled()
    qtbot.mouseClick(button(general, "Choose file…"), LEFT)
    qtbot.waitUntil(lambda: general._file.text() == str(file), timeout=20_000)
    assert kept(window, WEIGHTS) == str(file)
    qtbot.mouseClick(button(general, "Use the usual places"), LEFT)
    assert kept(window, WEIGHTS) is None
    assert "No file is chosen" in general._file.text()
    wait_until_indexed(qtbot, window)


def test_the_precision_is_kept_and_taken_into_use(window, open_settings, qtbot):
    page = open_settings(window).general
    choose(page.precision, "32 bits")
    assert window.settings.get(PRECISION) == "fp32"
    qtbot.waitUntil(lambda: not window.indexing.running)
