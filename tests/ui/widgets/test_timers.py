"""In every language a window is made: PySide finds properties by the letters of the locale."""

import ast
import locale
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from tools.command_line import run_python

import clipiqa_desktop
from clipiqa_desktop.ui.widgets.timers import repeating, single_shot

TURKISH = "tr_TR.UTF-8"


def test_a_timer_has_its_interval(qapp):
    parent = QObject()
    assert [(each.interval(), each.isSingleShot()) for each in (single_shot(parent, 5), repeating(parent, 7))] == [
        (5, True),
        (7, False),
    ]
    assert len(parent.children()) == 2


def calls_of_qt():
    for path in Path(clipiqa_desktop.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("Q"):
                yield path.name, node


def test_no_property_that_begins_with_an_i_is_a_keyword_of_qt():
    calls = list(calls_of_qt())
    assert len(calls) > 100
    wrong = [(name, call.lineno) for name, call in calls if any((key.arg or "")[:1] == "i" for key in call.keywords)]
    assert wrong == []


def has_turkish():
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, TURKISH)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, before)
    return True


@pytest.mark.skipif(not has_turkish(), reason="the system has no Turkish locale")
def test_the_window_opens_in_turkish(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", TURKISH)
    ran = run_python(
        """
        import sys
        from pathlib import Path
        from PySide6.QtWidgets import QApplication
        from clipiqa_desktop.app import make_window
        from clipiqa_desktop.places import own_places
        app = QApplication([])
        window = make_window(own_places(Path(sys.argv[1])))
        window.show()
        window.close()
        print("opened")
        """,
        tmp_path,
    )
    assert (ran.stdout, ran.returncode) == ("opened\n", 0), ran.stderr
