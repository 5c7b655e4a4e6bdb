"""XMP sidecars, through which marks reach Lightroom, Bridge, Capture One, darktable and digiKam."""

import threading
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import TypeVar
from unicodedata import normalize

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files import atomic_file
from clipiqa_desktop.files.questions import is_same
from clipiqa_desktop.files.regular_file import TooLarge, is_regular
from clipiqa_desktop.photos.formats import is_photograph, is_raw
from clipiqa_desktop.photos.label_names import LIGHTROOM_NAMES
from clipiqa_desktop.photos.packet import EMPTY, SidecarState, marked, state_of
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_edit import UnsafeEdit
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.photos.xmp_tree import LARGEST, NotXmp

__all__ = [
    "LIGHTROOM_NAMES",
    "MalformedSidecar",
    "SidecarOptions",
    "SidecarState",
    "UnusableSidecar",
    "XmpMarks",
    "find_sidecar",
    "read_sidecar",
    "sidecar_names",
    "sidecar_owner",
    "sidecar_owners",
    "sidecar_path",
    "write_sidecar",
]

_Result = TypeVar("_Result")
_ATTEMPTS = 5
_DEFAULTS = SidecarOptions()

# without it two threads marking one photograph could each lose what the other wrote
_writing = threading.Lock()


class UnusableSidecar(UserError):
    """A sidecar that could not be read or written and is as it was; the text says why and what to do."""


class MalformedSidecar(UnusableSidecar):
    """A sidecar that is not sound XMP."""


def sidecar_names(
    photo: Path, options: SidecarOptions = _DEFAULTS, beside: Container[str] | None = None
) -> Iterator[str]:
    """Every name that the photograph's sidecar can have: in the chosen style first, in small letters first.

    Where X is a photograph itself, X.xmp is not the sidecar of X.jpg. Where a twin has the same name in another Unicode
    form, that form is the twin's. `beside` are the names in the folder, which is asked itself where they are not given.
    """
    is_of_another = is_photograph(photo.stem) and _is_beside(photo, beside)
    stems = [photo.name, *([] if is_of_another else [photo.stem])]
    stems = stems if options.full_name else stems[::-1]
    has_twin = _has_twin(photo, beside)
    written = (form for stem in stems for form in ([stem] if has_twin else _forms(stem)))
    return (f"{stem}.{''.join(letters)}" for stem in written for letters in product("xX", "mM", "pP"))


def _is_beside(photo: Path, beside: Container[str] | None) -> bool:
    """Whether the photograph's stem is the whole name of a file in its folder."""
    if beside is None:
        return any(is_regular(photo.with_name(form)) for form in _forms(photo.stem))
    return any(form in beside for form in _forms(photo.stem))


def _has_twin(photo: Path, beside: Container[str] | None) -> bool:
    others = [form for form in _forms(photo.name) if form != photo.name]
    if beside is not None:
        return any(form in beside for form in others)
    return any(is_regular(twin) and not is_same(twin, photo) for twin in map(photo.with_name, others))


def _forms(name: str) -> Iterable[str]:
    """The name as it is written here, and as other systems write the same characters."""
    return dict.fromkeys((name, *(() if name.isascii() else (normalize("NFC", name), normalize("NFD", name)))))


def sidecar_owners(photo: Path, companions: Iterable[Path] = ()) -> list[Path]:
    """The files of one shot that its sidecar may be named after, in the order of looking: a RAW before its JPEG."""
    files = [each for each in companions if is_photograph(each.name)] + [photo]
    return sorted(files, key=lambda file: not is_raw(file.name))


def sidecar_owner(photo: Path, companions: Iterable[Path] = (), options: SidecarOptions = _DEFAULTS) -> Path:
    """The file of the shot that has the sidecar, or else the one that it would be named after."""
    files = sidecar_owners(photo, companions)
    return next((file for file in files if find_sidecar(file, options)), files[0])


def find_sidecar(photo: Path, options: SidecarOptions = _DEFAULTS) -> Path | None:
    """The photograph's sidecar, by either style of name and in any letter case of its suffix."""
    paths = (photo.with_name(name) for name in sidecar_names(photo, options))
    # never raises, as it would for a name too long to bear the suffix
    return next((path for path in paths if is_regular(path)), None)


def sidecar_path(photo: Path, options: SidecarOptions = _DEFAULTS) -> Path:
    """Where the photograph's marks are written: the sidecar it has, or else the one it would get."""
    return find_sidecar(photo, options) or photo.with_name(next(sidecar_names(photo, options)))


def read_sidecar(path: Path, options: SidecarOptions = _DEFAULTS) -> SidecarState:
    """What the sidecar says. Raises MalformedSidecar, or UnusableSidecar where the disk does not deliver it."""
    try:
        status = path.stat()
        stored = _contents(path) or b""
    except OSError as error:
        raise UnusableSidecar(f'The sidecar "{path.name}" could not be read ({error.strerror}).') from error
    return _sound(path, lambda: state_of(stored, status, options))


def write_sidecar(photo: Path, marks: XmpMarks, options: SidecarOptions, now: datetime) -> Path:
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


def _write(path: Path, marks: XmpMarks, options: SidecarOptions, now: datetime) -> None:
    for _ in range(_ATTEMPTS):
        old = _contents(path)
        if old is None and marks.with_defaults() == XmpMarks().with_defaults():
            return
        new = _marked(path, EMPTY if old is None else old, marks, options, now)
        if new == old or atomic_file.replace(path, old, new):
            return
    raise UnusableSidecar(f'The sidecar "{path.name}" is being changed by another program; try again when it is done.')


def _contents(path: Path) -> bytes | None:
    try:
        return atomic_file.contents(path, LARGEST)
    except TooLarge as error:
        raise _malformed(path, "is too large to be read") from error


def _marked(path: Path, stored: bytes, marks: XmpMarks, options: SidecarOptions, now: datetime) -> bytes:
    try:
        return _sound(path, lambda: marked(stored, marks, options, now))
    except UnsafeEdit as error:
        raise UnusableSidecar(f'The sidecar "{path.name}" was left as it was, because {error}.') from error


def _sound(path: Path, look: Callable[[], _Result]) -> _Result:
    try:
        return look()
    except NotXmp as error:
        raise _malformed(path, str(error)) from error


def _malformed(path: Path, what: str) -> MalformedSidecar:
    return MalformedSidecar(
        f'The sidecar "{path.name}" {what}, so it was left alone; restore it from a copy, or move it away and let'
        " your editor write it anew."
    )
