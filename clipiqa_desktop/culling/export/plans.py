"""The names of a move are planned once: when it was interrupted, the same one goes on under them."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.planned_moves import PlannedMove
from clipiqa_desktop.culling.export.options import FAILED, ExportOptions, Result


@dataclass(frozen=True)
class Plan:
    """How photographs will be called; `goes_on` where all of them belong to a move that was interrupted.

    Only the plan of a move is kept, from its begin to its end: a copy is recognised by what lies beside its original.
    """

    catalog: Catalog
    options: ExportOptions
    moves: Mapping[int, PlannedMove]
    goes_on: bool = False

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
        moves = _planned(catalog, [*dict.fromkeys([*before, *ids])], options)
        if all(moves[photo_id] == before[photo_id] for photo_id in left):
            return Plan(catalog, options, {**moves, **before}, goes_on)
    return Plan(catalog, options, _planned(catalog, ids, options), goes_on)


def brought(catalog: Catalog, options: ExportOptions) -> list[int]:
    """The photographs of a move to there that was killed after the last of them."""
    moves = catalog.planned_moves.to(options.target) if _is_kept(options) else {}
    return list(moves) if all(move.is_done for move in moves.values()) else []


def _planned(catalog: Catalog, ids: Sequence[int], options: ExportOptions) -> dict[int, PlannedMove]:
    names = options.names(catalog, ids)
    return {photo_id: PlannedMove(names.get(photo_id, ""), is_done=False) for photo_id in ids}


def _is_kept(options: ExportOptions) -> bool:
    return options.way == "move" and not options.returning
