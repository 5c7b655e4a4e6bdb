"""Which photographs there are, and which of them a walk found again at other places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import from_stored
from clipiqa_desktop.catalog.database.schema import LEFT_OUT

Place = tuple[int, str]


@dataclass(frozen=True)
class Version:
    """By what a file is told from others without looking into it."""

    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Known:
    """A photograph as the catalog has it: where its file lies, or lay when it is `gone`.

    is_left: a copy goes on for it since its folder is away.
    """

    id: int
    place: Place
    version: Version
    ctime_ns: int | None
    aside: int | None
    gone: bool
    is_read: bool
    is_marked: bool
    is_dated: bool
    is_glanced: bool
    is_left: bool

    @property
    def is_to_be_kept(self) -> bool:
        """Whether it can be told later if another file at its place is this photograph."""
        return self.is_read or (self.is_marked and self.is_dated)

    @property
    def is_worth_following(self) -> bool:
        """Whether anything is known that would be lost."""
        return self.is_read or self.is_marked or self.is_glanced or self.aside is not None


def known_photographs(database: Database) -> list[Known]:
    """All but those in folders that are left out."""
    rows = database.execute(
        """SELECT photos.id, folder_id, name, size, mtime_ns, ctime_ns, aside,
        gone, fingerprint NOT NULL, (stars OR flag OR label) IS TRUE, captured NOT NULL, glance NOT NULL,
        EXISTS (SELECT 1 FROM left_behind WHERE photo_id = photos.id)
        FROM photos LEFT JOIN marks ON photo_id = id WHERE gone IS NOT ?""",
        (LEFT_OUT,),
    )
    return [
        Known(id_, (folder, from_stored(name)), Version(size, mtime), ctime, aside, *(bool(each) for each in truths))
        for id_, folder, name, size, mtime, ctime, aside, *truths in rows
    ]


def found_again(lost: Iterable[Known], files: Mapping[Place, Version]) -> dict[Place, Known]:
    """Whose files these are, by size and time: where the name is the same too, or nothing else can be meant.

    That is proof enough to follow a photograph at once; its content is looked at afterwards.
    """
    by_version: dict[Version, list[Known]] = defaultdict(list)
    places: dict[Version, list[Place]] = defaultdict(list)
    for known in lost:
        by_version[known.version].append(known)
    for place, version in files.items():
        if version in by_version:
            places[version].append(place)
    again: dict[Place, Known] = {}
    for version, here in places.items():
        again |= _paired(by_version[version], here)
    return again


def _paired(lost: list[Known], places: list[Place]) -> dict[Place, Known]:
    by_name: dict[str, list[Known]] = defaultdict(list)
    for known in reversed(lost):
        by_name[known.place[1]].append(known)
    paired = {place: by_name[place[1]].pop() for place in places if by_name[place[1]]}
    left = [known for known in lost if known not in paired.values()]
    others = [place for place in places if place not in paired]
    return paired | ({others[0]: left[0]} if len(left) == len(others) == 1 else {})
