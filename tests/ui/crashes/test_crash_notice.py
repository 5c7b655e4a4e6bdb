from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from ui.driving import button

from clipiqa_desktop.crashes.reports import ENDED, Reports
from clipiqa_desktop.ui.crashes.dialog import ReportDialog
from clipiqa_desktop.ui.widgets.plain import PlainBox

TRACE = '  File "a.py", line {}, in f\nValueError: /photos/\udce9.jpg'


@pytest.fixture
def reports(places):
    found = Reports(places.crashes)
    found.write(ENDED, "Python: 3", TRACE.format(1), ["last line"])
    return found


def dialog_of(window):
    return next(iter(window.findChildren(ReportDialog)), None)


def test_without_a_report_there_is_no_bar(window):
    assert window.crashes.isHidden()


def test_a_crash_is_offered_and_shown_once(reports, open_window):
    window = open_window()
    assert window.crashes.isVisible()
    assert "ended unexpectedly last time" in window.crashes._text.whole
    button(window.crashes, "Show").click()
    dialog = dialog_of(window)
    assert dialog.isVisible()
    assert "last line" in dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    assert window.crashes.isHidden()
    assert reports.waiting() == []
    dialog.close()
    window.close()
    assert open_window().crashes.isHidden()


def test_dismissed_is_not_offered_again_and_a_new_one_is(reports, open_window):
    window = open_window()
    button(window.crashes, "Dismiss").click()
    assert window.crashes.isHidden()
    assert dialog_of(window) is None
    window.close()
    reports.write("Indexing ended unexpectedly", "", TRACE.format(2), [])
    window = open_window()
    assert "Something went wrong last time" in window.crashes._text.whole


def test_left_alone_it_is_offered_again(reports, open_window):
    open_window().close()
    assert open_window().crashes.isVisible()


@pytest.fixture
def dialog(qtbot, reports):
    found = ReportDialog(reports.waiting())
    qtbot.addWidget(found)
    found.show()
    return found


def test_a_report_can_be_copied(dialog):
    button(dialog, "Copy").click()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()


def test_a_report_can_be_saved_or_a_sentence_says_why_not(dialog, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(PlainBox, "exec", lambda box: said.append(box.text()))
    for name in (str(tmp_path / "report.txt"), "", str(tmp_path / "no" / "report.txt")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (name, ""))
        button(dialog, "Save as…").click()
    assert Path(tmp_path / "report.txt").read_text() == dialog.text.toPlainText()
    assert len(said) == 1
    assert said[0].endswith("cannot be written: No such file or directory.")
