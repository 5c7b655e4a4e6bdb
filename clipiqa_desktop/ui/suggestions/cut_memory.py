"""How a cut was wanted, remembered between two starts: for each folder, as one left it there."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from clipiqa_desktop.culling.suggestions import LIMITS, REASONS, CutOptions
from clipiqa_desktop.settings import CUTS, Settings

MOST_FOLDERS = 200
_MOST_KEPT = 10_000_000


@dataclass(frozen=True)
class CutSettings:
    """The options, and the key of the column that the best have most of; empty for the usual one."""

    options: CutOptions = field(default_factory=CutOptions)
    best_by: str = ""


class CutMemory:
    """How many to keep is a matter of the shoot; what one rejects, and by what one judges, are habits: a folder that
    has nothing of its own yet begins with those of the last one.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def of(self, folder: Path | None) -> CutSettings:
        """What was wanted of this folder last; None stands for all folders together."""
        cuts = self._settings.get(CUTS)
        if (known := cuts.get(_name(folder))) is not None:
            return from_json(known)
        last = from_json([*cuts.values()][-1]) if cuts else CutSettings()
        return replace(last, options=replace(last.options, keep=None))

    def keep(self, folder: Path | None, cut: CutSettings) -> None:
        """Remembers it; of many folders those that were used last."""
        others = {name: each for name, each in self._settings.get(CUTS).items() if name != _name(folder)}
        latest = dict([*others.items(), (_name(folder), to_json(cut))][-MOST_FOLDERS:])
        self._settings.set(CUTS, latest)


def to_json(cut: CutSettings) -> dict[str, Any]:
    """As values that JSON can hold."""
    options = cut.options
    return {
        "keep": options.keep,
        "rejecting": sorted(options.rejecting),
        "limits": dict(options.limits),
        "best_by": cut.best_by,
    }


def from_json(said: object) -> CutSettings:
    """The same back; what makes no sense is as usual."""
    if not isinstance(said, Mapping):
        return CutSettings()
    keep, best_by = said.get("keep"), said.get("best_by")
    whole = isinstance(keep, int) and not isinstance(keep, bool) and 0 <= keep <= _MOST_KEPT
    options = CutOptions(keep if whole else None, _rejecting(said.get("rejecting")), _limits(said.get("limits")))
    return CutSettings(options, best_by if isinstance(best_by, str) else "")


def _rejecting(said: object) -> frozenset[str]:
    known = isinstance(said, list) and all(isinstance(each, str) and each in REASONS for each in said)
    return frozenset(said) if isinstance(said, list) and known else CutOptions().rejecting


def _limits(said: object) -> dict[str, float]:
    given = said if isinstance(said, Mapping) else {}
    numbers = {reason: given.get(reason) for reason in LIMITS}
    return {
        reason: min(max(float(number), LIMITS[reason][0]), LIMITS[reason][2])
        for reason, number in numbers.items()
        if isinstance(number, int | float) and math.isfinite(number)
    }


def _name(folder: Path | None) -> str:
    return "" if folder is None else str(folder)
