"""A button where something of one's own may be added."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


def dashed_button(words: str, accessible_name: str, tooltip: str, pressed: Callable[[], object]) -> QPushButton:
    """Looks like an empty place in a list."""
    button = QPushButton(words)
    button.setProperty("dashed", True)
    button.setAccessibleName(accessible_name)
    button.setToolTip(tooltip)
    button.clicked.connect(pressed)
    return button
