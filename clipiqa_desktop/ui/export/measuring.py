"""How much is chosen, found out beside the window while the person goes on choosing."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export.measuring import Measured, measure
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.ui.export.work import Tell, Work

Asked = tuple[tuple[int, ...], bool, SidecarSettings | None]


class Measuring(QObject):
    """Answers the last question only, with `measured`."""

    measured = Signal(object)

    def __init__(self, opened: Callable[[], Catalog], parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened
        self._work: Work | None = None
        self._next: Asked | None = None

    def ask(self, photo_ids: Sequence[int], *, sidecars: bool, written: SidecarSettings | None) -> None:
        """Begins at once, or as soon as the question before has given way."""
        self._next = (tuple(photo_ids), sidecars, written)
        if self._work:
            self._work.requestInterruption()
        else:
            self._begin()

    def close(self) -> None:
        """Ends the thread."""
        self._next = None
        if self._work:
            self._work.requestInterruption()
            self._work.wait()

    def _begin(self) -> None:
        if self._next is None:
            return
        asked, self._next = self._next, None
        self._work = Work(self._opened, partial(_measure, asked), self)
        self._work.done.connect(self._tell)
        self._work.finished.connect(self._ended)
        self._work.start()

    def _tell(self, measured: Measured) -> None:
        if self._next is None:
            self.measured.emit(measured)

    def _ended(self) -> None:
        if self._work:
            self._work.deleteLater()
        self._work = None
        self._begin()


def _measure(asked: Asked, catalog: Catalog, _tell: Tell, cancelled: Callable[[], bool]) -> Measured:
    photo_ids, sidecars, written = asked
    return measure(catalog, photo_ids, sidecars=sidecars, written=written, cancelled=cancelled)
