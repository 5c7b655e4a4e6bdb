"""The stacks as they were when the window was closed, so that it opens with them and not with every frame apart."""

import logging
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.files.atomic_file import written_whole

_log = logging.getLogger(__name__)


def keep(path: Path, stacks: Stacks) -> None:
    """Writes them; where that cannot be, the next start makes them anew, as ever."""
    kinds = np.zeros(len(stacks.ids), np.int8) if stacks.kinds is None else stacks.kinds
    panoramas = np.array([id_ for ids in stacks.panoramas for id_ in ids], np.int64)
    lengths = np.array([len(ids) for ids in stacks.panoramas], np.int64)
    tops = np.array(sorted(stacks.tops), np.int64)
    try:
        with written_whole(path) as new, new.open("wb") as file:
            np.savez(
                file,
                ids=stacks.ids,
                stacks=stacks.stacks,
                kinds=kinds,
                tops=tops,
                panoramas=panoramas,
                lengths=lengths,
            )
    except OSError as error:
        _log.warning("The stacks cannot be kept: %s", error)


def kept(path: Path) -> Stacks | None:
    """What was written last, none opened; None where there is nothing that can be read."""
    unreadable = (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile)
    with suppress(*unreadable), path.open("rb") as file, np.load(file) as held:
        ids, stacks, kinds = (held[name] for name in ("ids", "stacks", "kinds"))
        if ids.ndim != 1 or not ids.shape == stacks.shape == kinds.shape:
            return None
        panoramas = np.split(held["panoramas"], np.cumsum(held["lengths"])[:-1]) if len(held["lengths"]) else ()
        return Stacks(
            ids.astype(np.int64),
            stacks.astype(np.int64),
            kinds=kinds.astype(np.int8),
            tops=frozenset(held["tops"].tolist()),
            panoramas=tuple(tuple(each.tolist()) for each in panoramas),
        )
    return None
