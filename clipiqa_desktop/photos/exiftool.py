"""Marks inside copies that are TIFF, DNG, HEIC or PNG files: ExifTool writes them where it is installed.

What the packet says is composed here, as for JPEG files; ExifTool puts it in its place and leaves all else as it is.
"""

import re
import shutil
import struct
import subprocess
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from clipiqa_desktop.files.regular_file import open_regular, read_regular
from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.exif import XMP
from clipiqa_desktop.photos.heif_items import items_of
from clipiqa_desktop.photos.packet import EMPTY, marked
from clipiqa_desktop.photos.sidecar import UnusableSidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions, marks_in
from clipiqa_desktop.photos.tiff_layout import place_of
from clipiqa_desktop.photos.xmp_edit import UnsafeEdit, XmpFile
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.photos.xmp_tree import LARGEST, NotXmp, encoding_of

_LIKE_TIFF = (".tif", ".tiff", ".dng")
_OTHERS = (".heic", ".heif", ".hif", ".png")
_LIMIT_S = 120.0
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>\s*")


def takes_exiftool(name: str) -> bool:
    """Whether marks get into a file of this name by ExifTool alone."""
    return name.lower().endswith((*_LIKE_TIFF, *_OTHERS))


def program() -> str | None:
    """Where ExifTool is; None where it is not installed."""
    return shutil.which("exiftool")


def coming_packet(
    photo: Path, sidecar: Path | None, marks: XmpMarks, options: SidecarOptions, now: datetime
) -> bytes | None:
    """The XMP with which this file says these marks; None where it says them already, or has none to say.

    A file without XMP gets what the sidecar says, in which there may be more than marks. Raises UnusableSidecar.
    """
    try:
        packet = _packet_in(photo, photo.name)
        if marks.with_defaults() == XmpMarks().with_defaults() and not _is_marked(packet, options):
            return None
        new = marked(_of_sidecar(sidecar) if packet is None else packet, marks, options, now)
    except (OSError, Unreadable, NotXmp, UnsafeEdit) as error:
        raise _unchanged(photo, f"its XMP cannot be used ({error})") from error
    return None if new == packet else new


def write_packet(photo: Path, packet: bytes, orientation: int | None, new: Path) -> None:
    """Writes the photograph once more, as the file `new` in its folder, with this XMP, which is read back.

    orientation: EXIF's, 1 to 8, for the kinds of file that other programs turn by it. Raises UnusableSidecar.
    """
    turn = [f"-IFD0:Orientation#={orientation}"] if orientation and photo.name.lower().endswith(_LIKE_TIFF) else []
    # names as they stand in the folder: of a path ExifTool would take "%f" for the name of the file
    words = ["-config", "", "-q", "-q", "-charset", "filename=utf8", "-o", f"./{new.name}", "-XMP<=-", *turn]
    _run([*words, f"./{photo.name}"], photo, packet)
    try:
        is_said = _properties(_packet_in(new, photo.name)) == _properties(packet)
    except (OSError, Unreadable, NotXmp) as error:
        raise _unchanged(photo, f"what ExifTool wrote cannot be read back ({error})") from error
    if not is_said:
        raise _unchanged(photo, "what ExifTool wrote reads back differently")


def _run(words: list[str], photo: Path, packet: bytes) -> None:
    try:
        done = subprocess.run(
            [program() or "exiftool", *words],
            input=packet,
            capture_output=True,
            cwd=photo.parent,
            timeout=_LIMIT_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise _unchanged(photo, "ExifTool did not end in two minutes") from error
    except OSError as error:
        raise _unchanged(photo, f"ExifTool cannot be started ({error.strerror})") from error
    if done.returncode:
        raise _unchanged(photo, f"ExifTool refused it ({_reason(done.stderr)})")


def _reason(said: bytes) -> str:
    """`DNG Version 1.7.0.0 not yet tested` of what ExifTool said first."""
    first = next(iter(said.decode("utf-8", "replace").splitlines()), "")
    return re.sub(r"^Error: |\[minor\] | - \./.*$", "", first)[:200].strip() or "without a word"


def _unchanged(photo: Path, reason: str) -> UnusableSidecar:
    return UnusableSidecar(f'No marks were written into the copy "{photo.name}": {reason}.')


def _packet_in(photo: Path, name: str) -> bytes | None:
    """The XMP inside a file of the kind that this name tells. Raises OSError and Unreadable."""
    if name.lower().endswith(".png"):
        with opened(photo) as picture:
            return (picture.said.xmp or b"").strip(b"\0") or None
    read = _in_tiff if name.lower().endswith(_LIKE_TIFF) else _in_heic
    with open_regular(photo) as file:
        try:
            return read(file).strip(b"\0") or None
        except (struct.error, LookupError, ValueError, StopIteration):  # not built as its name says
            return None


def _in_tiff(file: BinaryIO) -> bytes:
    found = place_of(file, XMP)
    return _piece(file, *found) if found else b""


def _in_heic(file: BinaryIO) -> bytes:
    items = items_of(file)
    said = (b"".join(_piece(file, at.start, at.length) for at in items.places(item)) for item in items.descriptions)
    return next((packet for packet in said if b"RDF" in packet), b"")


def _piece(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(min(length, LARGEST + 1))


def _of_sidecar(sidecar: Path | None) -> bytes:
    """What it says without the line about its characters, which may not stand inside another file."""
    if sidecar is None:
        return EMPTY
    stored = read_regular(sidecar, LARGEST)
    return _DECLARATION.sub("", encoding_of(stored).decode(stored), count=1).encode()


def _is_marked(packet: bytes | None, options: SidecarOptions) -> bool:
    said = XmpFile(packet).properties() if packet else {}
    return marks_in(said, options).with_defaults() != XmpMarks().with_defaults()


def _properties(packet: bytes | None) -> object:
    return XmpFile(packet).properties() if packet else None
