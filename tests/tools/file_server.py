"""A server on this machine that holds one file, and can be told to misbehave."""

import contextlib
import hashlib
import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.downloads.sources import Source

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
        """The file, as it should be."""
        return Source("the test server", "weights.bin", self.url, DIGEST, size)


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


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Such a server, listening."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def nobody_listening() -> Source:
    """A source at a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return Source("nobody", "nothing.bin", f"http://127.0.0.1:{port}/nothing.bin", DIGEST)


def silent(_: Progress) -> None:
    """Nobody wants to know how far it is."""
