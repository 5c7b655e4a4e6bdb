"""XMP sidecars, through which marks reach Lightroom, Bridge, Capture One, darktable and digiKam."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.photos import atomic
from clipiqa_desktop.photos.marks import Flag, Label, Marks
from clipiqa_desktop.photos.sidecar_fields import LIGHTROOM_NAMES, SidecarOptions, changes, marks_in
from clipiqa_desktop.photos.xmp_edit import UnsafeEdit, XmpFile
from clipiqa_desktop.photos.xmp_tree import NotXmp

__all__ = [
    "LIGHTROOM_NAMES",
    "Flag",
    "Label",
    "MalformedSidecar",
    "Marks",
    "SidecarOptions",
    "SidecarState",
    "UnusableSidecar",
    "find_sidecar",
    "read_sidecar",
    "sidecar_names",
    "sidecar_path",
    "write_sidecar",
]

_EMPTY = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="CLIP-IQA Desktop">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"/>
 </rdf:RDF>
</x:xmpmeta>
"""
_LARGEST = 16 << 20
_ATTEMPTS = 5
_DEFAULTS = SidecarOptions()

# without it two threads marking one photograph could each lose what the other wrote
_writing = threading.Lock()


class UnusableSidecar(UserError):
    """A sidecar that could not be read or written and is as it was; the text says why and what to do."""


class MalformedSidecar(UnusableSidecar):
    """A sidecar that is not sound XMP."""


@dataclass(frozen=True)
class SidecarState:
    """What a sidecar says, and from when.

    modified, file_modified: seconds since 1970; the former is what the file says of itself (`xmp:MetadataDate`), or
    else the latter, what the disk says. digest: of all its bytes.
    """

    marks: Marks
    modified: float
    file_modified: float
    digest: str


def sidecar_names(photo: Path, options: SidecarOptions = _DEFAULTS) -> Iterator[str]:
    """Every name that the photograph's sidecar can have: in the chosen style first, in small letters first."""
    stems = (photo.name, photo.stem) if options.full_name else (photo.stem, photo.name)
    return (f"{stem}.{''.join(letters)}" for stem in stems for letters in product("xX", "mM", "pP"))


def find_sidecar(photo: Path, options: SidecarOptions = _DEFAULTS) -> Path | None:
    """The photograph's sidecar, by either style of name and in any letter case of its suffix."""
    paths = (photo.with_name(name) for name in sidecar_names(photo, options))
    return next((path for path in paths if path.is_file()), None)


def sidecar_path(photo: Path, options: SidecarOptions = _DEFAULTS) -> Path:
    """Where the photograph's marks are written: the sidecar it has, or else the one it would get."""
    return find_sidecar(photo, options) or photo.with_name(next(sidecar_names(photo, options)))


def read_sidecar(path: Path, options: SidecarOptions = _DEFAULTS) -> SidecarState:
    """What the sidecar says. Raises MalformedSidecar, or UnusableSidecar where the disk does not deliver it."""
    try:
        file_modified = path.stat().st_mtime
        stored = atomic.contents(path, _LARGEST + 1) or b""
    except OSError as error:
        raise UnusableSidecar(f'The sidecar "{path.name}" could not be read ({error.strerror}).') from error
    said = _opened(path, stored).said()
    modified = _seconds(said.get("xmp:MetadataDate", []))
    return SidecarState(
        marks=marks_in(said, options),
        modified=file_modified if modified is None else modified,
        file_modified=file_modified,
        digest=hashlib.sha256(stored).hexdigest(),
    )


def write_sidecar(photo: Path, marks: Marks, options: SidecarOptions, now: datetime) -> Path:
    """Let the photograph's sidecar say `marks`, and leave what is None in them and everything else as it is.

    No file is written where that changes nothing; a photograph without any mark gets no sidecar. Raises
    MalformedSidecar, or UnusableSidecar where the disk refuses; the sidecar is then as it was.
    """
    path = sidecar_path(photo, options)
    try:
        with _writing:
            _write(path, marks, options, now)
    except OSError as error:
        raise UnusableSidecar(
            f'The sidecar "{path.name}" could not be written and is as it was ({error.strerror}).'
        ) from error
    return path


def _write(path: Path, marks: Marks, options: SidecarOptions, now: datetime) -> None:
    for _ in range(_ATTEMPTS):
        old = atomic.contents(path, _LARGEST + 1)
        if old is None and marks.settled() == Marks().settled():
            return
        new = _marked(path, _EMPTY if old is None else old, marks, options, now)
        if new == old or atomic.replace(path, old, new):
            return
    raise UnusableSidecar(f'The sidecar "{path.name}" is being changed by another program; try again when it is done.')


def _marked(path: Path, stored: bytes, marks: Marks, options: SidecarOptions, now: datetime) -> bytes:
    xmp = _opened(path, stored)
    changed = changes(xmp.said(), marks, options)
    if not changed:
        return stored
    try:
        return xmp.changed(changed | {"xmp:MetadataDate": now.astimezone().isoformat(timespec="seconds")})
    except UnsafeEdit as error:
        raise UnusableSidecar(f'The sidecar "{path.name}" was left as it was, because {error}.') from error


def _opened(path: Path, stored: bytes) -> XmpFile:
    try:
        if len(stored) > _LARGEST:
            raise NotXmp("is too large to be read")  # noqa: TRY301
        return XmpFile(stored)
    except NotXmp as error:
        raise MalformedSidecar(
            f'The sidecar "{path.name}" {error}, so it was left alone; restore it from a copy, or move it away and let'
            " your editor write it anew."
        ) from error


def _seconds(dates: list[tuple[str, ...]]) -> float | None:
    try:
        return datetime.fromisoformat(dates[0][0].strip()).timestamp()
    except (IndexError, ValueError, OverflowError, OSError):
        return None
