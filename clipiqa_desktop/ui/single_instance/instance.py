"""Who comes first keeps a lock and listens; who comes second finds the lock taken and speaks to the first.

The system gives the lock back when its holder is gone, however it went, so there is nothing stale to be found out.
"""

import hashlib
import logging
import os
import tempfile
import time
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from shiboken6 import isValid

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.places import Places
from clipiqa_desktop.ui.single_instance.message import LONGEST, REFUSED, TAKEN, Message, parse_message

# The first may just be starting, with a large catalog.
PATIENCE_S = 8.0
_POLL_S = 0.05

_log = logging.getLogger(__name__)


class PrimaryInstance(QObject):
    """Listens for second starts until `close`; the lock is kept until `leave`."""

    handed = Signal(object)  # Message

    def __init__(self, lock: FileLock, address: str) -> None:
        super().__init__()
        self._lock = lock
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        QLocalServer.removeServer(address)  # left over by one who was killed: we have the lock
        if not self._server.listen(address):
            _log.warning("A second start will not find this window: %s", self._server.errorString())

    def close(self) -> None:
        """Takes no more, also from who is connected; who comes now waits until this program has ended."""
        self._server.close()
        for socket in self._server.findChildren(QLocalSocket):
            socket.abort()

    def leave(self) -> None:
        """The next one may come first."""
        self.close()
        self._lock.release()

    def _connected(self) -> None:
        while socket := self._server.nextPendingConnection():  # None where who came has left again
            socket.setReadBufferSize(LONGEST)
            socket.readyRead.connect(partial(self._read, socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not self._server.isListening() or not isValid(socket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() >= LONGEST:
                socket.abort()
            return
        message = parse_message(bytes(socket.readLine().data()))
        socket.write(TAKEN if message else REFUSED)
        socket.flush()
        socket.disconnectFromServer()
        if message:
            _log.debug("A second start hands over %d paths", len(message.paths))
            self.handed.emit(message)


def acquire_or_forward(places: Places, message: Message) -> PrimaryInstance | None:
    """The right to open a window on these places; None if there is one, which has taken the message.

    Raises UserError where the one that is there does not answer, or is of another version.
    """
    meeting = _socket_path(places)
    lock, address = FileLock(f"{meeting}.lock"), _address(meeting)
    end = time.monotonic() + PATIENCE_S
    while not _acquired(lock):
        if _handed_over(address, message, end):
            return None
        if time.monotonic() > end:
            raise UserError(
                "The program is open already, but its window does not answer: wait for it or end it, then start again."
            )
        time.sleep(_POLL_S)
    return PrimaryInstance(lock, address)


def _acquired(lock: FileLock) -> bool:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True


def _handed_over(address: str, message: Message, end: float) -> bool:
    """False where nobody listens yet, or any more, or answers before the `end`."""
    line = message.line()
    if len(line) > LONGEST:
        raise UserError("These are too many names for the window that is open: name the folder they lie in.")
    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(_ms_until(end)):
        return False
    socket.write(line)
    while not socket.canReadLine() and socket.waitForReadyRead(_ms_until(end)):
        pass
    answer = socket.readLine().data()
    socket.abort()
    if answer == REFUSED:
        raise UserError("Another version of the program is open already: close its window, then start again.")
    return answer == TAKEN


def _ms_until(end: float) -> int:
    return max(int((end - time.monotonic()) * 1000), 1)


def _socket_path(places: Places) -> Path:
    """The same for all starts of one person with the same places, and for no one else; short, as sockets want it."""
    catalog = os.path.normcase(os.path.realpath(places.catalog))
    return _own_folder() / hashlib.sha256(os.fsencode(catalog)).hexdigest()[:16]


def _own_folder() -> Path:
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    name = "clipiqa-desktop" if os.path.isdir(given) else f"clipiqa-desktop-{_user()}"  # noqa: PTH112 (never raises)
    folder = Path(given if name == "clipiqa-desktop" else tempfile.gettempdir()) / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_ours = not hasattr(os, "getuid") or (folder.stat().st_uid, folder.stat().st_mode & 0o077) == (os.getuid(), 0)
    except OSError as error:
        raise UserError(
            f"The folder {folder} cannot be used: {error.strerror}. Make room there, or allow it."
        ) from error
    if not is_ours:
        raise UserError(f"The folder {folder} is open to others: remove it, then start again.")
    return folder


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else ""


def _address(socket: Path) -> str:
    """A file for the socket; on Windows the name of a pipe."""
    return f"clipiqa-desktop-{socket.name}" if os.name == "nt" else f"{socket}.socket"
