"""Takes back what a move that was killed had brought of a photograph that the catalog still has at its old place.

The next move may be to another folder or under other names, and would leave a second copy behind.
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.identity.arrivals import Arrival
from clipiqa_desktop.culling.export.files import is_same, put
from clipiqa_desktop.culling.export.own_changes import differ_in_ours_alone
from clipiqa_desktop.files.questions import is_folder

_log = logging.getLogger(__name__)


def take_half_moves_back(catalog: Catalog) -> list[tuple[Path, str]]:
    """Answers the photographs that lie at their old places alone again, or still at both, each with a sentence.

    What lies on a disk that is not there now waits for it.
    """
    told = []
    for photo_id, arrivals in catalog.arrivals.all().items():
        if not all(is_folder(each.path.parent) and is_folder(each.target.parent) for each in arrivals):
            continue
        came = [each for each in arrivals if os.path.lexists(each.target)]
        stay = [each for each in came if _reason_to_stay(catalog, photo_id, each)]
        if not stay:
            stay = [each for each in came if not _taken_back(each)]
        _forget_found(catalog, photo_id, [each for each in came if each not in stay])
        catalog.arrivals.forget(photo_id)
        if came:
            told.append((arrivals[0].path, _sentence(arrivals[0].target.parent, stay)))
            _log.warning("%s: %s", displayable_name(str(told[-1][0])), told[-1][1])
    return told


def _sentence(folder: Path, stay: Sequence[Arrival]) -> str:
    begun = f"Its move to {displayable_name(str(folder))} was interrupted"
    if not stay:
        return f"{begun}: it lies at its old place again."
    names = ", ".join(displayable_name(each.target.name) for each in stay)
    return f"{begun}: it lies at its old place, and what was changed since stays there too, as {names}."


def _reason_to_stay(catalog: Catalog, photo_id: int, arrival: Arrival) -> bool:
    """Whether somebody has changed what was brought, or marked what a walk found there."""
    path, target = arrival.path, arrival.target
    found = catalog.photos.at(target)
    if found is not None and (found == photo_id or catalog.arrivals.is_marked(found)):
        return True
    try:
        if not os.path.lexists(path) or not target.stat().st_size:
            return False  # without hard links it is moved itself, or its name is taken first
        return not (is_same(path, target, lambda _count: None) or differ_in_ours_alone(path, target))
    except OSError:
        return True


def _taken_back(arrival: Arrival) -> bool:
    try:
        if os.path.lexists(arrival.path):
            arrival.target.unlink()
        else:
            put(arrival.target, arrival.path)
    except OSError as error:
        _log.warning("%s stays: %s", displayable_name(str(arrival.target)), error.strerror)
        return False
    return True


def _forget_found(catalog: Catalog, photo_id: int, arrivals: Sequence[Arrival]) -> None:
    """What a walk may have found of them is gone, and nothing that was exported lies there."""
    targets = [each.target for each in arrivals]
    found = set(catalog.photos.all_at(targets).values()) - {photo_id}
    catalog.relocation.set_gone(found, gone=True)
    catalog.exported.forget(targets)
