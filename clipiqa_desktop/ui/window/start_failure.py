"""Why the window cannot start, for whoever started it from an icon."""

import sys

from PySide6.QtGui import QGuiApplication

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.ui.widgets.plain import Icon, tell

_UNSEEN = frozenset({"offscreen", "minimal"})


def can_ask() -> bool:
    """Whether there is a screen on which somebody could see a question."""
    return QGuiApplication.platformName() not in _UNSEEN


def show_without_terminal(error: UserError) -> None:
    """Shows the sentence in a box, unless it is about to stand in a terminal, or there is no screen."""
    in_terminal = sys.stderr is not None and sys.stderr.isatty()
    if not in_terminal and can_ask():
        tell(None, Icon.Critical, "CLIP-IQA Desktop", str(error))
