"""Clocks of cameras put right: how far, as words and back, and as a command that can be taken back."""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import Body, RuleChange, ShiftChange
from clipiqa_desktop.culling.undo import ChangeCommand
from clipiqa_desktop.errors import UserError

MINUS = "\N{MINUS SIGN}"
_DAY = 86_400
_MOST_DAYS = 36_500
_MINUSES = "-\u2212\u2010\u2011\u2013"
_SHIFT = re.compile(
    r"(?P<sign>[-+]?) *(?:(?P<days>\d{1,5}) *d(?:ays?)?)?[ ,]*"
    r"(?:(?P<hours>\d{1,4}):(?P<minutes>\d{1,2})(?::(?P<seconds>\d{1,2}(?:\.\d{1,6})?))?)?",
    re.ASCII | re.IGNORECASE,
)


class ClockCommand(ChangeCommand[ShiftChange]):
    """Adds so many seconds to the times of these bodies in a folder, with all below it, or in all that were added.

    `shown` is called with the photographs whose times are others then, after it was done and after it was taken back.
    """

    def __init__(
        self,
        catalog: Catalog,
        folder: Path | None,
        shifts: Mapping[Body, float],
        shown: Callable[[tuple[int, ...]], object],
    ) -> None:
        words = f"Clock of {', '.join(f'{body_words(body)} {shift_words(each)}' for body, each in shifts.items())}"
        super().__init__(words, self._set_shifts, self._swap_shifts, shown)
        self._catalog, self._folder, self._shifts = catalog, folder, shifts
        self._rules: list[RuleChange] = []  # as they were made last: to and fro in turn

    def _set_shifts(self) -> list[ShiftChange]:
        folders = self._catalog.folders
        inside = folders.below(self._folder) if self._folder else {folder.id for folder in folders.all()}
        self._rules, photos = self._catalog.clocks.set_shifts(self._folder, inside, self._shifts)
        return photos

    def _swap_shifts(self, photos: Collection[ShiftChange]) -> list[ShiftChange]:
        rules = [each.reversed for each in self._rules]
        made = self._catalog.clocks.swap(rules, photos)
        self._rules = rules
        return made


def shift_between(catalog: Catalog, right: int, wrong: int) -> tuple[Body, float]:
    """The camera of the photograph `wrong`, and what its clock is to be shifted by if both were taken at one moment.

    Raises UserError where that makes no sense.
    """
    known = catalog.clocks.of_photos([right, wrong])
    if len(known) < 2:
        raise UserError("Of these two photographs not both say when they were taken.")
    (ours, moment, _), (body, other, shift) = known[right], known[wrong]
    if ours == body:
        raise UserError(f"Both photographs are from the same camera, {body_words(body)}: choose two of two cameras.")
    return body, shift + moment - other


def body_words(body: Body) -> str:
    """`NIKON D750 (no. 6012345)`, with what is known."""
    return f"{body.camera or 'unknown camera'}{f' (no. {body.serial})' if body.serial else ''}"


def shift_words(seconds: float) -> str:
    """`+1:00:00`, `−2 d 00:59:43.25`; `0:00:00` where there is none."""
    milliseconds = round(abs(seconds) * 1000)
    whole, part = divmod(milliseconds, 1000)
    days, rest = divmod(whole, _DAY)
    sign = "" if not milliseconds else MINUS if seconds < 0 else "+"
    clock = f"{rest // 3600}:{rest // 60 % 60:02}:{rest % 60:02}" + (f".{part:03}".rstrip("0") if part else "")
    return f"{sign}{days} d {clock}" if days else f"{sign}{clock}"


def read_shift(text: str) -> float | None:
    """The seconds that `shift_words` wrote, or a person: `+1:00`, `-0:59:43`, `-2 d`; None where it says nothing."""
    plain = "".join("-" if each in _MINUSES else each for each in text.strip())
    said = _SHIFT.fullmatch(re.sub(r"(?<=\d),(?=\d)", ".", plain))
    if not said or (said["days"] is None and said["hours"] is None) or int(said["minutes"] or 0) > 59:
        return None
    days, hours, minutes, seconds = (float(said[part] or 0) for part in ("days", "hours", "minutes", "seconds"))
    total = days * _DAY + hours * 3600 + minutes * 60 + seconds
    if seconds >= 60 or total > _MOST_DAYS * _DAY:
        return None
    return -total if said["sign"] == "-" and total else total
