"""Clocks of cameras that were wrong: by how much the times of their photographs are put right."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.names import Stored, from_stored, to_stored
from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.moments import SECONDS

# The capture time as it is shown, sorted and filtered by. `captured` alone is what the camera wrote, which tells
# whether a file is another photograph. What no date tells counts as unknown: a clock may stand anywhere, and be put
# right by anything.
_SUM = "captured + coalesce(clock_shift, 0)"
CORRECTED = f"CASE WHEN {_SUM} >= {SECONDS.start} AND {_SUM} < {SECONDS.stop} THEN {_SUM} END"
EVERYWHERE = ""


@dataclass(frozen=True, order=True)
class Body:
    """A camera: make and model, and the number of the body; empty where the file does not say."""

    camera: str = ""
    serial: str = ""


@dataclass(frozen=True)
class Clock:
    """What the dated photographs of a body say of its clock: how many there are, the first and the last moment as
    corrected, None where that is no date for any, and the least and the greatest shift, all in seconds.
    """

    body: Body
    photographs: int
    first: float | None
    last: float | None
    shifts: tuple[float, ...]


@dataclass(frozen=True)
class RuleChange:
    """What holds for photographs of a body that come into a folder, or below it, from now on; None for nothing."""

    folder: Stored
    body: Body
    before: float | None
    after: float | None

    @property
    def reversed(self) -> "RuleChange":
        """The way back."""
        return RuleChange(self.folder, self.body, self.after, self.before)


@dataclass(frozen=True)
class ShiftChange:
    """By how many seconds the time of a photograph is put right; None where nothing was ever said."""

    photo_id: int
    before: float | None
    after: float | None

    @property
    def reversed(self) -> "ShiftChange":
        """The way back."""
        return ShiftChange(self.photo_id, self.after, self.before)


class Clocks:
    """Each photograph keeps its shift wherever it goes; new ones get that of their camera in the nearest folder above
    them that has one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_folders(self, folder_ids: Collection[int]) -> list[Clock]:
        """The clocks of all bodies with dated photographs in these folders, most photographs first."""
        rows = self._database.execute(
            f"""SELECT coalesce(camera, ''), coalesce(serial, ''), count(*), min({CORRECTED}), max({CORRECTED}),
            min(coalesce(clock_shift, 0)), max(coalesce(clock_shift, 0)) FROM photos
            WHERE NOT gone AND captured NOT NULL AND folder_id {AMONG} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2""",
            (listed(folder_ids),),
        )
        return [
            Clock(Body(camera, serial), count, first, last, tuple(shifts))
            for camera, serial, count, first, last, *shifts in rows
        ]

    def of_photos(self, photo_ids: Iterable[int]) -> dict[int, tuple[Body, float, float]]:
        """The body of each, its corrected moment, and by how many seconds that was shifted; dated ones alone."""
        rows = self._database.execute(
            f"""SELECT id, coalesce(camera, ''), coalesce(serial, ''), {CORRECTED}, coalesce(clock_shift, 0)
            FROM photos WHERE {CORRECTED} NOT NULL AND id {AMONG}""",
            (listed(photo_ids),),
        )
        return {id_: (Body(camera, serial), moment, shift) for id_, camera, serial, moment, shift in rows}

    def set_shifts(
        self, folder: Path | None, folder_ids: Collection[int], shifts: Mapping[Body, float]
    ) -> tuple[list[RuleChange], list[ShiftChange]]:
        """Puts the photographs of these bodies right by so many seconds, in these folders, which are `folder` with all
        below it or all there are, and those that come there later. Answers what that changed.
        """
        place = EVERYWHERE if folder is None else to_stored(str(folder))
        with transaction(self._database):
            rules = [each for body, shift in shifts.items() for each in self._rules_for(place, body, shift)]
            photos = [each for body, shift in shifts.items() for each in self._photos_for(folder_ids, body, shift)]
            self._store(rules, photos)
        return rules, photos

    def swap(self, rules: Iterable[RuleChange], photos: Iterable[ShiftChange]) -> list[ShiftChange]:
        """Makes these changes where the value is still what it was before; answers those that were made."""
        known = self._rules()
        with transaction(self._database):
            held = self._held([each.photo_id for each in photos])
            made = [each for each in photos if each.photo_id in held and held[each.photo_id] == each.before]
            self._store([each for each in rules if known.get((each.folder, each.body)) == each.before], made)
        return made

    def settle(self, photo_id: int) -> None:
        """Gives a photograph whose camera came to be known the shift that holds where it lies; what has one keeps it.

        A rule for a camera without a number holds for all bodies of the model that have none of their own.
        """
        if not (rules := self._rules()):
            return
        row = self._database.execute(
            """SELECT folders.path, coalesce(camera, ''), coalesce(serial, '') FROM photos
            JOIN folders ON folders.id = folder_id WHERE photos.id = ? AND clock_shift IS NULL""",
            (photo_id,),
        ).fetchone()
        if row and (shift := _shift(rules, Path(from_stored(row[0])), Body(*row[1:]))) is not None:
            self._database.execute("UPDATE photos SET clock_shift = ? WHERE id = ?", (shift, photo_id))

    def _rules(self) -> dict[tuple[Stored, Body], float]:
        rows = self._database.execute("SELECT folder, camera, serial, seconds FROM clock_shifts")
        return {(folder, Body(camera, serial)): seconds for folder, camera, serial, seconds in rows}

    def _rules_for(self, place: Stored, body: Body, shift: float) -> list[RuleChange]:
        """The new rule, and the end of those for folders below."""
        rules = self._rules()
        ends = [
            RuleChange(folder, body, seconds, None)
            for (folder, other), seconds in rules.items()
            if other == body and folder != place and _is_below(folder, place)
        ]
        return [RuleChange(place, body, rules.get((place, body)), shift), *ends]

    def _photos_for(self, folder_ids: Collection[int], body: Body, shift: float) -> list[ShiftChange]:
        rows = self._database.execute(
            f"""SELECT id, clock_shift FROM photos WHERE folder_id {AMONG} AND captured NOT NULL
            AND coalesce(camera, '') = ? AND coalesce(serial, '') = ? AND clock_shift IS NOT ?""",
            (listed(folder_ids), body.camera, body.serial, shift),
        )
        return [ShiftChange(id_, before, shift) for id_, before in rows]

    def _held(self, photo_ids: Iterable[int]) -> dict[int, float | None]:
        rows = self._database.execute(f"SELECT id, clock_shift FROM photos WHERE id {AMONG}", (listed(photo_ids),))
        return dict(rows.fetchall())

    def _store(self, rules: Iterable[RuleChange], photos: Iterable[ShiftChange]) -> None:
        for each in rules:
            key = (each.folder, each.body.camera, each.body.serial)
            if each.after is None:
                self._database.execute("DELETE FROM clock_shifts WHERE (folder, camera, serial) = (?, ?, ?)", key)
            else:
                self._database.execute("INSERT OR REPLACE INTO clock_shifts VALUES (?, ?, ?, ?)", (*key, each.after))
        self._database.conn.executemany(
            "UPDATE photos SET clock_shift = ? WHERE id = ?", [(each.after, each.photo_id) for each in photos]
        )


def _is_below(folder: Stored, place: Stored) -> bool:
    return place == EVERYWHERE or Path(from_stored(place)) in Path(from_stored(folder)).parents


def _shift(rules: Mapping[tuple[Stored, Body], float], folder: Path, body: Body) -> float | None:
    places = [*(to_stored(str(each)) for each in (folder, *folder.parents)), EVERYWHERE]
    keys = ((place, each) for place in places for each in (body, Body(body.camera)))
    return next((rules[key] for key in keys if key in rules), None)
