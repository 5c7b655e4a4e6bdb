"""From whatever a library raised to one sentence that a photographer can act on."""

import errno
import os
import re
import stat
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from clipiqa_desktop.files.questions import is_link
from clipiqa_desktop.files.regular_file import NotRegular, open_regular
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.heif_layout import DAMAGED
from clipiqa_desktop.photos.tiff_kinds import refusal

EMPTY = "The file is empty (0 bytes)."
ENDS_EARLY = "The file ends too early: it was only partly copied. Copy it from the card again."
UNKNOWN = "This is not a photograph in any format that this program knows."
UNKNOWN_RAW = "This RAW file is damaged, or of a camera too new for this program; convert it to DNG to use it here."
CRASHED = "The decoder crashed on this file: it is most probably damaged. Copy it from the card again."
TAKES_TOO_LONG = "It would take far too long to unfold: it is damaged, or was made to keep programs busy."
NO_MEMORY = "There is not enough free memory to open it. Close other programs and try again."

_NO_FILE = "This is a device or a pipe, not a photograph, although it is named like one."
_EARLY_ENDS = re.compile(
    r"truncated|not enough|unexpected end|end of file|no more data|not fully|incomplete|buffer overrun", re.IGNORECASE
)
_RARE = re.compile(
    r"unsupported|not supported|not available|not implemented|not yet|cannot handle|unknown|illegal|"
    r"(bad|invalid) mode",
    re.IGNORECASE,
)
_NO_MEMORY = re.compile(r"(insufficient|out of|not enough) memory|memory allocation", re.IGNORECASE)
_NOT_RAW = ("Unsupported file format or not RAW file", "Input/output error")
_LOSSLESS_FRAMES = (0xC3, 0xC7, 0xCB, 0xCF)
_STRANGERS = {
    b"%PDF": "This is a PDF document, not a photograph.",
    b"PK\x03\x04": "This is a ZIP archive, not a photograph.",
    b"Rar!": "This is a RAR archive, not a photograph.",
    b"RIFF": "This is an audio or video file, or a damaged WebP.",
    b"8BPS": "This is a Photoshop document; export it as TIFF or JPEG to use it here.",
    b"\x00\x00\x00\x0cJXL ": "This is a JPEG XL file, which is not supported; convert it to JPEG, PNG or TIFF.",
    b"\xff\x0a": "This is a JPEG XL file, which is not supported; convert it to JPEG, PNG or TIFF.",
    b"\x00\x00\x00\x0cjP  ": "This is a JPEG 2000 file, which is not supported; convert it to JPEG, PNG or TIFF.",
}
_FAMILIES = {
    b"\xff\xd8": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
_RAWS = (b"II*\x00", b"MM\x00*", b"IIRO", b"IIRS", b"MMOR", b"IIU\x00", b"FUJIFILM", b"FOVb", b"\x00MRM", b"II\x1a\x00")
_MOVIES = (b"qt  ", b"isom", b"mp41", b"mp42", b"M4V ", b"avc1")


def require_file(path: Path) -> None:
    """Raises Unreadable for an empty file and for what is no file at all; OSError where it cannot even be asked."""
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise Unreadable("This is a folder, not a photograph, although it is named like one.")
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable(_NO_FILE)
    if state.st_size == 0:
        raise Unreadable(EMPTY)


def too_many_pixels(pixels: int, limit: int) -> str:
    """The sentence for a picture of `pixels` where `limit` are allowed."""
    few, many = f"{limit / 1e6:,.0f}", f"{pixels / 1e6:,.0f}"
    return f"It would unfold to {many} megapixels, more than the {few} this program opens; save it smaller."


def reason(error: Exception, path: Path) -> str:
    """One sentence that says why the file at `path` failed with `error`; never raises."""
    if isinstance(error, OSError) and error.errno is not None:
        return _of_link(error) if is_link(path) else _of_system(error)
    if isinstance(error, MemoryError) or _NO_MEMORY.search(_words(error)):
        return NO_MEMORY
    if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning)):
        return _of_bomb(error)
    return _of_decoder(error, _head(path), path)


def unidentified(head: bytes, path: Path) -> str:
    """The sentence for a file that no decoder took, told from its first bytes."""
    if not head.strip(b"\0"):
        return "The file holds nothing but zeros: it was never fully written. Copy it from the card again."
    if _is_text(head):
        return f"This is text, not a photograph, although it is named {path.suffix}."
    for signature, sentence in _STRANGERS.items():
        if head.startswith(signature):
            return sentence
    if is_raw(path.name) and (head.startswith(_RAWS) or head[4:12] == b"ftypcrx "):
        return UNKNOWN_RAW
    return _of_container(head) or _of_jpeg(head) or _unusual_tiff(path) or _of_family(head) or UNKNOWN


