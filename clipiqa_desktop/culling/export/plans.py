"""The names of a move are planned once: when it was interrupted, the same one goes on under them."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.identity.planned_moves import PlannedMove
from clipiqa_desktop.culling.export.kept_names import KeptNames, asks_for_another
from clipiqa_desktop.culling.export.options import FAILED, ExportOptions, Result
from clipiqa_desktop.files.file_names import shot_stem


@dataclass(frozen=True)
class Plan:
    """How photographs will be called; `goes_on` where all of them belong to a move that was interrupted. Those that are
    `kept` have another name there from an earlier export than was asked for.

    Only the plan of a move is kept, from its begin to its end: a copy is recognised by what lies beside its original.
    """

    catalog: Catalog
    options: ExportOptions
    moves: Mapping[int, PlannedMove]
    goes_on: bool = False
    kept: Collection[int] = ()

    @property
    def names(self) -> dict[int, str]:
        """The beginning of the name of each photograph that gets another one."""
        return {photo_id: move.name for photo_id, move in self.moves.items() if move.name}

    def begin(self) -> None:
        """The export begins now."""
        if _is_kept(self.options):
            self.catalog.planned_moves.store(self.options.target, self.moves)

    def end(self, result: Result) -> None:
        """Forgets the plan, unless the same is to go on later."""
        if _is_kept(self.options) and not (result.cancelled or result.stopped or result.of(FAILED)):
            with suppress(sqlite3.Error):  # all is moved: a plan that stays is no harm, and the next takes its place
                self.catalog.planned_moves.forget(self.options.target)


def plan_names(catalog: Catalog, ids: Sequence[int], options: ExportOptions) -> Plan:
    """As the template says; as it was planned where a move is the one that was interrupted.

    It is that one where photographs to which it did not come are asked for again, and the template still gives them
    the planned names. What is asked for beside them is counted after them.
    """
    before = catalog.planned_moves.to(options.target) if _is_kept(options) else {}
    goes_on = bool(ids) and before.keys() >= {*ids}
    left = [photo_id for photo_id in ids if photo_id in before and not before[photo_id].is_done]
    if left:
        plan = _planned(catalog, [*dict.fromkeys([*before, *ids])], options, before)
        if all(plan.moves[photo_id] == before[photo_id] for photo_id in left):
            return replace(plan, moves={**plan.moves, **before}, goes_on=goes_on)
    return replace(_planned(catalog, ids, options, {}), goes_on=goes_on)


def first_names(catalog: Catalog, ids: Sequence[int], options: ExportOptions) -> list[str]:
    """The names that these photographs get in the target, where they are the first ones."""
    plan, folders = plan_names(catalog, ids, options), _Folders(catalog, ids, options)
    seen: set[tuple[Path, str]] = set()
    names = []
    for photo_id, photo in folders.photos.items():
        base, folder = plan.names.get(photo_id, shot_stem(photo.name)), folders.folder(photo_id)
        is_there = folders.kept(photo_id) == base
        numbered = (base if number == 1 else f"{base}-{number}" for number in count(1))
        free = (each for each in numbered if is_there or not folders.is_taken(photo_id, each))
        base = next(each for each in free if (folder, each) not in seen)
        seen.add((folder, base))
        names.append(f"{base}{photo.suffix}")
    return names


def brought(catalog: Catalog, options: ExportOptions) -> list[int]:
    """The photographs of a move to there that was killed after the last of them."""
    moves = catalog.planned_moves.to(options.target) if _is_kept(options) else {}
    return list(moves) if all(move.is_done for move in moves.values()) else []


class _Folders:
    """The folders that photographs go to, with the names there."""

    def __init__(self, catalog: Catalog, ids: Sequence[int], options: ExportOptions) -> None:
        roots = catalog.folders.roots()
        self.photos = {photo_id: catalog.photos.get(photo_id).path for photo_id in ids}
        self._folders = {photo_id: options.folder_of(photo, roots) for photo_id, photo in self.photos.items()}
        is_renamed = bool(ids) and bool(options.names(catalog, ids[:1], lambda _photo_id, _name: False))
        self._names = {
            folder: KeptNames(catalog, folder, alike=is_renamed) for folder in dict.fromkeys(self._folders.values())
        }
        self._kept: dict[int, str] = {}

    def folder(self, photo_id: int) -> Path:
        return self._folders[photo_id]

    def kept(self, photo_id: int) -> str:
        """The beginning of its name there from an earlier export, or none."""
        if photo_id not in self._kept:
            self._kept[photo_id] = self._names[self.folder(photo_id)].of(photo_id, self.photos[photo_id])
        return self._kept[photo_id]

    def is_taken(self, photo_id: int, name: str) -> bool:
        return self._names[self.folder(photo_id)].is_taken(name)


def _planned(catalog: Catalog, ids: Sequence[int], options: ExportOptions, before: Mapping[int, PlannedMove]) -> Plan:
    """What an interrupted move brought there keeps its name; what it did not is not in the way of itself."""
    if options.returning:
        return Plan(catalog, options, _moves(ids, options.names(catalog, ids, lambda _photo_id, _name: False)))
    folders = _Folders(catalog, ids, options)
    kept = {photo_id: name for photo_id in ids if photo_id not in before and (name := folders.kept(photo_id))}
    brought = {photo_id: move.name for photo_id, move in before.items() if move.is_done and move.name}
    coming = {move.name for move in before.values() if not move.is_done}

    def is_taken(photo_id: int, name: str) -> bool:
        return name in brought.values() or (name not in coming and folders.is_taken(photo_id, name))

    rest = [photo_id for photo_id in ids if photo_id not in kept and photo_id not in brought]
    asked = {photo_id: shot_stem(folders.photos[photo_id].name) for photo_id in kept}
    asked |= options.names(catalog, [*kept], lambda _photo_id, _name: False)
    names = {**options.names(catalog, rest, is_taken), **brought}
    names |= {photo_id: name for photo_id, name in kept.items() if name != shot_stem(folders.photos[photo_id].name)}
    others = {photo_id for photo_id, name in kept.items() if asks_for_another(name, asked[photo_id])}
    return Plan(catalog, options, _moves(ids, names), kept=others)


def _moves(ids: Sequence[int], names: Mapping[int, str]) -> dict[int, PlannedMove]:
    return {photo_id: PlannedMove(names.get(photo_id, ""), is_done=False) for photo_id in ids}


def _is_kept(options: ExportOptions) -> bool:
    return options.way == "move" and not options.returning
