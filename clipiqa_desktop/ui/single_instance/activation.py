"""Brings a window to the front."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def activate_window(window: QWidget, token: str = "") -> None:
    """Also from the task bar. `token` is what a second start was given under Wayland."""
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # read, and removed, by Qt
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