def _of_decoder(error: Exception, head: bytes, path: Path) -> str:
    words = _words(error)
    if isinstance(error, EOFError) or _EARLY_ENDS.search(words):
        return _damaged(head, path) if _has_its_end(head, path) else ENDS_EARLY
    if _is_cut(head, path):
        return ENDS_EARLY
    if isinstance(error, UnidentifiedImageError) or words in _NOT_RAW:
        return unidentified(head, path)
    unusual = _unusual_tiff(path) if "raw mode" in words else None
    return _of_jpeg(head) or unusual or (_rare(head, path) if _RARE.search(words) else _damaged(head, path))


def _damaged(head: bytes, path: Path) -> str:
    kind = _kind(head, path)
    return f"The picture in this {kind} is damaged: some of its data is lost or wrong. Copy it from the card again."


def _rare(head: bytes, path: Path) -> str:
    return (
        f"This is a rare kind of {_kind(head, path)} that this program cannot read, or it is damaged; save it as JPEG "
        "or TIFF to use it here."
    )


def _kind(head: bytes, path: Path) -> str:
    """What to call the file: `JPEG file`."""
    if is_raw(path.name):
        return "RAW file"
    brand = "HEIC or AVIF" if head[4:8] == b"ftyp" else "WebP" if head[8:12] == b"WEBP" else _family(head)
    return f"{brand} file" if brand else "file"


def _has_its_end(head: bytes, path: Path) -> bool:
    """Whether the file has what its kind ends with, so that what is missing was not lost at the end."""
    ends = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82", "GIF": b"\0;"}
    end = ends.get(_family(head) or "")
    return end is not None and end in _tail(path)


def _is_cut(head: bytes, path: Path) -> bool:
    """Whether the file lacks an end that its kind always has, or is shorter than it says itself."""
    if head[8:12] == b"WEBP":
        return int.from_bytes(head[4:8], "little") + 8 > _length(path)
    return _family(head) == "PNG" and not _has_its_end(head, path)


def _of_link(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "This is a link that leads back to itself."
    if isinstance(error, FileNotFoundError):
        return "This is a link to a file that is not there now."
    return _of_system(error)


def _of_system(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "The file is no longer there."
        case NotRegular():
            return _NO_FILE
        case PermissionError():
            return "The file may not be opened: its permissions forbid reading it."
        case _:
            return f"The disk could not deliver the file ({error.strerror})."


def _of_bomb(error: Exception) -> str:
    pixels = re.search(r"\((\d+) pixels\)", str(error))
    return too_many_pixels(int(pixels[1]) if pixels else 0, Image.MAX_IMAGE_PIXELS or 0)


def _of_container(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    if head[8:12] in _MOVIES:
        return "This is a film, not a photograph."
    return DAMAGED


def _unusual_tiff(path: Path) -> str | None:
    try:
        with open_regular(path) as file:
            return refusal(file)
    except OSError:
        return None


def _of_jpeg(head: bytes) -> str | None:
    marker, bits = _jpeg_frame(head)
    kind = f"{bits}-bit" if 8 < bits <= 16 else "lossless" if marker in _LOSSLESS_FRAMES else None
    return kind and f"Its colour data is {kind} JPEG, which is not supported; convert it to ordinary JPEG or TIFF."


def _of_family(head: bytes) -> str | None:
    family = _family(head)
    return family and f"It begins like a {family} file but is damaged. Copy it from the card again."


def _family(head: bytes) -> str | None:
    return next((name for signature, name in _FAMILIES.items() if head.startswith(signature)), None)


def _jpeg_frame(head: bytes) -> tuple[int, int]:
    """Marker and bits per sample of a JPEG's frame header; zeros where there is none."""
    at = 2 if head.startswith(b"\xff\xd8") else len(head)
    while at + 4 < len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return marker, head[at + 4]
        at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return 0, 0


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        text = head[:400].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum(c.isprintable() or c.isspace() for c in text) == len(text) and not head.startswith(tuple(_FAMILIES))


def _head(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            return file.read(1 << 16)
    except OSError:
        return b""


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _tail(path: Path) -> bytes:
    """The last bytes; cameras and programs may write a few more behind the end of a picture."""
    try:
        with open_regular(path) as file:
            file.seek(max(file.seek(0, os.SEEK_END) - 64, 0))
            return file.read()
    except OSError:
        return b""


def _words(error: Exception) -> str:
    """The library's own words, short; LibRaw says its own in bytes. They say to a person less than to us."""
    said = error.args[0] if error.args else ""
    text = said.decode("latin-1") if isinstance(said, bytes) else str(said)
    return text.split("\n")[0].strip(" .")[:80]
