"""Marks reach the files beside the photographs."""

import pytest
from PySide6.QtCore import Qt
from tools.pictures import save_photograph
from ui.driving import CTRL, wait_until_indexed

from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.photos import exiftool
from clipiqa_desktop.photos.jpeg_xmp import read_embedded
from clipiqa_desktop.photos.packet import EMPTY
from clipiqa_desktop.photos.sidecar import read_sidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.settings import INSIDE_TOLD, JPEG_ASKED


@pytest.fixture
def answered(shoot):
    """The person has said that marks shall keep to sidecars."""
    window, folder = shoot
    window.settings.set(JPEG_ASKED, True)
    return window, folder


def test_sidecars_are_written_on_request(answered, qtbot):
    window, folder = answered
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    qtbot.keyClick(window.grid, Qt.Key.Key_P)
    told = []
    window.sidecars.said.connect(told.append)
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    assert told == ["Writing marks…"]  # at once
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert told[1] == "Marks in 1 sidecar, 1 photograph without marks"
    assert read_sidecar(folder / "a.xmp").marks == XmpMarks(stars=4, flag="pick", label=None)
    assert not (folder / "b.xmp").exists()


def test_nothing_is_written_unless_it_is_asked_for(shoot, qtbot):
    window, folder = shoot
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    window.close()
    assert sorted(path.name for path in folder.iterdir()) == ["a.jpg", "b.jpg"]


def test_every_mark_is_written_where_that_is_wanted(answered, qtbot):
    window, folder = answered
    SidecarSettings("as I mark").to_settings(window.settings)
    qtbot.keyClick(window.grid, Qt.Key.Key_2)
    window.close()
    assert read_sidecar(folder / "a.xmp").marks.stars == 2


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def marked(shoot, qtbot):
    window, folder = shoot
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    return window, folder, window.sidecars.question.bar


def test_where_marks_of_jpeg_files_go_is_asked_once_and_marking_goes_on_meanwhile(shoot, qtbot):
    told = []
    shoot[0].sidecars.said.connect(told.append)
    window, folder, bar = marked(shoot, qtbot)
    assert not bar.isHidden()
    qtbot.waitUntil(lambda: "The marks of 1 photograph wait for your answer above" in told, timeout=10_000)
    assert window.library.catalog.marks.of(window.library.passing.tolist())
    qtbot.keyClick(window.grid, Qt.Key.Key_5)
    assert names(folder) == ["a.jpg", "b.jpg"]
    before = (folder / "a.jpg").read_bytes()
    qtbot.mouseClick(bar.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(folder) == ["a.jpg", "a.xmp", "b.jpg"], timeout=10_000)
    assert bar.isHidden()
    assert (folder / "a.jpg").read_bytes() == before
    qtbot.keyClick(window.grid, Qt.Key.Key_Right)
    qtbot.keyClick(window.grid, Qt.Key.Key_3)
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "b.xmp" in names(folder), timeout=10_000)
    assert bar.isHidden()
    assert not SidecarSettings.from_settings(window.settings).embed


def test_marks_go_into_jpeg_files_where_the_person_says_so(shoot, qtbot):
    window, folder, bar = marked(shoot, qtbot)
    told = []
    window.sidecars.said.connect(told.append)
    qtbot.mouseClick(bar.inside_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(each.startswith("Marks inside 1 file") for each in told), timeout=10_000)
    assert names(folder) == ["a.jpg", "b.jpg"]
    assert read_embedded(folder / "a.jpg").marks.stars == 4
    assert SidecarSettings.from_settings(window.settings).embed
    assert window.settings.get(JPEG_ASKED)


def test_without_an_answer_files_stay_untouched_and_marks_are_in_sidecars(shoot, qtbot):
    window, folder, _bar = marked(shoot, qtbot)
    before = (folder / "a.jpg").read_bytes()
    window.close()
    assert read_sidecar(folder / "a.xmp").marks.stars == 4
    assert (folder / "a.jpg").read_bytes() == before
    assert not window.settings.get(JPEG_ASKED)


def test_nothing_is_asked_about_a_jpeg_that_has_a_sidecar(shoot, qtbot):
    _, folder = shoot
    (folder / "a.xmp").write_bytes(EMPTY)
    bar = marked(shoot, qtbot)[2]
    qtbot.waitUntil(lambda: read_sidecar(folder / "a.xmp").marks.stars == 4, timeout=10_000)
    assert bar.isHidden()


@pytest.fixture
def scanned(open_window, tmp_path, qtbot):
    """A TIFF and a JPEG."""
    folder = tmp_path / "scans"
    folder.mkdir()
    for number, name in enumerate(("a.tif", "b.jpg")):
        save_photograph(folder / name, number)
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    window.grid.setFocus()
    return window, folder, window.sidecars.question.bar


def said(bar) -> str:
    return bar._text.accessibleName()


@pytest.mark.parametrize("program", ["/usr/bin/exiftool", None])
def test_of_other_files_it_is_said_once_that_lightroom_does_not_see_their_marks(scanned, qtbot, monkeypatch, program):
    monkeypatch.setattr(exiftool, "program", lambda: program)
    window, folder, bar = scanned
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    assert said(bar).startswith("Lightroom and Bridge do not see the marks of 1 TIFF file:")
    assert ("exiftool.org" in said(bar)) is (program is None)
    assert [each.isHidden() for each in (bar.keep_button, bar.inside_button, bar.read_button)] == [True, True, False]
    qtbot.waitUntil((folder / "a.xmp").exists, timeout=10_000)  # nothing waits
    qtbot.mouseClick(bar.read_button, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    qtbot.keyClick(window.grid, Qt.Key.Key_5)
    (folder / "a.xmp").unlink()
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    assert bar.isHidden()


def test_the_question_about_jpeg_files_names_the_others_too(scanned, qtbot):
    window, _folder, bar = scanned
    qtbot.keyClick(window.grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    assert said(bar).startswith("1 JPEG file waits: where shall its marks go?")
    assert "1 TIFF file of yours gets sidecars in any case" in said(bar)
    qtbot.mouseClick(bar.inside_button, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    assert window.settings.get(INSIDE_TOLD)


def test_what_was_asked_for_at_once_is_told_as_one_total_after_the_answer(open_window, tmp_path, qtbot):
    folder = tmp_path / "photos"
    for seed, name in enumerate(("a.jpg", "b.jpg", "c.png")):
        save_photograph(folder / name, seed)
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    window.library.give_marks("Pick", {"flag": dict.fromkeys(window.library.columns.ids.tolist(), PICK)})
    told = []
    window.sidecars.said.connect(told.append)
    window.sidecars.write_shown()
    first = "Marks in 1 sidecar; the marks of 2 photographs wait for your answer above"
    qtbot.waitUntil(lambda: first in told, timeout=10_000)
    qtbot.mouseClick(window.sidecars.question.bar.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told[-1] == "Marks in 3 sidecars", timeout=10_000)
    window.sidecars.write_shown()
    qtbot.waitUntil(lambda: told[-2:] == ["Writing marks…", "Marks in 3 sidecars"], timeout=10_000)
