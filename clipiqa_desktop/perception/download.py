"""OpenAI's weights for CLIP RN50, fetched when the user asks, resumed where it stopped, checked to the last byte."""

import contextlib
import errno
import hashlib
import os
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.regular_file import open_regular, read_regular

HUB_REPOSITORY = "timm/resnet50_clip.openai"
HUB_FILE = "open_clip_model.safetensors"
HUB_REVISION = "b5ad1dd2714e05200953a70eb508a352fc52b803"

TIMEOUT_S = 30.0
RETRIES = 3
RETRY_PAUSE_S = 1.0
REPORT_EVERY_S = 0.1
CHUNK_BYTES = 256 * 1024
_MOST_BYTES_OF_RECORD = 1024


@dataclass(frozen=True)
class Source:
    """A file that holds the weights, and the SHA-256 its bytes must have; `size` in bytes, 0 where unknown."""

    name: str
    file_name: str
    url: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Progress:
    """How far a download has come, in bytes; `total` is 0 as long as nobody has said it."""

    received: int
    total: int


class DownloadFailed(UserError):
    """The weights did not arrive; the text says why and what to do."""


class DownloadCancelled(UserError):
    """The user stopped the download; what has arrived is kept for next time."""


class SourceUnavailable(DownloadFailed):
    """A source let nothing be fetched, so the next one is worth a try; the text begins with its address."""


class _ConnectionBroken(Exception):
    """The line went dead in the middle of the file."""


OPENAI_ARCHIVE = Source(
    name="OpenAI",
    file_name="RN50.pt",
    url="https://openaipublic.azureedge.net/clip/models/"
    "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762/RN50.pt",
    sha256="afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762",
    size=0,
)


def hub_source() -> Source:
    """The Hugging Face hub's copy, with the size and the SHA-256 that the hub states for the pinned revision.

    Raises SourceUnavailable, a DownloadFailed, when the hub cannot be asked or describes something else.
    """
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import HfHubHTTPError

    url = str(hf_hub_url(HUB_REPOSITORY, HUB_FILE, revision=HUB_REVISION))
    try:
        stated = get_hf_file_metadata(url, token=False, timeout=TIMEOUT_S)
    except HfHubHTTPError as answer:
        raise SourceUnavailable(f"{url} answered {answer.response.status_code}") from answer
    except Exception as trouble:  # the hub's library changes the HTTP library below it, and the errors' types with it
        raise _unreachable(url, trouble) from trouble
    if stated.commit_hash != HUB_REVISION:
        raise SourceUnavailable(f"{url} answered with another revision ({stated.commit_hash})")
    if not _is_digest(stated.etag or ""):
        raise SourceUnavailable(f"{url} states no SHA-256 to check the file against")
    # Not the signed address the hub redirects to: that one expires, and a retry asks again.
    return Source("Hugging Face", HUB_FILE, url, stated.etag, stated.size or 0)


DEFAULT_SOURCES: tuple[Callable[[], Source], ...] = (hub_source, lambda: OPENAI_ARCHIVE)


def download(
    folder: Path,
    report: Callable[[Progress], None],
    cancelled: Callable[[], bool] = lambda: False,
    sources: tuple[Callable[[], Source], ...] = DEFAULT_SOURCES,
) -> Path:
    """Bring the weights into `folder` from the first source that answers, and say where they lie.

    `report` hears of the bytes at most ten times a second and once at the end. A download that stopped half-way goes
    on from there. Raises DownloadCancelled soon after `cancelled` says so, and DownloadFailed when no source can be
    reached, the line keeps breaking, the bytes are not the expected ones or the folder takes no more.
    """
    watch = _Watch(report, cancelled)
    troubles = []
    for ask in sources:
        watch.stop_if_asked()
        try:
            return _fetch(ask(), folder, watch)
        except SourceUnavailable as trouble:
            troubles.append(str(trouble))
    raise DownloadFailed(
        f"The weights could not be downloaded because {' and '.join(troubles)}; check the network and try again, "
        'or fetch one of these files elsewhere and take it with "Choose file" or --weights.'
    )


def recorded_digest(path: Path) -> str | None:
    """The SHA-256 that the file at `path` had when it was downloaded and checked; None where nothing is recorded."""
    try:
        text = read_regular(_record_of(path), _MOST_BYTES_OF_RECORD).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if _is_digest(text) else None


def record_digest(path: Path, sha256: str) -> None:
    """Notes beside the file that its bytes were checked to be those that OpenAI or the hub publishes."""
    _record_of(path).write_text(sha256 + "\n", "ascii")


