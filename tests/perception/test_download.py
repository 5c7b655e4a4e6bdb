"""Downloading the weights, against a real server on this machine that can be told to misbehave."""

import contextlib
import hashlib
import re
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import huggingface_hub
import pytest

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception import download as module
from clipiqa_desktop.perception.download import (
    CHUNK_BYTES,
    HUB_REVISION,
    OPENAI_ARCHIVE,
    DownloadCancelled,
    DownloadFailed,
    Progress,
    Source,
    download,
    hub_source,
    recorded_digest,
    trusted,
)

CONTENT = bytes(i * i % 251 for i in range(1_000_003))
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """Holds one file, misbehaves as told, and remembers which ranges it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = CONTENT
        self.status = 0
        self.ignore_range = False
        self.state_length = True
        self.redirect_to = ""
        self.drop_after: list[int] = []
        self.facts: dict[str, str] = {}
        self.ranges: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_port}/weights.bin"

    def source(self, size: int = len(CONTENT)) -> Source:
        return Source("the test server", "weights.bin", self.url, DIGEST, size)

    def sources(self, size: int = len(CONTENT)) -> tuple[Callable[[], Source]]:
        return (lambda: self.source(size),)


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self.answer(self.server.status or 200, self.server.facts)

    def do_GET(self) -> None:
        if self.server.redirect_to and self.path == "/weights.bin":
            self.answer(302, {"Location": self.server.redirect_to})
            return
        self.server.ranges.append(self.headers["Range"])
        start = self.start()
        if self.server.status:
            self.answer(self.server.status, {})
        elif start and start >= len(self.server.content):
            self.answer(416, {"Content-Range": f"bytes */{len(self.server.content)}"})
        else:
            self.send_from(start)

    def start(self) -> int:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"] or "")
        return int(asked[1]) if asked and not self.server.ignore_range else 0

    def send_from(self, start: int) -> None:
        body = self.server.content[start:]
        self.answer(206 if start else 200, {"Content-Length": str(len(body))} if self.server.state_length else {})
        self.wfile.write(body[: self.server.drop_after.pop(0)] if self.server.drop_after else body)

    def answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # a cancelled download hangs up
            super().handle()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(module, "RETRY_PAUSE_S", 0)
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def nobody() -> Source:
    """A source at a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return Source("nobody", "nothing.bin", f"http://127.0.0.1:{port}/nothing.bin", DIGEST, 0)


def silent(_: Progress) -> None:
    pass


def after(polls: int) -> Callable[[], bool]:
    """A `cancelled` that turns true at the given poll."""
    counter = iter(range(polls))
    return lambda: next(counter, None) is None


def part_in(folder: Path) -> Path:
    return folder / f"{DIGEST[:12]}.part"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("size", [0, len(CONTENT)])
def test_a_whole_download_is_checked_recorded_and_reported(server: Server, tmp_path: Path, size: int) -> None:
    seen: list[Progress] = []
    path = download(tmp_path / "new" / "folder", seen.append, sources=server.sources(size))
    assert path.read_bytes() == CONTENT
    assert names_in(path.parent) == ["weights.bin", "weights.bin.sha256"]
    assert recorded_digest(path) == DIGEST
    assert seen[-1] == Progress(len(CONTENT), len(CONTENT))
    assert {progress.total for progress in seen} == {len(CONTENT)}
    assert server.ranges == [None]


