"""What the window writes into the catalog beside marks: never waited for long, and tried again until it is saved."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.damage import is_damage
from clipiqa_desktop.catalog.database.diagnosis import meaning
from clipiqa_desktop.culling.mark_editor import PATIENCE_S

AGAIN_MS = 300


@dataclass(frozen=True)
class _Write:
    words: str
    write: Callable[[], object]
    then: Callable[[], object]


class CatalogWrites(QObject):
    """Does one write after another, in the order in which they were wanted, and what follows from each after it.

    What the catalog does not take now, for example while another program holds it, waits and is told.
    """

    said = Signal(str)

    def __init__(self, catalog: Catalog, parent: QObject) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._waiting: list[_Write] = []
        self.trouble = ""  # why what waits is not saved
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.save)

    @property
    def waiting(self) -> list[str]:
        """The words of what is not saved yet, the oldest first."""
        return [each.words for each in self._waiting]

    def do(self, words: str, write: Callable[[], object], then: Callable[[], object]) -> None:
        """Writes, at once if that can be, and then does `then`; `words` name it. `write` may be called several times.

        Raises sqlite3.Error where it makes no sense to try again.
        """
        self._waiting.append(_Write(words, write, then))
        self.save(PATIENCE_S)
        if self._waiting:
            self.said.emit(f"Not done yet: {words}. {self.trouble.capitalize()}; it is tried again and again")

    def save(self, patience_s: float = 0.0) -> None:
        """Tries what waits; waits itself so long for whoever writes into the catalog."""
        waited, self.trouble = self._again.isActive(), ""
        while self._waiting and self._is_saved(self._waiting[0], patience_s):
            done = self._waiting.pop(0)
            done.then()
            if waited:
                self.said.emit(f"Done now: {done.words}")
        if not self._waiting:
            self._again.stop()
        elif not waited:
            self._again.start()

    def close(self) -> None:
        """Tries no more."""
        self._again.stop()

    def _is_saved(self, each: _Write, patience_s: float) -> bool:
        try:
            with self._catalog.waiting_at_most(patience_s):
                each.write()
        except sqlite3.Error as error:
            self.trouble = meaning(error, it="the catalog")
            if not self.trouble or is_damage(error):
                self._waiting.remove(each)
                raise
            return False
        return True