class _Watch:
    """Passes progress on, but not more often than a window can show it, and stops when asked."""

    def __init__(self, report: Callable[[Progress], None], cancelled: Callable[[], bool]) -> None:
        self._report, self._cancelled = report, cancelled
        self._due = 0.0

    def stop_if_asked(self) -> None:
        if self._cancelled():
            raise DownloadCancelled("The download was stopped: press Download again, and it goes on from here.")

    def progress(self, received: int, total: int) -> None:
        self.stop_if_asked()
        if time.monotonic() >= self._due:
            self._report(Progress(received, total))
            self._due = time.monotonic() + REPORT_EVERY_S

    def finished(self, size: int) -> None:
        self._report(Progress(size, size))


def _fetch(source: Source, folder: Path, watch: _Watch) -> Path:
    target = folder / source.file_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (target.is_file() and _digest(target) == source.sha256):
            # Named after the content, so that a part is never continued with another file's bytes.
            part = folder / f"{source.sha256[:12]}.part"
            _receive(source, part, watch)
            _accept(source, part, target)
        record_digest(target, source.sha256)
        size = target.stat().st_size
    except OSError as error:
        raise DownloadFailed(_disk_sentence(folder, error)) from error
    watch.finished(size)
    return target


def _receive(source: Source, part: Path, watch: _Watch) -> None:
    """Complete `part`, over several connections if need be."""
    for attempt in range(1 + RETRIES):
        time.sleep(RETRY_PAUSE_S if attempt else 0)
        watch.stop_if_asked()
        try:
            return _continue(source, part, watch)
        except SourceUnavailable:
            if attempt == 0:
                raise
        except _ConnectionBroken:
            continue
    raise DownloadFailed(
        f"The connection to {source.name} keeps breaking off: press Download again, and it goes on where it stopped."
    )


def _continue(source: Source, part: Path, watch: _Watch) -> None:
    """Append to `part` what one connection brings; raises _ConnectionBroken where that is not all."""
    start = part.stat().st_size if part.exists() else 0
    if source.size and start >= source.size:
        return
    answer = _open(source.url, start)
    if answer is None:
        return
    with contextlib.closing(answer), part.open("ab" if answer.status == 206 else "wb") as file:
        total = source.size if answer.length is None else file.tell() + answer.length
        while chunk := _read(answer):
            file.write(chunk)
            watch.progress(file.tell(), total)
        if file.tell() < total:
            raise _ConnectionBroken


def _accept(source: Source, part: Path, target: Path) -> None:
    """Give the complete `part` its final name if it holds the right bytes; otherwise remove it and raise."""
    if _digest(part) != source.sha256:
        part.unlink()
        raise DownloadFailed(
            f"What came from {source.url} is not the file that {source.name} publishes (its SHA-256 differs) "
            "and was removed: press Download again to fetch it anew."
        )
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)


def _open(url: str, start: int) -> HTTPResponse | None:
    """Ask for the file from byte `start` on; None when the server says that nothing comes after it."""
    if not _is_encrypted(url):
        raise SourceUnavailable(f"{url} is not encrypted")
    request = Request(url, headers={"User-Agent": "clipiqa-desktop"} | ({"Range": f"bytes={start}-"} if start else {}))
    try:
        answer: HTTPResponse = urlopen(request, timeout=TIMEOUT_S, context=trusted())
    except HTTPError as refusal:
        refusal.close()
        if refusal.code == 416 and start:
            return None
        raise SourceUnavailable(f"{url} answered {refusal.code} {refusal.reason}") from refusal
    except (OSError, HTTPException) as trouble:
        raise _unreachable(url, trouble) from trouble
    if not _is_encrypted(answer.url):
        answer.close()
        raise SourceUnavailable(f"{url} leads to an unencrypted address")
    return answer


def trusted() -> ssl.SSLContext:
    """Trusts whom this computer trusts, also where Python was built on one that keeps its certificates elsewhere."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _is_encrypted(url: str) -> bool:
    """Whether nobody on the way can listen; plain http to this very machine counts."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"})


def _read(answer: HTTPResponse) -> bytes:
    try:
        return answer.read(CHUNK_BYTES)
    except (OSError, HTTPException) as trouble:
        raise _ConnectionBroken from trouble


def _unreachable(url: str, trouble: Exception) -> SourceUnavailable:
    why = re.sub(r"^\[\w+ -?\d+\] ", "", str(getattr(trouble, "reason", trouble)))  # "[Errno 111] Connection refused"
    return SourceUnavailable(f"{url} cannot be reached ({why})")


def _disk_sentence(folder: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk that holds {folder} is full: make room and press Download again, it goes on where it stopped."
    return f"The weights cannot be written to {folder} ({error.strerror}): make that folder writable and try again."


def _record_of(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _digest(path: Path) -> str:
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_digest(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", text) is not None
