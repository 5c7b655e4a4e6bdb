"""Moved photographs go back to where they came from: a move like any other, never over a file that is there now."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export.exporting import export
from clipiqa_desktop.culling.export.options import EXPORTED, FAILED, ExportOptions, Progress, Result
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.file_names import shot_stem


@dataclass(frozen=True)
class Moved:
    """A photograph that was moved, and where it lay."""

    photo_id: int
    photo: Path


@dataclass
class Returned:
    """Those that lie where they lay again, and what the person should know of these or of the others."""

    done: list[Moved] = field(default_factory=list)
    remarks: list[tuple[Path, str]] = field(default_factory=list)


def moved_by(result: Result) -> list[Moved]:
    """What an export moved."""
    return [Moved(each.photo_id, each.photo) for each in result.of(EXPORTED)]


def move_back(
    catalog: Catalog,
    moved: Sequence[Moved],
    progress: Callable[[Progress], None] = lambda _progress: None,
    cancelled: Callable[[], bool] = lambda: False,
    made: Sequence[Path] = (),
) -> Returned:
    """Moves each with all its files to its old folder, under its old name if that is free. Never raises UserError.

    `made`: the folders that the move made, which go where they are left empty.
    """
    returned = Returned()
    for folder, those in _by_folder(moved).items():
        there = _there(catalog, those, returned)
        if there and not cancelled():
            _move_back(catalog, folder, there, returned, progress, cancelled)
    for folder in reversed(made):
        with suppress(OSError):  # something lies in it, or it is gone already
            folder.rmdir()
    return returned


def _move_back(
    catalog: Catalog,
    folder: Path,
    moved: Sequence[Moved],
    returned: Returned,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> None:
    old_names = {each.photo_id: shot_stem(each.photo.name) for each in moved}
    options = ExportOptions(folder, "move", returning=True, names=lambda _catalog, _ids, _taken: old_names)
    silent = SidecarSettings(mode="off")
    by_id = {each.photo_id: each for each in moved}
    try:
        result = export(catalog, by_id, options, silent, progress, cancelled)
    except UserError as error:
        returned.remarks += [(each.photo, str(error)) for each in moved]
        return
    back = [by_id[each.photo_id] for each in result.outcomes if each.state != FAILED]
    returned.done += back
    returned.remarks += result.reasons
    names = {photo_id: path.name for photo_id, path in catalog.photos.paths(each.photo_id for each in back).items()}
    for each in back:
        if names.get(each.photo_id) not in {None, each.photo.name}:
            name = displayable_name(names[each.photo_id])
            returned.remarks.append((each.photo, f"It is called {name} now: {_why(each)}."))


def _why(moved: Moved) -> str:
    is_taken = os.path.lexists(moved.photo)
    return "something else has its name" if is_taken else "it was moved under that name"


def _by_folder(moved: Iterable[Moved]) -> dict[Path, list[Moved]]:
    folders: dict[Path, list[Moved]] = {}
    for each in moved:
        folders.setdefault(each.photo.parent, []).append(each)
    return folders


def _there(catalog: Catalog, moved: Sequence[Moved], returned: Returned) -> list[Moved]:
    """Those that are where the catalog knows them; the others are remarked on."""
    paths = catalog.photos.paths(each.photo_id for each in moved)
    there = [each for each in moved if each.photo_id in paths and os.path.isfile(paths[each.photo_id])]  # noqa: PTH113
    gone = [each for each in moved if each not in there]
    returned.remarks += [(each.photo, "It is not where it was moved to any more.") for each in gone]
    return there
