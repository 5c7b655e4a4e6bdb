"""Where there is another screen the second window fills that: on a platform of Qt's that has two."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SIZES = (1440, 900), (1280, 800)


def run_on_two(place: Path, test: str) -> subprocess.CompletedProcess[str]:
    """Runs a test of this file in a process that has two screens beside one another."""
    screens = [
        {"name": str(number), "x": number * SIZES[0][0], "y": 0, "width": width, "height": height, "dpr": 1}
        for number, (width, height) in enumerate(SIZES)
    ]
    (place / "screens.json").write_text(json.dumps({"screens": screens}))
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={place / 'screens.json'}"}
    words = (sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", f"{__file__}::{test}")
    root = Path(__file__).parents[3]
    return subprocess.run(words, env=environment, cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="the file cannot be named: a colon parts what the platform is told")
def test_it_fills_the_other_screen(tmp_path):
    if len(QGuiApplication.screens()) > 1:
        pytest.skip("this is the process that it would start")
    done = run_on_two(tmp_path, "test_with_two_screens")
    assert "1 passed" in done.stdout, done.stdout


@pytest.mark.skipif(":configfile" not in os.environ.get("QT_QPA_PLATFORM", ""), reason="begun by the test above")
def test_with_two_screens(window, qtbot):
    screens = QGuiApplication.screens()
    assert len(screens) == 2
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    second = window.second.window
    qtbot.waitUntil(second.isVisible)
    assert (second.screen(), second.isFullScreen()) == (screens[1], True)
    assert second.geometry() == screens[1].geometry()
    assert window.grid.hasFocus()
    qtbot.keyClick(window.grid, Qt.Key.Key_Right)
    assert second.canvas.photo.id == window.library.current_id
    qtbot.keyClick(window.grid, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert not second.isVisible()
    window.move(screens[1].geometry().topLeft())
    qtbot.waitUntil(lambda: window.screen() is screens[1])
    window.second.toggle()
    assert (second.screen(), second.geometry()) == (screens[0], screens[0].geometry())
