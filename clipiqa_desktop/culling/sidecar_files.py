"""Writes marks where other programs find them, and takes in what those programs changed meanwhile."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path, PurePath

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.links import Outside
from clipiqa_desktop.culling.mark_places import EmbeddedPlace, SidecarPlace, place_of
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.turning import orientation_now
from clipiqa_desktop.files.file_names import folded
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.fingerprint import fingerprint
from clipiqa_desktop.photos.formats import grouped, is_photograph, is_raw
from clipiqa_desktop.photos.sidecar import UnusableSidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks


@dataclass(frozen=True)
class Written:
    """What came of one photograph; `path` is the file that says its marks, there only where it has had any.

    problem: the sentence that says why they could not be written. warning: what the person should know although they
    were. elsewhere: says that they were written out of all added folders just now, through a link. marks_changed:
    another program had marked it meanwhile and that was taken over, so that views should repaint. holds_marks: whether
    the file says any, or that the photograph was turned.
    """

    photo_id: int
    path: Path
    problem: str = ""
    warning: str = ""
    elsewhere: str = ""
    marks_changed: bool = False
    holds_marks: bool = False

    @property
    def trouble(self) -> str:
        """All that is to be said of it; empty where there is nothing."""
        return self.problem or " ".join(filter(None, (self.warning, self.elsewhere)))


def write_marks(catalog: Catalog, photo_ids: Iterable[int], settings: SidecarSettings, now: datetime) -> list[Written]:
    """Lets the files of these photographs say their marks; what other programs changed meanwhile is taken in first.

    Never stops for a file that cannot be written. Photographs that the catalog does not know are left out.
    """
    paths = catalog.photos.paths(photo_ids)
    companions = catalog.photos.companions(paths)
    photographs_in, outside = cache(_photographs_in), Outside(catalog.folders.roots())
    written = []
    for photo_id, photo in paths.items():
        others = companions.get(photo_id, ())
        place = place_of(photo, others, settings)
        before = _status(place.path)
        result = _written(catalog, photo_id, photo, place, now)
        is_clear = settings.full_name or result.problem
        warning = "" if is_clear else _warning(place, {photo.name, *others}, photographs_in(photo.parent))
        after = _status(place.path)
        elsewhere = outside.written(place.path) if after and _is_other(before, after) else ""
        holds = after is not None and _has_marks(catalog, photo_id, place)
        written.append(replace(result, warning=warning, elsewhere=elsewhere, holds_marks=holds))
    return written


def _has_marks(catalog: Catalog, photo_id: int, place: SidecarPlace | EmbeddedPlace) -> bool:
    """A sidecar that develops a photograph need not mark it; one of a photograph that was turned says that."""
    is_turned = isinstance(place, SidecarPlace) and orientation_now(catalog, photo_id) is not None
    return is_turned or catalog.marks.of([photo_id])[photo_id] != Mark()


def _written(
    catalog: Catalog, photo_id: int, photo: Path, place: SidecarPlace | EmbeddedPlace, now: datetime
) -> Written:
    path = place.path
    try:
        changed = _write(catalog, photo_id, photo, place, now)
    except UnusableSidecar as error:
        catalog.sidecars.store_problem(photo_id, path.name, str(error))
        return Written(photo_id, path, problem=str(error))
    return Written(photo_id, path, marks_changed=changed)


def _write(catalog: Catalog, photo_id: int, photo: Path, place: SidecarPlace | EmbeddedPlace, now: datetime) -> bool:
    """Answers whether marks of another program were taken over."""
    before = _status(photo)
    if before is None:
        raise UnusableSidecar(f'The photograph "{photo.name}" is not there now; its marks are kept in the catalog.')
    changed = _take_in(catalog, photo_id, place)
    mark = catalog.marks.of([photo_id])[photo_id]
    catalog.sidecars.store_coming(photo_id, mark)
    place.write(XmpMarks(*mark.in_words(), orientation=orientation_now(catalog, photo_id)), now)
    after = _status(photo)
    if isinstance(place, EmbeddedPlace) and after and _is_other(before, after):
        with suppress(Unreadable):
            catalog.photos.store_rewriting(photo_id, _version(before), _version(after), fingerprint(photo))
    # what was written is what later changes are measured against
    return _take_in(catalog, photo_id, place) or changed


def _take_in(catalog: Catalog, photo_id: int, place: SidecarPlace | EmbeddedPlace) -> bool:
    return is_there(place.path) and catalog.sidecars.merge(photo_id, place.path.name, place.read)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _is_other(before: os.stat_result | None, after: os.stat_result) -> bool:
    return before is None or (after.st_ino, after.st_ctime_ns) != (before.st_ino, before.st_ctime_ns)


def _version(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _warning(
    place: SidecarPlace | EmbeddedPlace, shot: Collection[str], photographs: Mapping[str, Sequence[str]]
) -> str:
    """What to know where one sidecar is that of two RAW files, or of a JPEG that is kept apart from its RAW."""
    if isinstance(place, EmbeddedPlace) or not is_there(place.path):
        return ""
    names = photographs.get(folded(place.path.stem), ())
    has_raw = any(is_raw(name) for name in shot)
    jpegs = [name for name, raws in grouped(names).items() if raws and (name not in shot or not has_raw)]
    sharing = [name for name in names if is_raw(name) or name in jpegs]
    if len(sharing) < 2:
        return ""
    return (
        f'"{place.path.name}" stands for {len(sharing)} photographs, {" and ".join(sharing)}, which have to share '
        "their marks; to part them, name sidecars after the whole file name in the settings."
    )


def _photographs_in(folder: Path) -> dict[str, list[str]]:
    """The names of a folder's photographs by stem."""
    found: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 (names are all that is needed)
        if is_photograph(name):
            found.setdefault(folded(PurePath(name).stem), []).append(name)
    return found
