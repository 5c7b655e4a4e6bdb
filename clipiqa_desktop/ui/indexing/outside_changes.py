"""What other processes write into the catalog while the window is open: commands, above all."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library


class OutsideChanges(QObject):
    """Looks whenever the person comes back to the window; the library reads anew where the catalog has changed.

    The indexing writes through a connection of its own, which cannot be told from another program: nothing is read
    anew during a run, and what a run changed while the person was here is known already.
    """

    def __init__(self, library: Library, indexing: Indexing, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._indexing, self._window = library, indexing, window
        self._known = library.catalog.data_version()
        self._put_off = False  # the person came back during a run
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that the window has become the active one; takes no event away."""
        if watched is self._window and event.type() == QEvent.Type.WindowActivate:
            self._look()
        return False

    def run_ended(self) -> None:
        """All that a run of the indexing found is shown."""
        if self._put_off:
            self._look()
        elif self._window.isActiveWindow():
            self._known = self._library.catalog.data_version()

    def _look(self) -> None:
        version = self._library.catalog.data_version()
        self._put_off = self._indexing.running and version != self._known
        if version != self._known and not self._put_off:
            self._known = version
            self._library.merge_new()
            self._library.photos_changed.emit(tuple(self._library.passing.tolist()))
