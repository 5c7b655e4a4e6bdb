"""The notice over the grid, and what its buttons do, against a real server on this machine."""

import contextlib
import hashlib
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from ui.driving import LEFT, Filler, button, names, save_jpegs, shown_texts, wait_until_indexed

from clipiqa_desktop.downloads import connection, download, models
from clipiqa_desktop.downloads.models import NETWORK, OPENAI_ARCHIVE, ModelFile
from clipiqa_desktop.downloads.sources import Source
from clipiqa_desktop.settings import WEIGHTS, Settings
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.indexing.notice import NoticeBar
from clipiqa_desktop.ui.indexing.weights_switch import WeightsSwitch

CONTENT = bytes(i * i % 251 for i in range(3_000_000))


class Slow(BaseHTTPRequestHandler):
    """Sends its file in pieces, with pauses where it is told to."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        for start in range(0, len(CONTENT), 300_000):
            self.wfile.write(CONTENT[start : start + 300_000])
            self.server.go_on.wait(10)

    def handle(self):
        with contextlib.suppress(ConnectionError):
            super().handle()

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download, "RETRY_PAUSE_S", 0)
    monkeypatch.setattr(connection, "CHUNK_BYTES", 100_000)
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        server.go_on = threading.Event()
        url = f"http://127.0.0.1:{server.server_port}/weights.bin"
        digest = hashlib.sha256(CONTENT).hexdigest()
        source = Source("the test server", "RN50.pt", url, digest, 0)
        monkeypatch.setattr(WeightsSwitch, "model", replace(NETWORK, files=[ModelFile([source])]))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def without_weights(open_window, tmp_path, qtbot):
    window = open_window()
    window.folders.add([save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg")])
    wait_until_indexed(qtbot, window)
    return window


@pytest.fixture
def known_file(tmp_path, monkeypatch):
    """What another computer fetched, under another name."""
    file = tmp_path / "stick" / "RN50 (1).pt"
    file.parent.mkdir()
    file.write_bytes(CONTENT)
    known = replace(OPENAI_ARCHIVE, sha256=hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setattr(models, "MODELS", [replace(NETWORK, files=[ModelFile([known])])])
    return file


def drop(window, *files):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    anywhere, copy = QPointF(), Qt.DropAction.CopyAction
    window.dropEvent(QDropEvent(anywhere, copy, data, LEFT, Qt.KeyboardModifier.NoModifier))


def notice(window):
    return window.notice._text.whole if window.notice.isVisible() else ""


def have_thumbnails(window):
    wanted = window.library.fingerprints(window.library.ids.tolist())
    return wanted and all(window._thumbnails.get(each) for each in wanted.values())


def test_without_weights_the_notice_says_what_to_press(without_weights, qtbot):
    assert "weights are missing" in notice(without_weights)
    assert "--weights" not in notice(without_weights)
    assert shown_texts(without_weights.notice) == ["Download", "Choose file…"]
    assert not without_weights.notice.property("urgent")
    for told in ("256 MB", "OpenAI", "Everything else works"):
        assert told in notice(without_weights)
    for told in (OPENAI_ARCHIVE.host, OPENAI_ARCHIVE.sha256):
        assert told in without_weights.notice._text.toolTip()
    assert names(without_weights) == ["a.jpg", "b.jpg"]
    qtbot.waitUntil(lambda: have_thumbnails(without_weights))


def test_the_download_shows_its_progress_and_can_be_paused(without_weights, server, qtbot):
    window = without_weights
    qtbot.mouseClick(button(window.notice, "Download"), LEFT)
    assert notice(window).startswith("Downloading the weights")  # at once
    assert shown_texts(window.notice) == ["Pause"]
    qtbot.waitUntil(lambda: "of 3 MB" in notice(window))
    assert window.notice._bar.maximum() == 3000
    assert 0 < window.notice._bar.value() < 3000
    qtbot.mouseClick(button(window.notice, "Pause"), LEFT)
    server.go_on.set()
    qtbot.waitUntil(lambda: "weights are missing" in notice(window))
    assert "MB are here already, and it goes on from there" in notice(window)
    assert shown_texts(window.notice) == ["Go on", "Choose file…"]


def test_a_run_during_the_download_does_not_hide_its_progress(without_weights, server, qtbot):
    window = without_weights
    window.weights.download()
    qtbot.waitUntil(lambda: "of 3 MB" in notice(window))
    window.folders.look_again()
    wait_until_indexed(qtbot, window)
    assert shown_texts(window.notice) == ["Pause"]
    window.weights.cancel()
    server.go_on.set()
    qtbot.waitUntil(lambda: "weights are missing" in notice(window))


def test_pressing_twice_downloads_once(without_weights, server, qtbot):
    without_weights.weights.download()
    first = without_weights.weights._thread._thread
    without_weights.weights.download()
    assert without_weights.weights._thread._thread is first
    without_weights.weights.cancel()
    server.go_on.set()
    qtbot.waitUntil(lambda: without_weights.weights._thread.busy is False)


def test_a_download_that_arrives_is_taken_into_use(without_weights, server, places, qtbot):
    server.go_on.set()
    without_weights.weights.download()
    qtbot.waitUntil(lambda: without_weights.weights._thread.busy is False)
    qtbot.waitUntil(lambda: "Downloading" not in notice(without_weights))
    wait_until_indexed(qtbot, without_weights)
    assert (places.weights / "RN50.pt").read_bytes() == CONTENT
    # The server's file is what was promised, but no network: the program says so and goes on without.
    assert notice(without_weights)
    assert names(without_weights) == ["a.jpg", "b.jpg"]


def test_a_download_that_fails_says_why(without_weights, monkeypatch, qtbot):
    nowhere = Source("nobody", "RN50.pt", "http://127.0.0.1:9/RN50.pt", "0" * 64, 0)
    monkeypatch.setattr(WeightsSwitch, "model", replace(NETWORK, files=[ModelFile([nowhere])]))
    monkeypatch.setenv("no_proxy", "*")
    qtbot.mouseClick(button(without_weights.notice, "Download"), LEFT)
    qtbot.waitUntil(lambda: "could be downloaded" in notice(without_weights))
    assert "127.0.0.1:9" in notice(without_weights)
    assert shown_texts(without_weights.notice) == ["Download", "Choose file…"]


def test_closing_during_a_download_ends_it(without_weights, server):
    without_weights.weights.download()
    threading.Timer(0.5, server.go_on.set).start()
    without_weights.close()
    time.sleep(0.6)


@pytest.mark.parametrize("content", [b"%PDF-1.7 no weights at all", b"PK\3\4 a document"], ids=["pdf", "zip"])
def test_a_file_that_holds_no_weights_is_refused_and_not_remembered(
    without_weights, content, tmp_path, monkeypatch, qtbot
):
    window, file = without_weights, tmp_path / "report.pt"
    file.write_bytes(content)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(button(window.notice, "Choose file…"), LEFT)
    qtbot.waitUntil(lambda: "report.pt holds no CLIP weights" in notice(window))
    assert shown_texts(window.notice)[-1] == "Choose file…"
    assert window.settings.get(WEIGHTS) is None
    assert window.indexing.named is None
    assert window.bottom.network == "no weights · nothing new is scored"


def test_one_that_shows_only_later_that_it_holds_none_is_forgotten_too(open_window, places, tmp_path, qtbot):
    """As it was kept by an earlier version; the photographs are read all the same."""
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"no weights at all")
    Settings(places.settings).set(WEIGHTS, str(damaged))
    window = open_window(damaged)
    window.folders.add([save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg")])
    qtbot.waitUntil(lambda: "damaged.safetensors" in notice(window), timeout=20_000)
    wait_until_indexed(qtbot, window)
    assert shown_texts(window.notice)[-1] == "Choose file…"
    assert window.settings.get(WEIGHTS) is None
    assert window.indexing.named is None
    assert window.bottom.network == "no weights · nothing new is scored"
    qtbot.waitUntil(lambda: have_thumbnails(window))


def test_a_file_from_another_computer_is_dropped_and_taken_in(
    without_weights, known_file, places, monkeypatch, tmp_path, qtbot
):
    window, started = without_weights, []
    monkeypatch.setattr(window.indexing, "start", lambda: started.append(window.indexing.named))
    drop(window, known_file, tmp_path / "photos" / "a.jpg")
    qtbot.waitUntil((places.weights / "RN50.pt").exists)
    qtbot.waitUntil(lambda: window.weights._thread.busy is False)
    assert (places.weights / "RN50.pt").read_bytes() == known_file.read_bytes()
    assert started[-1] is None
    assert window.settings.get(WEIGHTS) is None
    assert window.library.catalog.folders.roots() == [tmp_path / "photos"]  # not where the weights lie


def test_a_chosen_file_that_is_known_may_be_taken_away_afterwards(
    without_weights, known_file, places, monkeypatch, qtbot
):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(known_file), ""))
    qtbot.mouseClick(button(without_weights.notice, "Choose file…"), LEFT)
    qtbot.waitUntil((places.weights / "RN50.pt").exists)
    wait_until_indexed(qtbot, without_weights)
    assert without_weights.settings.get(WEIGHTS) is None


def test_a_named_file_that_is_not_there_is_named(open_window, tmp_path, qtbot):
    window = open_window(tmp_path / "vanished.pt")
    window.folders.look_again()
    wait_until_indexed(qtbot, window)
    assert "vanished.pt" in notice(window)


def test_untrained_weights_score_and_are_told_for_as_long_as_they_are_used(
    open_window, tmp_path, untrained_file, qtbot
):
    """From the folder to the scores, through the window: the whole way."""
    folder = save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg", "c.jpg")
    (folder / "damaged.jpg").write_bytes(b"\xff\xd8\xff nothing")
    window = open_window(untrained_file)
    window.folders.add([folder])
    wait_until_indexed(qtbot, window, 120_000)
    assert "Untrained: scores mean nothing" in notice(window)
    assert window.notice.property("urgent")
    assert shown_texts(window.notice) == ["Download OpenAI's", "Choose file…", "Understood"]
    assert "CPU" in window.bottom._network.toolTip()
    quality = [window.library.score(int(each), "quality") for each in window.library.ids]
    assert sum(each is not None for each in quality) == 3
    assert button(window.bottom, "1 could not be read")
    window.close()

    again = open_window()
    assert "Untrained: scores mean nothing" in notice(again)  # before anybody looked for weights
    again.folders.look_again()
    wait_until_indexed(qtbot, again)
    assert "Untrained: scores mean nothing" in notice(again)
    assert "weights are missing" in notice(again)


def test_scores_of_trained_weights_need_no_notice(places, open_window):
    Filler(places).shoot(3)
    assert notice(open_window()) == ""


def test_scores_of_earlier_are_not_denied(qtbot):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_missing(NETWORK)
    assert bar._text.whole.startswith("<b>No scores yet")
    bar.show_missing(NETWORK, scored=True)
    assert bar._text.whole.startswith("Nothing new is scored")


@pytest.fixture
def dressed(qapp):
    before = qapp.styleSheet()
    qapp.setStyleSheet(style.stylesheet(style.DARK))
    yield
    qapp.setStyleSheet(before)


def test_every_button_leaves_the_colours_of_a_caution(qtbot, dressed):
    bars = NoticeBar(), NoticeBar()
    for bar in bars:
        qtbot.addWidget(bar)
        bar.resize(900, 60)
    bars[1].show_caution("untrained: scores mean nothing")
    qtbot.wait(10)
    for bar in bars:
        bar.show_missing(NETWORK)
        bar.offer_faces("")
    faces = [button(bar, "Faces too (5 MB)").grab().toImage() for bar in bars]
    assert faces[0] == faces[1]


def test_a_caution_that_was_read_takes_one_short_line_and_never_goes(qtbot, dressed):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.resize(500, 60)
    bar.show_caution("untrained: scores mean nothing")
    high = bar.sizeHint().height()
    qtbot.mouseClick(button(bar, "Understood"), Qt.MouseButton.LeftButton)
    bar.offer_faces("The network cannot be reached.")
    assert shown_texts(bar) == ["More…"]
    assert "Untrained: scores mean nothing" in bar._text.text()
    assert "The network cannot be reached." in bar._text.toolTip()
    assert bar.sizeHint().height() < high
    bar.show_caution("not known to be OpenAI's")
    assert "Choose file…" in shown_texts(bar)
    bar.show_caution("untrained: scores mean nothing")
    qtbot.mouseClick(button(bar, "More…"), Qt.MouseButton.LeftButton)
    assert "Download OpenAI's" in shown_texts(bar)
