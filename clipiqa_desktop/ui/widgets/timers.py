"""Timers with their interval.

It is no keyword of QTimer: where the language is Turkish, PySide finds no property whose name begins with an i.
"""

from PySide6.QtCore import QObject, QTimer


def single_shot(parent: QObject, ms: int) -> QTimer:
    """One that ends so long after each start."""
    timer = repeating(parent, ms)
    timer.setSingleShot(True)
    return timer


def repeating(parent: QObject, ms: int) -> QTimer:
    """One that tells each time that so long has passed, once it was started."""
    timer = QTimer(parent)
    timer.setInterval(ms)
    return timer