def test_progress_is_reported_at_most_so_often(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPORT_EVERY_S", 3600)
    seen: list[Progress] = []
    download(tmp_path, seen.append, sources=server.sources())
    assert [progress.received for progress in seen] == [CHUNK_BYTES, len(CONTENT)]


def test_a_file_that_is_already_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(CONTENT)
    seen: list[Progress] = []
    path = download(tmp_path, seen.append, sources=server.sources())
    assert server.ranges == []
    assert recorded_digest(path) == DIGEST
    assert seen == [Progress(len(CONTENT), len(CONTENT))]


def test_a_damaged_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(CONTENT[:-1])
    assert download(tmp_path, silent, sources=server.sources()).read_bytes() == CONTENT


def test_a_cancelled_download_keeps_its_part_and_goes_on_from_there(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadCancelled, match="goes on from here"):
        download(tmp_path, silent, after(4), server.sources())
    kept = part_in(tmp_path).stat().st_size
    assert names_in(tmp_path) == [part_in(tmp_path).name]
    assert 0 < kept < len(CONTENT)

    seen: list[Progress] = []
    assert download(tmp_path, seen.append, sources=server.sources()).read_bytes() == CONTENT
    assert server.ranges == [None, f"bytes={kept}-"]
    assert seen[0].received > kept
    assert seen[0].total == len(CONTENT)
    assert not part_in(tmp_path).exists()


def test_cancelled_before_the_start_asks_nobody(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadCancelled):
        download(tmp_path, silent, lambda: True, server.sources())
    assert server.ranges == []


def test_a_dropped_connection_is_taken_up_again(server: Server, tmp_path: Path) -> None:
    server.drop_after = [300_000, 0, 300_001]
    assert download(tmp_path, silent, sources=server.sources()).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=300000-", "bytes=300000-", "bytes=600001-"]


def test_a_line_that_keeps_breaking_leaves_a_part_to_go_on_with(server: Server, tmp_path: Path) -> None:
    server.drop_after = [100_000] * 4
    with pytest.raises(DownloadFailed, match="press Download again, and it goes on where it stopped"):
        download(tmp_path, silent, sources=server.sources())
    assert part_in(tmp_path).read_bytes() == CONTENT[:400_000]
    assert download(tmp_path, silent, sources=server.sources()).read_bytes() == CONTENT


def test_wrong_bytes_are_removed_and_said(server: Server, tmp_path: Path) -> None:
    server.content = CONTENT[:-1] + b"\0"
    with pytest.raises(DownloadFailed, match=r"not the file that the test server publishes.*was removed"):
        download(tmp_path, silent, sources=server.sources())
    assert names_in(tmp_path) == []


def test_a_damaged_part_is_removed_so_that_the_next_try_succeeds(server: Server, tmp_path: Path) -> None:
    part_in(tmp_path).write_bytes(b"\0" * 1000)
    with pytest.raises(DownloadFailed, match="SHA-256"):
        download(tmp_path, silent, sources=server.sources())
    assert download(tmp_path, silent, sources=server.sources()).read_bytes() == CONTENT


def test_a_server_without_range_starts_over(server: Server, tmp_path: Path) -> None:
    server.ignore_range = True
    part_in(tmp_path).write_bytes(CONTENT[:1000])
    assert download(tmp_path, silent, sources=server.sources()).read_bytes() == CONTENT
    assert server.ranges == ["bytes=1000-"]


def test_a_server_that_states_no_length(server: Server, tmp_path: Path) -> None:
    server.state_length = False
    seen: list[Progress] = []
    assert download(tmp_path, seen.append, sources=server.sources(0)).read_bytes() == CONTENT
    assert seen[0].total == 0
    assert seen[-1] == Progress(len(CONTENT), len(CONTENT))


@pytest.mark.parametrize(("size", "ranges"), [(0, [f"bytes={len(CONTENT)}-"]), (len(CONTENT), [])])
def test_a_part_that_is_complete_is_only_checked(server: Server, tmp_path: Path, size: int, ranges: list[str]) -> None:
    part_in(tmp_path).write_bytes(CONTENT)
    assert download(tmp_path, silent, sources=server.sources(size)).read_bytes() == CONTENT
    assert server.ranges == ranges


def test_a_redirect_keeps_the_range(server: Server, tmp_path: Path) -> None:
    server.redirect_to = server.url + "/elsewhere"
    part_in(tmp_path).write_bytes(CONTENT[:1000])
    assert download(tmp_path, silent, sources=server.sources()).read_bytes() == CONTENT
    assert server.ranges == ["bytes=1000-"]


def test_the_second_source_is_taken_where_the_first_is_silent(server: Server, nobody: Source, tmp_path: Path) -> None:
    path = download(tmp_path, silent, sources=(lambda: nobody, *server.sources()))
    assert path.name == "weights.bin"
    assert path.read_bytes() == CONTENT


def test_the_second_source_is_not_asked_where_the_first_answers(server: Server, tmp_path: Path) -> None:
    def never() -> Source:
        pytest.fail("asked")

    assert download(tmp_path, silent, sources=(*server.sources(), never)).read_bytes() == CONTENT


def test_no_source_at_all_says_what_else_can_be_done(server: Server, nobody: Source, tmp_path: Path) -> None:
    server.status = 404
    with pytest.raises(UserError) as failure:
        download(tmp_path, silent, sources=(lambda: nobody, *server.sources()))
    text = str(failure.value)
    assert isinstance(failure.value, DownloadFailed)
    assert f"{nobody.url} cannot be reached (" in text
    assert f"{server.url} answered 404 Not Found" in text
    assert '"Choose file"' in text
    assert "--weights" in text
    assert names_in(tmp_path) == []


def test_unencrypted_addresses_elsewhere_are_refused(tmp_path: Path) -> None:
    plain = Source("plain", "weights.bin", "http://weights.invalid/weights.bin", DIGEST, 0)
    with pytest.raises(DownloadFailed, match="not encrypted"):
        download(tmp_path, silent, sources=(lambda: plain,))


def test_a_redirect_to_an_unencrypted_address_is_refused(server: Server, tmp_path: Path) -> None:
    server.redirect_to = f"http://127.1:{server.server_port}/elsewhere"  # this machine, under a name that is not known
    with pytest.raises(DownloadFailed, match="leads to an unencrypted address"):
        download(tmp_path, silent, sources=server.sources())
    assert names_in(tmp_path) == []


def test_a_folder_that_is_a_file_is_said(server: Server, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way")
    with pytest.raises(DownloadFailed, match=rf"cannot be written to {re.escape(str(blocked))}"):
        download(blocked, silent, sources=server.sources())
    assert server.ranges == []


def test_a_full_disk_is_said(server: Server, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    part_in(tmp_path).symlink_to(full)
    with pytest.raises(DownloadFailed, match=r"full: make room and press Download again"):
        download(tmp_path, silent, sources=server.sources())


@pytest.mark.parametrize("text", [None, "", "abc", "g" * 64, "é" * 64])
def test_a_missing_or_garbled_record_counts_as_none(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "weights.bin.sha256").write_text(text, "utf-8")
    assert recorded_digest(tmp_path / "weights.bin") is None


@pytest.fixture
def hub(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The test server in the hub's place, stating what the hub states."""
    server.facts = {"X-Repo-Commit": HUB_REVISION, "X-Linked-Etag": f'"{DIGEST}"', "X-Linked-Size": str(len(CONTENT))}
    monkeypatch.setattr(huggingface_hub, "hf_hub_url", lambda *_, **__: server.url)
    return server


def test_the_hub_is_asked_for_size_and_digest(hub: Server, tmp_path: Path) -> None:
    source = hub_source()
    assert source == Source("Hugging Face", "open_clip_model.safetensors", hub.url, DIGEST, len(CONTENT))
    path = download(tmp_path, silent, sources=(hub_source,))
    assert path.name == "open_clip_model.safetensors"
    assert path.read_bytes() == CONTENT


def test_the_hub_is_asked_at_the_pinned_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(url: str, **_: object) -> None:
        asked.append(url)
        raise OSError("refused")

    monkeypatch.setattr(huggingface_hub, "get_hf_file_metadata", refuse)
    with pytest.raises(DownloadFailed, match="refused"):
        hub_source()
    assert len(asked) == 1
    assert asked[0].endswith(f"/timm/resnet50_clip.openai/resolve/{HUB_REVISION}/open_clip_model.safetensors")


@pytest.mark.parametrize(
    ("fact", "value", "sentence"),
    [
        ("X-Repo-Commit", "0" * 40, "another revision"),
        ("X-Repo-Commit", None, "another revision"),
        ("X-Linked-Etag", '"' + "0" * 40 + '"', "no SHA-256"),
        ("X-Linked-Etag", None, "no SHA-256"),
    ],
)
def test_a_hub_that_describes_something_else_is_refused(
    hub: Server, fact: str, value: str | None, sentence: str
) -> None:
    del hub.facts[fact]
    if value is not None:
        hub.facts[fact] = value
    with pytest.raises(DownloadFailed, match=sentence):
        hub_source()


def test_a_hub_that_answers_with_an_error_is_named(hub: Server) -> None:
    hub.status = 503
    with pytest.raises(DownloadFailed, match=rf"{hub.url} answered 503"):
        hub_source()


def test_a_hub_out_of_reach_leaves_the_next_source(
    server: Server, nobody: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub, "hf_hub_url", lambda *_, **__: nobody.url)
    with pytest.raises(DownloadFailed, match=rf"{nobody.url} cannot be reached \(\w"):
        hub_source()
    assert download(tmp_path, silent, sources=(hub_source, *server.sources())).read_bytes() == CONTENT


def test_importing_it_is_cheap() -> None:
    code = "import sys, clipiqa_desktop.perception.download; print(sys.modules.keys() & {'torch', 'huggingface_hub'})"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


def test_the_archive_is_the_pinned_one() -> None:
    assert OPENAI_ARCHIVE.sha256 in OPENAI_ARCHIVE.url
    assert OPENAI_ARCHIVE.url.startswith("https://")


def test_certificates_are_checked() -> None:
    assert trusted().verify_mode is ssl.CERT_REQUIRED
