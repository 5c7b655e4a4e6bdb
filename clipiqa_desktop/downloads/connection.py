"""One connection to a source: encrypted, through the proxy that the system or the environment names."""

import re
import ssl
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, getproxies, proxy_bypass, urlopen

from clipiqa_desktop.downloads.failures import ConnectionBroken, SourceUnavailable

TIMEOUT_S = 30.0
CHUNK_BYTES = 256 * 1024

_BEYOND_ITS_END = 416
_WANTS_A_NAME = "407"


def opened(url: str, start: int) -> HTTPResponse | None:
    """Asks for the file from byte `start` on; None when the server says that nothing comes after it.

    Raises SourceUnavailable.
    """
    if not _is_encrypted(url):
        raise SourceUnavailable(f"{place(url)} is not encrypted")
    request = Request(url, headers={"User-Agent": "clipiqa-desktop"} | ({"Range": f"bytes={start}-"} if start else {}))
    try:
        answer: HTTPResponse = urlopen(request, timeout=TIMEOUT_S, context=trusted())
    except HTTPError as refusal:
        refusal.close()
        if refusal.code == _BEYOND_ITS_END and start:
            return None
        if str(refusal.code) == _WANTS_A_NAME:
            raise unreachable(url, OSError(f"{refusal.code} {refusal.reason}")) from refusal
        raise SourceUnavailable(f"{place(url)} answered {refusal.code} {refusal.reason}") from refusal
    except (OSError, HTTPException) as trouble:
        raise unreachable(url, trouble) from trouble
    if not _is_encrypted(answer.url):
        answer.close()
        raise SourceUnavailable(f"{place(url)} leads to an unencrypted address")
    return answer


def read(answer: HTTPResponse) -> bytes:
    """The next bytes, none at the end. Raises ConnectionBroken."""
    try:
        return answer.read(CHUNK_BYTES)
    except (OSError, HTTPException) as trouble:
        raise ConnectionBroken from trouble


def unreachable(url: str, trouble: Exception) -> SourceUnavailable:
    """The error to raise where no answer came, with what stood in the way."""
    why = re.sub(r"^\[\w+ -?\d+\] ", "", str(getattr(trouble, "reason", trouble)))  # "[Errno 111] Connection refused"
    proxy = _proxy(url)
    through = f" through the proxy {proxy}" if proxy else ""
    if proxy and _WANTS_A_NAME in why:
        why += ", so put name and password into HTTPS_PROXY, as in http://NAME:PASSWORD@HOST:PORT"
    return SourceUnavailable(f"{place(url)} cannot be reached{through} ({why})")


def place(url: str) -> str:
    """The computer that is asked, for sentences: whole addresses are long, and nobody reads them."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _proxy(url: str) -> str:
    """Host and port of the proxy that is asked for this address, without name and password; empty for none."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return ""
    return getproxies().get(parts.scheme, "").rpartition("//")[2].rpartition("@")[2].rstrip("/")


def trusted() -> ssl.SSLContext:
    """Trusts whom this computer trusts, also where Python was built on one that keeps its certificates elsewhere."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _is_encrypted(url: str) -> bool:
    """Whether nobody on the way can listen; plain http to this very machine counts."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"})
