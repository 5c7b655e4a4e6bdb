"""Strangers at the door of the first window, and who may come to it."""

import os
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.places import own_places
from clipiqa_desktop.ui.single_instance import instance as first_window
from clipiqa_desktop.ui.single_instance.activation import activate_window
from clipiqa_desktop.ui.single_instance.instance import acquire_or_forward
from clipiqa_desktop.ui.single_instance.message import LONGEST, REFUSED, TAKEN, Message


@pytest.fixture
def first(qapp, tmp_path):
    found = acquire_or_forward(own_places(tmp_path), Message())
    assert found
    yield found
    found.leave()


def told(qtbot, first, line: bytes) -> bytes:
    """What the first window answers to a line."""
    socket = QLocalSocket()
    with qtbot.waitSignal(socket.disconnected):
        socket.connectToServer(first._server.fullServerName())
        socket.write(line)
    return socket.readAll().data()


def test_a_message_is_taken(qtbot, first):
    with qtbot.waitSignal(first.handed) as handed:
        assert told(qtbot, first, Message(("/photos",)).line()) == TAKEN
    assert handed.args == [Message(("/photos",))]


@pytest.mark.parametrize("line", [b"hello\n", b'{"version": 2, "paths": [], "token": ""}\n'])
def test_another_message_is_refused(qtbot, first, line):
    with qtbot.assertNotEmitted(first.handed):
        assert told(qtbot, first, line) == REFUSED


def test_who_talks_without_end_is_cut_off(qtbot, first):
    with qtbot.assertNotEmitted(first.handed):
        assert told(qtbot, first, b"x" * (LONGEST + 10)) == b""


@pytest.mark.skipif(os.name != "posix", reason="asks for the rights of files")
def test_only_its_own_person_may_come_to_it(first):
    socket = Path(first._server.fullServerName())
    assert stat.S_IMODE(socket.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="asks for the rights of files")
def test_a_meeting_place_that_is_open_to_others_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    monkeypatch.setattr(first_window.tempfile, "gettempdir", lambda: str(tmp_path))
    assert come_first_and_leave(tmp_path)
    (folder,) = tmp_path.glob("clipiqa-desktop-*")
    folder.chmod(0o777)
    with pytest.raises(UserError, match="open to others"):
        acquire_or_forward(own_places(tmp_path), Message())


def come_first_and_leave(base: Path) -> bool:
    first = acquire_or_forward(own_places(base), Message())
    if first:
        first.leave()
    return first is not None


def test_after_the_first_has_left_the_next_may_come_and_a_link_leads_to_the_same(tmp_path, qapp, monkeypatch):
    monkeypatch.setattr(first_window, "PATIENCE_S", 0.1)
    (tmp_path / "base").mkdir()
    (tmp_path / "link").symlink_to("base")
    first = acquire_or_forward(own_places(tmp_path / "base"), Message())
    assert first
    with pytest.raises(UserError, match="does not answer"):  # both in one process, which waits for itself
        acquire_or_forward(own_places(tmp_path / "link"), Message())
    first.leave()
    assert come_first_and_leave(tmp_path / "link")


def test_more_names_than_a_message_holds_are_a_sentence(first, tmp_path):
    with pytest.raises(UserError, match="name the folder"):
        acquire_or_forward(own_places(tmp_path), Message(("/" + "x" * LONGEST,)))


def test_a_window_comes_forward_from_the_task_bar_as_large_as_it_was(window, qtbot, monkeypatch):
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    window.showMaximized()
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    activate_window(window, "a token")
    assert not window.isMinimized()
    assert window.isMaximized()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.windowState() & Qt.WindowState.WindowMaximized
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "a token"


def test_who_comes_and_leaves_at_once_is_no_error(qtbot, first):
    with qtbot.captureExceptions() as raised:
        for words in (b"", b"{", Message(("/photos",)).line()):
            sockets = [QLocalSocket() for _ in range(5)]
            for socket in sockets:
                socket.connectToServer(first._server.fullServerName())
                socket.write(words)
                socket.flush()
                socket.abort()
            qtbot.wait(20)
        first._connected()  # told of somebody who is not there any more
    assert raised == []
    assert told(qtbot, first, Message().line()) == TAKEN


def test_who_is_connected_when_the_window_closes_hands_nothing_over(qtbot, first):
    socket = QLocalSocket()
    with qtbot.waitSignal(first._server.newConnection):
        socket.connectToServer(first._server.fullServerName())
    with qtbot.assertNotEmitted(first.handed, wait=100):
        socket.write(Message(("/photos",)).line())
        socket.flush()
        first.close()
    assert socket.readAll().data() == b""
