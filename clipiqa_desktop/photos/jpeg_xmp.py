"""Marks inside a JPEG: its own XMP packet, written where the person asks for it, with every pixel as it was."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

from clipiqa_desktop.files import atomic_file
from clipiqa_desktop.files.regular_file import open_regular, read_regular
from clipiqa_desktop.photos.jpeg_segments import NoRoom, NotJpeg, with_xmp, xmp_of
from clipiqa_desktop.photos.packet import EMPTY, SidecarState, marked, state_of
from clipiqa_desktop.photos.sidecar import MalformedSidecar, UnusableSidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_edit import UnsafeEdit
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.photos.xmp_tree import NotXmp

_DEFAULTS = SidecarOptions()
_HEAD, _TAIL = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n', b'<?xpacket end="w"?>'
_ROOM = (b" " * 99 + b"\n") * 20
_NEW = _HEAD + EMPTY + _ROOM + _TAIL


def holds_xmp(name: str) -> bool:
    """Whether a file of this name is a JPEG, in which marks can be embedded."""
    return name.lower().endswith((".jpg", ".jpeg", ".jpe", ".jfif"))


def read_embedded(photo: Path, options: SidecarOptions = _DEFAULTS) -> SidecarState:
    """What the JPEG's own XMP says; nothing where it has none. Raises MalformedSidecar or UnusableSidecar."""
    with _explained(photo), open_regular(photo) as file:
        status = os.fstat(file.fileno())
        packet = xmp_of(file)
        return state_of(EMPTY if packet is None else packet, status, options)


def embed_marks(photo: Path, marks: XmpMarks, options: SidecarOptions, now: datetime) -> None:
    """Let the JPEG itself say `marks`, and leave what is None in them, all its pixels and everything else as it is, its
    owner, attributes and times too where the system lets us.

    The file is not written where that changes nothing. Raises MalformedSidecar, or UnusableSidecar where it cannot be
    done; the photograph is then as it was.
    """
    with _explained(photo):
        _embed(photo, marks, options, now)


def coming_packet(photo: Path, marks: XmpMarks, options: SidecarOptions, now: datetime) -> bytes | None:
    """The XMP that `embed_marks` will write into this JPEG; None where it will write nothing. Raises as it does."""
    with _explained(photo), open_regular(photo) as file:
        return _packet(xmp_of(file), marks, options, now)


@contextmanager
def _explained(photo: Path) -> Iterator[None]:
    """Turns whatever goes wrong into a sentence about this photograph."""
    try:
        yield
    except NotJpeg as error:
        raise MalformedSidecar(f'The photograph "{photo.name}" {error}, so its marks were left alone.') from error
    except NotXmp as error:
        raise MalformedSidecar(f'The XMP in the photograph "{photo.name}" {error}, so it was left alone.') from error
    except OSError as error:
        raise _unchanged(photo, f"the disk refused ({error.strerror})") from error
    except (NoRoom, UnsafeEdit) as error:
        raise _unchanged(photo, str(error)) from error


def _unchanged(photo: Path, reason: str) -> UnusableSidecar:
    return UnusableSidecar(f'The photograph "{photo.name}" was left as it was, because {reason}.')


def _embed(photo: Path, marks: XmpMarks, options: SidecarOptions, now: datetime) -> None:
    with open_regular(photo) as file:
        old = xmp_of(file)
    packet = _packet(old, marks, options, now)
    if packet is None:
        return
    if photo.stat().st_nlink > 1:
        raise _unchanged(photo, "the same file has another name elsewhere (a hard link), from which it would be parted")
    jpeg = read_regular(photo, atomic_file.LARGEST)
    if xmp_of(BytesIO(jpeg)) != old or not atomic_file.replace(photo, jpeg, with_xmp(jpeg, packet), keep_times=True):
        raise _unchanged(photo, "it is being changed by another program")


def _packet(old: bytes | None, marks: XmpMarks, options: SidecarOptions, now: datetime) -> bytes | None:
    if old is None and marks.with_defaults() == XmpMarks().with_defaults():
        return None
    before = _NEW if old is None else old
    packet = _fitted(marked(before, marks, options, now), len(before))
    return None if packet == before else packet


def _fitted(packet: bytes, size: int) -> bytes:
    """The packet in its old size, as far as the white space before its end allows; that is what it is there for."""
    body, tail, rest = packet.rpartition(b"<?xpacket end")
    room = len(body) - len(body.rstrip(b" \r\n\t"))
    missing = size - len(packet)
    if not tail or missing == 0 or room + missing < 1:
        return packet
    end = body[-1:]
    return body[: len(body) - 1 + min(missing, 0)] + b" " * max(missing, 0) + end + tail + rest
