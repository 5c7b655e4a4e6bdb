"""A learned attribute in the window: it is explained, renamed, exported, imported and deleted."""

from contextlib import closing

import pytest
from PySide6.QtWidgets import QFileDialog
from tools.learned import made_pair
from ui.driving import LEFT, button, drag, row
from ui.own_attributes.test_own_attributes import RISING, in_dialog, names, open_menu, titles, tooltip

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.attribute_file import AttributeText, load, save
from clipiqa_desktop.indexing.prompt_process import StoreLearned
from clipiqa_desktop.perception.attributes import KEYS

GOOD = ("Good photo.", "Bad photo.")


@pytest.fixture
def taste(tmp_path):
    """A file, learned with the weights that the window's scores are made with."""
    path = tmp_path / "taste.clipiqa-attribute.json"
    save(path, AttributeText("Taste", GOOD, made_pair("test")))
    return path


def import_it(qtbot, window, monkeypatch, path, name=""):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    def drive(dialog):
        if name:
            dialog.line.selectAll()
            qtbot.keyClicks(dialog.line, name)
        qtbot.mouseClick(button(dialog, "Keep"), LEFT)

    in_dialog(qtbot, window.actions_by_name["import_attribute"].trigger, drive)
    qtbot.waitUntil(lambda: (name or "Taste") in titles(window))


def test_an_imported_one_sorts_filters_and_says_that_it_was_learned(window, qtbot, prompting, taste, monkeypatch):
    import_it(qtbot, window, monkeypatch, taste)
    assert prompting.questions(StoreLearned)[0].prompts == GOOD
    qtbot.waitUntil(lambda: window.bottom._said.whole == "“Taste” scores 12 photographs")
    qtbot.mouseClick(row(window, "Taste").button, LEFT)
    assert names(window) == RISING[::-1]
    drag(qtbot, row(window, "Taste").histogram, 0.5, 1.2)
    assert len(names(window)) == 6
    said = tooltip(window, "Taste")
    assert "Learned from 200 photographs; orders those it never saw like their ratings to 0.84" in said
    assert "SROCC" not in said
    assert "It began as Good photo. / Bad photo." in said


def test_it_can_be_renamed_but_not_changed(window, qtbot, prompting, taste, monkeypatch):
    import_it(qtbot, window, monkeypatch, taste)
    assert "Change…" not in [each.text() for each in open_menu(qtbot, window, "Taste").actions()]

    def drive(dialog):
        dialog.line.selectAll()
        qtbot.keyClicks(dialog.line, "Warm")
        assert "There is an attribute called “Warm” already" in dialog.told.text()
        assert not button(dialog, "Keep").isEnabled()
        qtbot.keyClicks(dialog.line, "th")
        qtbot.mouseClick(button(dialog, "Keep"), LEFT)

    in_dialog(qtbot, open_menu(qtbot, window, "Taste", "Rename…"), drive)
    qtbot.waitUntil(lambda: "Warmth" in titles(window))
    assert "Learned from 200 photographs" in tooltip(window, "Warmth")


def test_what_is_exported_is_what_was_learned(window, qtbot, prompting, taste, tmp_path, monkeypatch):
    import_it(qtbot, window, monkeypatch, taste, "Eye")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    open_menu(qtbot, window, "Eye", "Export…")()
    written = load(tmp_path / "out.clipiqa-attribute.json")
    assert written.learned
    assert (written.title, written.prompts) == ("Eye", GOOD)
    assert (written.learned.vectors == made_pair().vectors).all()


def test_deleting_says_that_it_cannot_be_typed_again(window, qtbot, prompting, taste, monkeypatch, places):
    import_it(qtbot, window, monkeypatch, taste)

    def drive(box):
        assert "Learned from 200 photographs" in box.text()
        assert "Export it first if you may want it again." in box.text()
        qtbot.mouseClick(button(box, "Delete"), LEFT)

    in_dialog(qtbot, open_menu(qtbot, window, "Taste", "Delete…"), drive)
    assert "Taste" not in titles(window)
    qtbot.waitUntil(lambda: window.library.catalog.own_attributes.all() == ())


def test_with_other_weights_it_is_unscored_and_says_why(filler, places, open_window):
    filler.shoot(3)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.own_attributes.add("Taste", GOOD, made_pair("008336ff5418"))
    window = open_window()
    said = tooltip(window, "Taste")
    assert "unscored: it was learned with other weights (008336ff5418) than those in use" in said
    assert "unscored" not in tooltip(window, "Quality")
