"""The page of how marks reach other programs; what is chosen there holds for the next mark."""

from datetime import UTC, datetime

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from ui.driving import wait_until_indexed

from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.photos.jpeg_xmp import embed_marks, read_embedded
from clipiqa_desktop.photos.sidecar import read_sidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.settings import JPEG_ASKED, Settings


@pytest.fixture
def open_page(shoot, open_settings):
    def open_it():
        dialog = open_settings(shoot[0])
        dialog.list.setCurrentRow(1)
        return dialog.sidecars

    return open_it


@pytest.fixture
def page(open_page):
    return open_page()


def press(qtbot, window, key):
    """A key for the photographs, once the settings are closed."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.grid, key)


def kept(window):
    return SidecarSettings.from_settings(Settings(window._places.settings))


def pixels(photo):
    with Image.open(photo) as image:
        return image.tobytes()


def type_over(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text) if text else qtbot.keyClick(field, Qt.Key.Key_Delete)


def leave(qtbot, field):
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_all_of_it_holds_for_the_next_mark(shoot, page, qtbot):
    window, folder = shoot
    page.modes["as I mark"].click()
    page.styles[True].click()
    page.minus_one.click()
    type_over(qtbot, page.labels.fields["red"], "Client")
    page.window().close()
    press(qtbot, window, Qt.Key.Key_6)
    press(qtbot, window, Qt.Key.Key_X)
    window.close()
    assert [path.name for path in folder.glob("*.xmp")] == ["a.jpg.xmp"]
    text = (folder / "a.jpg.xmp").read_text()
    assert "Client" in text
    assert '="-1"' in text or ">-1<" in text
    assert kept(window).options == SidecarOptions(kept(window).label_names, True, True)


def test_they_hold_at_once_while_the_program_runs(shoot, open_page, qtbot):
    window, folder = shoot
    window.settings.set(JPEG_ASKED, True)
    page = open_page()
    page.modes["as I mark"].click()
    page.window().close()
    with qtbot.waitSignal(window.sidecars.said, timeout=20_000, check_params_cb=lambda words: "…" not in words):
        press(qtbot, window, Qt.Key.Key_3)
    assert (folder / "a.xmp").exists()
    page = open_page()
    page.embed.click()
    page.window().close()
    wait_until_indexed(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Right)
    before = pixels(folder / "b.jpg")
    with qtbot.waitSignal(window.sidecars.said, timeout=20_000, check_params_cb=lambda words: "…" not in words):
        press(qtbot, window, Qt.Key.Key_5)
    assert read_embedded(folder / "b.jpg").marks.stars == 5
    assert pixels(folder / "b.jpg") == before
    page = open_page()
    page.modes["off"].click()
    page.window().close()
    press(qtbot, window, Qt.Key.Key_1)
    window.close()
    assert read_embedded(folder / "b.jpg").marks.stars == 5
    assert read_sidecar(folder / "a.xmp").marks.stars == 3


def test_marks_inside_jpegs_are_read_as_soon_as_they_are_wanted(shoot, page, qtbot):
    window, folder = shoot
    embed_marks(folder / "a.jpg", XmpMarks(2, "pick", "none"), SidecarOptions(), datetime.now(UTC))
    page.embed.click()
    wait_until_indexed(qtbot, window)
    assert 2.0 in window.library.columns.stars


def test_presets_fill_the_names(shoot, page):
    window, _ = shoot
    labels = page.labels
    labels.presets.setCurrentIndex(1)
    labels.presets.activated.emit(1)
    assert labels.names() == {
        "red": "Select",
        "yellow": "Second",
        "green": "Approved",
        "blue": "Review",
        "purple": "To Do",
    }
    assert kept(window).label_names == labels.names()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "The red label needs a name."), ("bLUE", "“bLUE” stands for two colours: each needs a name of its own.")],
)
def test_names_that_cannot_be_used_get_a_sentence_and_change_nothing(shoot, page, text, sentence, qtbot):
    window, _ = shoot
    labels = page.labels
    type_over(qtbot, labels.fields["red"], text)
    assert labels.trouble.isVisible()
    assert labels.trouble.text().startswith(sentence)
    leave(qtbot, labels.fields["red"])
    assert kept(window).label_names["red"] == "Red"
    type_over(qtbot, labels.fields["red"], "Rot")
    assert not labels.trouble.isVisible()
    leave(qtbot, labels.fields["red"])
    assert page.isVisible()
    assert kept(window).label_names["red"] == "Rot"
    assert labels.presets.currentText() == "Names of your own"
