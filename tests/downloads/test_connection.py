"""Connections through a proxy, which is a server on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tools.file_server import CONTENT, DIGEST, serving, silent

from clipiqa_desktop.downloads.download import download
from clipiqa_desktop.downloads.failures import DownloadFailed
from clipiqa_desktop.downloads.models import OPENAI_ARCHIVE
from clipiqa_desktop.downloads.sources import Source


class Proxy(ThreadingHTTPServer):
    """Remembers what it was asked for; passes the file on, or asks for a name and a password first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.asked: list[str] = []
        self.wants_a_name = False
        self.address = f"127.0.0.1:{self.server_port}"


class Passing(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        self.server.asked.append(f"GET {self.path}")
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT)

    def do_CONNECT(self) -> None:
        self.server.asked.append(f"CONNECT {self.path}")
        self.send_error(407 if self.server.wants_a_name else 503)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Proxy() as proxy:
        for scheme in ("http", "https"):
            monkeypatch.setenv(f"{scheme}_proxy", f"http://me:secret@{proxy.address}")
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield proxy
        proxy.shutdown()
        thread.join()


def test_the_file_comes_through_the_proxy_of_the_environment(proxy: Proxy, tmp_path: Path) -> None:
    source = Source("behind the proxy", "weights.bin", "http://127.0.0.1:9/weights.bin", DIGEST)
    assert download([source], tmp_path, silent).read_bytes() == CONTENT
    assert proxy.asked == [f"GET {source.url}"]


def test_addresses_that_the_proxy_is_not_for_are_asked_directly(
    proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as server:
        assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT
    assert proxy.asked == []


def failure(folder: Path) -> str:
    encrypted = replace(OPENAI_ARCHIVE, url="https://weights.invalid/RN50.pt")
    with pytest.raises(DownloadFailed) as failed:
        download([encrypted], folder, silent)
    return str(failed.value)


def test_an_encrypted_address_is_tunnelled_and_a_proxy_that_refuses_is_named(proxy: Proxy, tmp_path: Path) -> None:
    told = failure(tmp_path)
    assert proxy.asked == ["CONNECT weights.invalid:443"]
    assert f"through the proxy {proxy.address} (Tunnel connection failed: 503" in told
    assert "secret" not in told


def test_a_proxy_that_wants_a_name_says_where_to_put_it(proxy: Proxy, tmp_path: Path) -> None:
    proxy.wants_a_name = True
    told = failure(tmp_path)
    assert "407" in told
    assert "put name and password into HTTPS_PROXY" in told
    assert "secret" not in told


def test_a_proxy_that_is_not_there_is_named(proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    assert "cannot be reached through the proxy 127.0.0.1:9 (Connection refused)" in failure(tmp_path)
