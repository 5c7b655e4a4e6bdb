"""What the window offers where the catalog turns out to be damaged inside: at the start, or while it is used."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.database.copies import copies
from clipiqa_desktop.catalog.database.damage import is_damage
from clipiqa_desktop.catalog.rescue.rescue import put_back, put_right
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.notation import current
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.widgets.beside import Tell, done_beside
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox, tell

TITLE = "The catalog is damaged"
WHAT = "The catalog is damaged inside, most often by a failing disk. Photographs and sidecars are not touched."
_WAYS = (
    "“Rescue” makes a new catalog from all that can be read, and takes from the last copy what cannot; as a rule this "
    "is right. The damaged one is kept in any case."
)


def offer_rescue(catalog: Path) -> bool:
    """Asks what to do about a damaged catalog that nobody uses, and does it; whether there is a sound one now."""
    box = PlainBox(Icon.Warning, TITLE, WHAT, _WAYS)
    role = PlainBox.ButtonRole
    ways: dict[object, Callable[[Tell], str]] = {
        box.addButton("Rescue", role.AcceptRole): partial(_rescue, catalog),
    }
    for copy in copies(catalog)[:1]:
        day = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
        when = f"{current().date(day)} {current().short_time(day)}"
        back = box.addButton(f"Put back the copy of {when}", role.DestructiveRole)
        ways[back] = partial(_put_back, catalog, copy)
    box.addButton("Close", role.RejectRole)
    box.exec()
    way = ways.get(box.clickedButton())
    return way is not None and _done(way)


def _rescue(catalog: Path, tell: Tell) -> str:
    rescued, _kept = put_right(catalog, copies(catalog), KEYS, tell)
    return rescued.in_words()


def _put_back(catalog: Path, copy: Path, _tell: Tell) -> str:
    put_back(catalog, copy)
    return "The copy is in the place of the catalog. What was marked since it was made is missing."


def _done(way: Callable[[Tell], str]) -> bool:
    try:
        words, icon = done_beside("Making a new catalog of what can be read", way), Icon.Information
    except (UserError, OSError) as error:
        words, icon = str(error), Icon.Critical
    tell(None, icon, TITLE, words)
    return icon is Icon.Information


class DamageWatch(QObject):
    """Says once that the catalog is damaged, when something stumbles over it, instead of reporting a fault of ours.

    `rescue_wanted` afterwards says whether the window was closed to have it rescued.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._before = window, sys.excepthook
        self._told = self.rescue_wanted = False
        sys.excepthook = self._caught

    def end(self) -> None:
        """Errors go where they went before."""
        sys.excepthook = self._before

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not is_damage(error):
            self._before(kind, error, trace)
        elif not self._told:
            self._told = True
            QTimer.singleShot(0, self._ask)  # not in the midst of what stumbled

    def _ask(self) -> None:
        box = PlainBox(Icon.Warning, TITLE, WHAT, "Close the window now, and rescue what can be read?", self._window)
        close = box.addButton("Close and rescue", PlainBox.ButtonRole.AcceptRole)
        box.addButton("Go on", PlainBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is close:
            self.rescue_wanted = True
            self._window.close()
