import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from clipiqa_desktop import __version__
from clipiqa_desktop.ui.about import dialog as about_dialog
from clipiqa_desktop.ui.about.dialog import AboutDialog


@pytest.fixture
def about(qtbot, tmp_path):
    places = {"Catalog": tmp_path / "catalog.db", "Logs": tmp_path / "not" / "there", "Weights": tmp_path}
    dialog = AboutDialog("CLIP-IQA · RN50 · CPU bf16", places)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def texts(widget, kind=QLabel):
    return [each.text() for each in widget.findChildren(kind)]


def test_the_window_opens_it_with_its_network_and_places(window, places):
    window.bottom.show_network("CLIP-IQA · RN50 · CPU fp32")
    window.actions_by_name["show_about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)
    assert "CLIP-IQA · RN50 · CPU fp32" in texts(dialog.program)
    shown = texts(dialog.places, QLineEdit)
    assert shown == [
        str(each) for each in (places.catalog, places.thumbnails, places.settings, places.logs, places.weights)
    ]
    dialog.close()


def test_versions_device_and_paper_are_told_and_can_be_copied(about):
    told = texts(about.program)
    assert {__version__, "PySide6", "PyTorch", "LibRaw", "libheif", "SQLite"} <= {*told}
    assert any("Exploring CLIP" in text for text in told)
    about.program.copy.click()
    copied = QApplication.clipboard().text()
    assert f"CLIP-IQA Desktop: {__version__}\n" in copied
    assert copied.endswith("Network: CLIP-IQA · RN50 · CPU bf16")


def test_places_can_be_selected_and_the_nearest_folder_opened(about, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    for button in about.places.open.values():
        button.click()
    assert opened == [str(tmp_path)] * 3
    field = about.places.findChild(QLineEdit)
    assert field.isReadOnly()
    assert field.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_place_of_an_odd_name_can_be_shown(qtbot):
    dialog = AboutDialog("", {"Catalog": Path(os.fsdecode(b"/\xe9t\xe9/catalog.db"))})
    qtbot.addWidget(dialog)
    assert texts(dialog.places, QLineEdit) == ["/\N{REPLACEMENT CHARACTER}t\N{REPLACEMENT CHARACTER}/catalog.db"]


def test_licences_are_looked_up_when_they_are_shown_and_read_when_chosen(about):
    page = about.licences
    assert page.list.count() == 0
    about.list.setCurrentRow(2)
    assert page.list.item(0).text() == "CLIP-IQA Desktop"
    assert "MIT License" in page.text.toPlainText()
    page.list.setCurrentRow(1)
    assert page.name.text() == "Python · PSF-2.0"
    assert "PYTHON SOFTWARE FOUNDATION" in page.text.toPlainText()
    about.list.setCurrentRow(0)
    about.list.setCurrentRow(2)
    assert page.list.currentRow() == 1


def test_a_text_that_cannot_be_read_is_a_sentence(qtbot, monkeypatch):
    lost = about_dialog.Part("lost", "1", "MIT", lambda: [Path("/nowhere/LICENSE")])
    monkeypatch.setattr(about_dialog, "parts", lambda: [lost])
    page = about_dialog.LicencesPage()
    qtbot.addWidget(page)
    page.show()
    assert page.text.toPlainText().startswith("The text cannot be read")
