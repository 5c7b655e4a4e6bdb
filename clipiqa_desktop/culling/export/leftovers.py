"""Ends moves that were killed: forward, where the catalog knows of them and the last deletion at the old place is
missing, or else back.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.database.schema import LATEST_NS
from clipiqa_desktop.catalog.identity.relocation import Leftover
from clipiqa_desktop.culling.export.files import Version, is_same
from clipiqa_desktop.culling.export.half_moved import take_half_moves_back
from clipiqa_desktop.culling.export.own_changes import differ_in_ours_alone
from clipiqa_desktop.culling.export.shots import Shot
from clipiqa_desktop.culling.export.transfer import TransferResult
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.files.file_names import folded
from clipiqa_desktop.files.questions import is_folder
from clipiqa_desktop.photos.companions import Companions
from clipiqa_desktop.photos.formats import is_photograph

_log = logging.getLogger(__name__)


def finish_moves(catalog: Catalog) -> list[tuple[Path, str]]:
    """Deletes what is still to be deleted, if it holds even now what was moved, and takes back what was moved by half;
    answers what lies at its old place, and why.

    What lies on a disk that is not there now waits for it.
    """
    stays = take_half_moves_back(catalog)
    for leftover in catalog.relocation.leftovers():
        if is_folder(leftover.path.parent) and is_folder(leftover.target.parent):
            if reason := _deleted(leftover):
                stays.append((leftover.path, f"It stays at its old place although it was moved: {reason}."))
                _log.warning("%s: %s", displayable_name(str(leftover.path)), stays[-1][1])
            catalog.relocation.forget_leftovers([leftover])
    return stays


def told_of_moves(stays: Sequence[tuple[Path, str]]) -> str:
    """What `finish_moves` answers, as one sentence."""
    (path, sentence), *others = stays
    more = f" The same is so of {photographs(len(others))} more: the log names them." if others else ""
    return f"{displayable_name(path.name)}: {sentence}{more}"


def leftovers_of(shot: Shot, transferred: TransferResult, originals: Mapping[Path, Version]) -> list[Leftover]:
    """What is to be deleted once the photograph was moved; what others go by stays."""
    targets = {file.path: target for file, target in transferred.targets.items()}
    return [
        Leftover(path, targets[path], size, mtime_ns)
        for path, (_, size, mtime_ns) in originals.items()
        if path not in shot.shared
    ]


def _deleted(leftover: Leftover) -> str:
    """Deletes one; answers why it stays."""
    path, target = leftover.path, leftover.target
    try:
        if not os.path.lexists(path) or _is_one_name(path, target):
            return ""
        if reason := _reason_to_stay(leftover):
            return reason
        path.unlink()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _reason_to_stay(leftover: Leftover) -> str:
    path, target = leftover.path, leftover.target
    status = path.stat()
    is_as_it_was = (status.st_size, min(status.st_mtime_ns, LATEST_NS)) == (leftover.size, leftover.mtime_ns)
    if not (is_as_it_was or path.samefile(target)):
        return "it was changed since"
    if not (is_same(path, target, lambda _count: None) or differ_in_ours_alone(target, path)):
        return "what was moved was changed since"
    return "other photographs there go by it" if _is_needed(path) else ""


def _is_one_name(path: Path, target: Path) -> bool:
    """Whether both lead to the same entry of one folder, and not to two names of one file."""
    return folded(path.name) == folded(target.name) and path.parent.samefile(target.parent)


def _is_needed(path: Path) -> bool:
    if is_photograph(path.name):
        return False
    with suppress(OSError):
        return bool(Companions(os.listdir(path.parent)).owners(path.name))  # noqa: PTH208
    return True
