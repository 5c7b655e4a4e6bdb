"""What the photographs' sidecars said last, and how that flows into the marks."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.names import Stored, from_stored, to_stored
from clipiqa_desktop.catalog.database.schema import LATEST_NS, transaction
from clipiqa_desktop.catalog.found_files import FoundFile, FoundSidecar
from clipiqa_desktop.catalog.marks.conflicts import Conflicts
from clipiqa_desktop.catalog.marks.marks import Mark, MarkStore
from clipiqa_desktop.catalog.marks.merging import merged
from clipiqa_desktop.catalog.marks.said_turns import SaidTurns
from clipiqa_desktop.catalog.marks.sidecar_protocols import SaidMarks, SidecarContent
from clipiqa_desktop.mark_words import FLAG_WORDS, LABELS


@dataclass(frozen=True)
class Unread:
    """A photograph whose sidecar is new, or another one than was read last."""

    photo_id: int
    path: Path


@dataclass(frozen=True)
class Problem:
    """A sidecar that could not be read or written; the sentence says why."""

    photo_id: int
    path: Path
    sentence: str


@dataclass(frozen=True)
class _Last:
    """What was read last, as it stands in the table. Equal values mean that nobody took anything in meanwhile."""

    name: Stored = ""
    size: int = -1
    mtime_ns: int = -1
    digest: str = ""
    stars: int | None = None
    flag: int | None = None
    label: int | None = None
    modified: float = 0.0
    problem: str | None = None
    label_text: str = ""

    @property
    def mark(self) -> Mark:
        return Mark(self.stars or 0, self.flag or 0, LABELS[self.label or 0])

    def is_of(self, file: FoundSidecar) -> bool:
        found = (to_stored(file.name), file.size, file.mtime_ns)
        return self.problem is None and (self.name, self.size, self.mtime_ns) == found


_COLUMNS = tuple(_Last.__dataclass_fields__)
_NEVER_READ = _Last()


class SidecarStore:
    """The sidecars in the catalog. One that has gone leaves the marks as they are."""

    def __init__(self, database: Database, marks: MarkStore, conflicts: Conflicts) -> None:
        self._database, self._marks, self._conflicts = database, marks, conflicts
        self.turns = SaidTurns(database)

    def unread(self, folders: Collection[int], found: Iterable[FoundFile]) -> list[Unread]:
        """Whose sidecar is to be read, after a walk through these folders was recorded."""
        sidecars = {(str(file.folder), file.name): file.sidecar for file in found}
        unread, solved = [], []
        for photo_id, folder, name, last in self._known(folders):
            file = sidecars.get((folder, name))
            if file and not (last and last.is_of(file)):
                unread.append(Unread(photo_id, Path(folder) / file.name))
            elif last and last.problem and not file:
                solved.append((photo_id,))
        self._database.conn.executemany("UPDATE sidecars SET problem = NULL WHERE photo_id = ?", solved)
        return unread

    def is_beside(self, photo_id: int) -> bool:
        """Whether the photograph's marks were last told by a file beside it, or should have been."""
        last = self._last(photo_id)
        return last is not None and _is_sidecar(from_stored(last.name))

    def label_text(self, photo_id: int) -> str:
        """The words of a label that another program gave it and that is none of the five colours."""
        last = self._last(photo_id)
        return last.label_text if last else ""

    def merge(self, photo_id: int, name: str, read: Callable[[], SidecarContent]) -> bool:
        """Merges what the sidecar of this name says into the marks, and turns the photograph as it says; answers
        whether that changed anything.

        Whoever changed a mark since then, the person or the other program, is followed; where both did, the newer one,
        and the conflict is kept. What `read` raises goes through; it is called again where the sidecar was taken in by
        somebody else while it read.
        """
        while True:
            last = self._last(photo_id)
            reading = read()
            with transaction(self._database):
                if self._is_unknown(photo_id):
                    return False
                if self._last(photo_id) == last:
                    return self._merge(photo_id, name, last or _NEVER_READ, reading)

    def store_coming(self, photo_id: int, mark: Mark) -> None:
        """The sidecar will say this in a moment: if the program is killed over it, that is known as its own."""
        self._database.execute(
            "INSERT OR REPLACE INTO coming_marks VALUES (?, ?, ?, ?)",
            (photo_id, mark.stars, mark.flag, LABELS.index(mark.label)),
        )

    def store_problem(self, photo_id: int, name: str, sentence: str) -> None:
        """Keeps why a sidecar could not be read or written, beside what it said last; the next run tries it again."""
        self._database.execute(
            f"""INSERT INTO sidecars (photo_id, {", ".join(_COLUMNS)})
            SELECT id, ?, -1, -1, '', NULL, NULL, NULL, 0, ?, '' FROM photos WHERE id = ?
            ON CONFLICT (photo_id) DO UPDATE SET name = excluded.name, problem = excluded.problem""",
            (to_stored(name), sentence, photo_id),
        )

    def problems(self) -> list[Problem]:
        """The sidecars that could not be read or written, by path."""
        rows = self._database.execute(
            """SELECT photo_id, folders.path, sidecars.name, problem FROM sidecars
            JOIN photos ON photos.id = photo_id JOIN folders ON folders.id = folder_id
            WHERE problem IS NOT NULL AND NOT gone"""
        )
        found = [Problem(id_, Path(from_stored(folder)) / from_stored(name), text) for id_, folder, name, text in rows]
        return sorted(found, key=lambda problem: problem.path)

    def _merge(self, photo_id: int, name: str, last: _Last, reading: SidecarContent) -> bool:
        ours, changed = self._marks.of([photo_id])[photo_id], self._marks.changed(photo_id)
        when, base = _when(last, reading), last.mark
        if (coming := self._take_coming(photo_id)) and _said(reading.marks, coming) == coming:
            base = coming
        mark, clashes = merged(base, ours, _said(reading.marks, base), theirs_is_newer=when > changed)
        if mark != ours:
            self._marks.put({photo_id: mark}, max(changed, when))
        self._conflicts.add(photo_id, clashes)
        values = (photo_id, *astuple(_row(name, reading)))
        self._database.execute(
            f"""INSERT OR REPLACE INTO sidecars (photo_id, {", ".join(_COLUMNS)})
            VALUES ({", ".join("?" for _ in values)})""",
            values,
        )
        # Inside a photograph its own EXIF, which is heeded, says how it stands; the XMP may be older.
        is_turned = _is_sidecar(name) and self.turns.take_in(photo_id, reading.orientation)
        return mark != ours or is_turned

    def _take_coming(self, photo_id: int) -> Mark | None:
        """What was to be written, and is known from now on as what the sidecar says."""
        rows = self._database.execute(
            "DELETE FROM coming_marks WHERE photo_id = ? RETURNING stars, flag, label", (photo_id,)
        ).fetchall()
        return next((Mark(stars, flag, LABELS[label]) for stars, flag, label in rows), None)

    def _known(self, folders: Collection[int]) -> list[tuple[int, str, str, _Last | None]]:
        rows = self._database.execute(
            f"""SELECT photos.id, folders.path, photos.name, {", ".join(f"sidecars.{name}" for name in _COLUMNS)}
            FROM photos JOIN folders ON folders.id = folder_id LEFT JOIN sidecars ON photo_id = photos.id
            WHERE NOT gone AND folder_id {AMONG}""",
            (listed(folders),),
        )
        return [
            (id_, from_stored(folder), from_stored(name), None if last[0] is None else _Last(*last))
            for id_, folder, name, *last in rows
        ]

    def _last(self, photo_id: int) -> _Last | None:
        row = self._database.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM sidecars WHERE photo_id = ?", (photo_id,)
        ).fetchone()
        return _Last(*row) if row else None

    def _is_unknown(self, photo_id: int) -> bool:
        return self._database.execute("SELECT 1 FROM photos WHERE id = ?", (photo_id,)).fetchone() is None


def _is_sidecar(name: str) -> bool:
    return name.lower().endswith(".xmp")


def _row(name: str, reading: SidecarContent) -> _Last:
    marks = reading.marks
    return _Last(
        name=to_stored(name),
        size=reading.size,
        mtime_ns=min(reading.mtime_ns, LATEST_NS),
        digest=reading.digest,
        stars=marks.stars,
        flag=None if marks.flag is None else FLAG_WORDS[marks.flag],
        label=None if marks.label is None else LABELS.index("" if marks.label == "none" else marks.label),
        modified=reading.modified,
        label_text=reading.label_text,
    )


def _said(marks: SaidMarks, last: Mark) -> Mark:
    # a rejection may be said by the rating, which then has no room for the stars: nobody took those away
    stars = last.stars if marks.stars is None and marks.flag == "reject" else marks.stars
    return Mark.from_words(stars, marks.flag, marks.label)


def _when(last: _Last, reading: SidecarContent) -> float:
    """When the sidecar was changed: a program that left the date in it as it was does not keep that date."""
    is_kept = last.digest not in {"", reading.digest} and reading.modified == last.modified
    return reading.file_modified if is_kept else reading.modified
