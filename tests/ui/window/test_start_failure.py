import io
import sys

import pytest
from PySide6.QtGui import QGuiApplication

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.ui.widgets.plain import PlainBox
from clipiqa_desktop.ui.window.start_failure import show_without_terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("platform", "stderr", "shown"),
    [
        ("xcb", None, ["The catalog is damaged."]),
        ("wayland", io.StringIO(), ["The catalog is damaged."]),
        ("xcb", Terminal(), []),
        ("offscreen", None, []),
    ],
)
def test_who_has_no_terminal_sees_a_box(
    qapp, monkeypatch: pytest.MonkeyPatch, platform: str, stderr: object, shown: list[str]
) -> None:
    boxes = []
    monkeypatch.setattr(PlainBox, "exec", lambda box: boxes.append(box.text()))
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    monkeypatch.setattr(sys, "stderr", stderr)
    show_without_terminal(UserError("The catalog is damaged."))
    assert boxes == shown
