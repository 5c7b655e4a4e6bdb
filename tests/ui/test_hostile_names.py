"""Names and texts from outside that look like HTML are shown as they are, wherever they are shown."""

import ast
import re
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QMenu
from ui.driving import names
from ui.hostile import HOSTILE, MARKUP, rich_texts

import clipiqa_desktop.ui
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.presets import Presets
from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.crashes.reports import ENDED, Reports
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.settings import EXPORT, WEIGHTS, Settings
from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox, PlainLabel, tell

UI = Path(clipiqa_desktop.ui.__file__).parent
# Whoever else names these would have to see to it that all their texts are plain.
MAY_MAKE_LABELS = {"widgets/bar.py", "about/dialog.py", "window/top_bar.py", "help/browser.py"}
LEFT_ALONE = {"quit", "add_folder"}


@pytest.fixture
def hostile_window(filler, places, open_window, monkeypatch):
    """A window in which every word that can come from outside looks like HTML."""
    folder = Path("/photos") / HOSTILE
    ids = filler.shoot(3, folder) + filler.found([f"{MARKUP}{number}.jpg" for number in range(4)], folder / MARKUP)
    filler.read(ids)
    filler.score(ids[:5])
    filler.fail(ids[6], f"It cannot be decoded: {HOSTILE}")
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.connection.execute("UPDATE photos SET camera = ?, lens = ?", (HOSTILE, HOSTILE))
        catalog.own_attributes.add(HOSTILE, (f"{HOSTILE} high", f"{HOSTILE} low"))
        catalog.sidecars.store_problem(ids[0], f"{MARKUP}.xmp", f"The sidecar {HOSTILE} is damaged.")
    Reports(places.crashes).write(ENDED, HOSTILE, f"Traceback\n{HOSTILE}", [HOSTILE])
    Settings(places.settings).set(WEIGHTS, HOSTILE)
    Settings(places.settings).set(EXPORT, {"where": HOSTILE})
    Presets(Settings(places.settings)).save(HOSTILE, Query(name=MARKUP))
    for name, nothing in (("getExistingDirectory", ""), ("getOpenFileName", ("", "")), ("getSaveFileName", ("", ""))):
        monkeypatch.setattr(QFileDialog, name, lambda *_, nothing=nothing, **__: nothing)
    return open_window()


def looked_at(act, found):
    """Does `act`, looks at what opens, and closes it, till nothing opens any more."""

    def look():
        for dialog in [QApplication.activeModalWidget(), QApplication.activePopupWidget(), *open_dialogs()]:
            if dialog is not None:
                found.extend(rich_texts(dialog))
                dialog.close()
                QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    act()
    QApplication.processEvents()
    look()


def open_dialogs():
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, (QDialog, QMenu)) and each.isVisible()]


def test_no_window_and_no_dialog_takes_a_name_for_html(hostile_window, qtbot):
    window, found = hostile_window, []
    assert any(MARKUP in name for name in names(window))
    library = window.library
    for id_ in library.ids.tolist():
        library.make_current(id_)
        found += rich_texts(window)
    for entry in window.actions_by_name.entries:
        if entry.name not in LEFT_ALONE:
            looked_at(window.actions_by_name[entry.name].trigger, found)
            found += rich_texts(window)
    assert found == []


def test_boxes_and_labels_show_what_looks_like_html_as_it_is(qtbot):
    box = PlainBox(Icon.Warning, HOSTILE, HOSTILE, HOSTILE)
    qtbot.addWidget(box)
    box.show()
    texts = [label.text() for label in box.findChildren(QLabel) if label.text()]
    assert texts == [HOSTILE, HOSTILE]
    assert rich_texts(box) == []
    label = PlainLabel(HOSTILE, toolTip=plain_tooltip(HOSTILE), wordWrap=True)
    qtbot.addWidget(label)
    assert rich_texts(label) == []
    assert label.wordWrap()


def test_a_sentence_is_told_in_a_plain_box(qtbot):
    found, seen = [], []

    def look():
        box = QApplication.activeModalWidget()
        seen.append(box.text())
        found.extend(rich_texts(box))
        box.close()

    QTimer.singleShot(50, look)
    tell(None, Icon.Information, "Title", HOSTILE)
    assert (seen, found) == ([HOSTILE], [])


def test_nobody_else_makes_labels_and_boxes_that_guess_whether_a_text_is_html():
    made = {
        (str(path.relative_to(UI)), ast.unparse(call.func))
        for path in UI.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).startswith(("QLabel", "QMessageBox", "QErrorMessage", "QTextEdit", "QTextBrowser"))
    }
    assert {path for path, _ in made} <= MAY_MAKE_LABELS
    sources = {str(path.relative_to(UI)): path.read_text("utf-8") for path in UI.rglob("*.py")}
    assert {path for path, text in sources.items() if re.search(r"\((QLabel|QMessageBox)\):", text)} == {
        "widgets/plain.py",
        "widgets/brief_label.py",
        "widgets/elided_label.py",
    }
    assert not [path for path, text in sources.items() if re.search(r"addRow\(f?\"", text)]
