"""Which of several photographs with the same content a file goes on as, and whether that one loses it by that.

What lay below a folder that is away now may lie there still, and be back with it: then what was found is a copy. Nobody
can know, so the photograph that is away is left behind with all that is known of it, and its copy goes on with the
same. Once is enough: from then on they are two, and what is left behind is found again only as the very same file, or
where it lay.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import Stored, to_stored
from clipiqa_desktop.catalog.database.schema import GONE
from clipiqa_desktop.catalog.identity.left_behind import is_left_behind
from clipiqa_desktop.catalog.marks.marks import MarkStore

VersionAt = Callable[[Path], tuple[int, int] | None]
IsAway = Callable[[Path, int | None], bool]

_COARSE_NS = 10**7  # file systems without a change time tell the time of the content for it, no finer than this


class Claim(IntEnum):
    """How a photograph comes to be what lies at a place now; the best one first."""

    SAME_FILE = 0  # its very file, elsewhere: an added folder has another name, or its disk is mounted at another place
    PUT_ASIDE = 1  # it lay here until the file was written anew
    LOST = 2  # its file is missing in a folder that is there: it was moved
    LEFT_HERE = 3  # it lay here, and its copy goes on for it since it was away
    AWAY = 4  # all of its folder is away: it may have been moved or copied
    LEFT = 5  # its copy goes on for it, and it lay at the same place below its root

    @property
    def leaves_behind(self) -> bool:
        """Whether the photograph may still lie where it lay."""
        return self in {Claim.AWAY, Claim.LEFT}


@dataclass(frozen=True)
class Row:
    """A photograph as its row has it."""

    id: int
    folder_id: int
    name: Stored
    size: int
    mtime_ns: int
    ctime_ns: int | None
    gone: int
    aside: int | None
    fingerprint: str | None
    captured: float | None
    camera: str | None


@dataclass(frozen=True)
class Placed:
    """A row, and where its file lies or lay."""

    row: Row
    path: Path


@dataclass(frozen=True)
class Files:
    """What there is now. version_at: size and time (ns) of the file at a path, None where there is none; is_away:
    whether nothing can be seen of an added folder, which lay on the disk of this number.
    """

    version_at: VersionAt
    is_away: IsAway = lambda _root, _device: False


def is_same_file(one: tuple[int, int, int | None], other: tuple[int, int, int | None]) -> bool:
    """By size, time and change time, whether these are one file at two places: a copy changed when it was made."""
    _, mtime_ns, ctime_ns = one
    is_told = ctime_ns is not None and not (ctime_ns == mtime_ns and mtime_ns % _COARSE_NS == 0)
    return is_told and one == other


class Claims:
    """What photographs have to say for being a certain file."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database, self._files = database, files

    def of(self, file: Placed, others: Iterable[Placed]) -> list[tuple[Claim, Row]]:
        """Of these photographs those that the file may be, the best one first."""
        found = [(claim, each) for each in others if (claim := self._claim(file, each)) is not None]
        found.sort(key=lambda each: (each[0], not each[1].row.gone, *self._unlikeness(file, each[1]), each[1].row.id))
        return [(claim, each.row) for claim, each in found]

    def _unlikeness(self, file: Placed, other: Placed) -> tuple[bool, float, bool]:
        """Of those with the same claim: the one of this name, then the one that was marked last."""
        marked = MarkStore(self._database).changed(other.row.id)
        return other.row.name != file.row.name, -marked, not self._lies_alike(file, other)

    def _claim(self, file: Placed, other: Placed) -> Claim | None:
        if other.row.gone != GONE and other.row.id != file.row.aside and self._files.version_at(other.path) is not None:
            return None
        if is_same_file(_version(file.row), _version(other.row)):
            return Claim.SAME_FILE
        if is_left_behind(self._database, other.row.id):
            return self._of_left(file, other)
        if other.row.id == file.row.aside:
            return Claim.PUT_ASIDE
        return Claim.AWAY if self._is_away(other) else Claim.LOST

    def _of_left(self, file: Placed, other: Placed) -> Claim | None:
        if other.path == file.path:
            return Claim.LEFT_HERE
        return Claim.LEFT if self._lies_alike(file, other) else None

    def _is_away(self, other: Placed) -> bool:
        """Whether it may still lie where it lay; what is gone was missed while its folder was there."""
        if other.row.gone:
            return False
        root = self._root(other.path)
        return self._files.is_away(root, noted_device(self._database, root))

    def _lies_alike(self, file: Placed, other: Placed) -> bool:
        """Whether both lie at the same place below their roots."""
        here, there = (path.relative_to(self._root(path)) for path in (file.path, other.path))
        return here == there

    def _root(self, path: Path) -> Path:
        """The added folder in which this lies; the topmost known one where that is no longer on the list."""
        above = {to_stored(str(parent)): parent for parent in path.parents}
        rows = self._database.execute(
            f"SELECT path, is_root FROM folders WHERE path IN ({','.join('?' for _ in above)})", [*above]
        ).fetchall()
        roots = [above[stored] for stored, is_root in rows if is_root]
        if roots:
            return max(roots, key=lambda root: len(root.parts))
        return min((above[stored] for stored, _ in rows), key=lambda root: len(root.parts), default=path.parent)


def noted_device(database: Database, root: Path) -> int | None:
    """The number of the disk on which this added folder lay when photographs were found in it."""
    row = database.execute("SELECT device FROM folders WHERE path = ?", (to_stored(str(root)),)).fetchone()
    return row[0] if row else None


def _version(row: Row) -> tuple[int, int, int | None]:
    return row.size, row.mtime_ns, row.ctime_ns
