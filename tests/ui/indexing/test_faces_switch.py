"""The offer of the models of faces in the bar of the weights, against a real server on this machine."""

import hashlib
from pathlib import Path

import pytest
from tools.many_files_server import served
from ui.driving import LEFT, button, save_jpegs, shown_texts, wait_until_indexed

from clipiqa_desktop.downloads import connection, download
from clipiqa_desktop.downloads.models import Model, ModelFile
from clipiqa_desktop.downloads.sources import Source
from clipiqa_desktop.faces import models
from clipiqa_desktop.perception.weights import Origin, Weights
from clipiqa_desktop.settings import FACES_OFFERED
from clipiqa_desktop.ui.indexing import faces_switch
from clipiqa_desktop.ui.indexing.faces_switch import FacesSwitch

KNOWN = Weights(Path("weights"), "0" * 64, Origin.OPENAI)
CONTENTS = {"first.tflite": bytes(range(256)) * 4000, "second.task": bytes(reversed(range(256))) * 4000}


@pytest.fixture
def server(monkeypatch):
    """Its files are no models, but those that are wanted here."""
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download, "RETRY_PAUSE_S", 0)
    monkeypatch.setattr(connection, "CHUNK_BYTES", 100_000)
    with served(CONTENTS) as server:
        sources = tuple(
            Source("the test server", name, f"{server.url}/{name}", hashlib.sha256(content).hexdigest(), len(content))
            for name, content in CONTENTS.items()
        )
        monkeypatch.setattr(FacesSwitch, "model", Model("faces", "", "", [ModelFile([each]) for each in sources]))
        monkeypatch.setattr(models, "SOURCES", sources)
        yield server


@pytest.fixture
def offered(server, open_window, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(faces_switch, "has_runtime", lambda: True)
    window = open_window()
    window.folders.add([save_jpegs(tmp_path / "photos", "a.jpg")])
    wait_until_indexed(qtbot, window)
    return window


def notice(window):
    return window.notice._text.whole if window.notice.isVisible() else ""


def test_the_bar_of_the_weights_offers_them_and_one_press_fetches_both(offered, server, qtbot, places, monkeypatch):
    monkeypatch.setattr("clipiqa_desktop.indexing.face_reader.has_runtime", lambda: False)  # these bytes run nowhere
    server.go_on.clear()
    assert "weights are missing" in notice(offered)
    assert shown_texts(offered.notice) == ["Download", "Choose file…", "Faces too (5 MB)"]
    qtbot.mouseClick(button(offered.notice, "Faces too (5 MB)"), LEFT)
    assert notice(offered).startswith("Downloading the files for faces")
    assert shown_texts(offered.notice) == ["Pause"]
    qtbot.waitUntil(lambda: "of 1 MB" in notice(offered))
    server.go_on.set()
    qtbot.waitUntil(lambda: "weights are missing" in notice(offered), timeout=10_000)
    assert {name: (places.weights / name).read_bytes() for name in CONTENTS} == CONTENTS
    qtbot.waitUntil(lambda: not offered.indexing.running, timeout=20_000)
    assert [path for path, _start in server.asked] == ["/first.tflite", "/second.task"]


def test_it_can_be_cancelled_and_goes_on_from_there(offered, server, qtbot, places):
    server.go_on.clear()
    offered.models.download()
    qtbot.waitUntil(lambda: bool(server.asked))
    qtbot.mouseClick(button(offered.notice, "Pause"), LEFT)
    server.go_on.set()
    qtbot.waitUntil(lambda: "weights are missing" in notice(offered))
    assert "Faces too (5 MB)" in shown_texts(offered.notice)


def test_what_fails_is_said(offered, server, qtbot):
    server.contents.clear()
    offered.models.download()
    qtbot.waitUntil(lambda: notice(offered).startswith("<b>Faces:</b> Nothing could be downloaded"))
    offered.notice.show_weights(KNOWN)  # there are weights now
    assert "Nothing could be downloaded" in notice(offered)
    assert shown_texts(offered.notice) == ["Download", "Not now"]


def test_what_fails_is_said_to_whom_has_no_runtime_and_said_no_before(offered, server, qtbot, monkeypatch, caplog):
    monkeypatch.setattr(faces_switch, "has_runtime", lambda: False)
    offered.settings.set(FACES_OFFERED, False)
    offered.notice.show_weights(KNOWN)
    server.contents.clear()
    offered.models.download()
    qtbot.waitUntil(lambda: "Nothing could be downloaded" in notice(offered), timeout=10_000)
    assert "Nothing could be downloaded" in caplog.text


def test_whoever_says_no_is_asked_no_more(offered, qtbot):
    offered.notice.show_weights(KNOWN)
    assert notice(offered).startswith("<b>Faces are not looked for yet")
    qtbot.mouseClick(button(offered.notice, "Not now"), LEFT)
    assert notice(offered) == ""
    assert offered.settings.get(FACES_OFFERED) is False
    offered.folders.look_again()
    wait_until_indexed(qtbot, offered)
    assert "Faces too (5 MB)" not in shown_texts(offered.notice)
    assert offered.actions_by_name["download_faces"].isEnabled()


def test_nothing_is_fetched_unless_it_is_asked_for(offered, server, qtbot):
    offered.folders.look_again()
    wait_until_indexed(qtbot, offered)
    assert server.asked == []
