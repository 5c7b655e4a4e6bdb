"""Marks reach the files beside the photographs."""

from PySide6.QtCore import Qt
from ui.driving import CTRL

from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.photos.sidecar import read_sidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks


def test_sidecars_are_written_on_request(shoot, qtbot):
    window, folder = shoot
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    qtbot.keyClick(window.grid, Qt.Key.Key_P)
    told = []
    window.sidecars.said.connect(told.append)
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    assert told == ["Writing marks to sidecars…"]  # at once
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert told[1] == "The marks of 1 photograph are in sidecars"  # and none of the other, which has none
    assert read_sidecar(folder / "a.xmp").marks == XmpMarks(stars=4, flag="pick", label=None)
    assert not (folder / "b.xmp").exists()


def test_nothing_is_written_unless_it_is_asked_for(shoot, qtbot):
    window, folder = shoot
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    window.close()
    assert sorted(path.name for path in folder.iterdir()) == ["a.jpg", "b.jpg"]


def test_every_mark_is_written_where_that_is_wanted(shoot, qtbot):
    window, folder = shoot
    SidecarSettings("as I mark").to_settings(window.settings)
    qtbot.keyClick(window.grid, Qt.Key.Key_2)
    window.close()
    assert read_sidecar(folder / "a.xmp").marks.stars == 2
