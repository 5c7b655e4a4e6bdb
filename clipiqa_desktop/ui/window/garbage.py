"""Garbage is collected in the window's thread alone: another one would delete Qt's objects beside their thread."""

import gc

from PySide6.QtCore import QObject

from clipiqa_desktop.ui.widgets.timers import repeating

EVERY_MS = 1000


class GarbageCollection(QObject):
    """Takes the place of Python's own, which runs in whatever thread happens to make the next object."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what was imported stays: looking through it again and again would hold the window still
        timer = repeating(self, EVERY_MS)
        timer.timeout.connect(collect)
        timer.start()


def collect() -> None:
    """Looks through the oldest generation that is due by Python's own thresholds."""
    due = [made > most for made, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(due):
        gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
