"""What a walk through a folder found, against what the catalog knew."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.names import from_stored, to_stored
from clipiqa_desktop.catalog.pairing import Pairing
from clipiqa_desktop.file_names import shot_key

Place = tuple[int, str]

# The catalog holds 64 bits, which end in the year 2262; a camera's clock may stand later.
LATEST_NS = 2**63 - 1


@dataclass(frozen=True)
class FoundSidecar:
    """The file beside a photograph that says its marks for other programs."""

    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class FoundFile:
    """A photograph as a walk through the folders found it; size in bytes, time in nanoseconds.

    Its companions are the names of the files beside it that belong to it, like the RAW of a JPEG.
    """

    folder: Path
    name: str
    size: int
    mtime_ns: int
    companions: tuple[str, ...] = ()
    sidecar: FoundSidecar | None = None


@dataclass(frozen=True)
class Changes:
    """How many photographs a listing brought, changed and missed."""

    added: int
    changed: int
    gone: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True)
class _Known:
    id: int
    size: int
    mtime_ns: int
    gone: bool


class Listing:
    """Compares one walk with the photographs of some folders. Runs inside the caller's transaction."""

    def __init__(self, database: Database, folders: Collection[int]) -> None:
        self._database = database
        self._folder_ids: dict[Path, int] = {}
        self._known = self._read(folders)

    def record(self, found: Iterable[FoundFile], dark: Collection[int] = ()) -> Changes:
        """Brings the catalog in step with what was found; in the folders `dark` nothing is missing."""
        seen = {(self._folder_id(file.folder), file.name): file for file in found}
        missing = {
            place: known
            for place, known in self._known.items()
            if place not in seen and not known.gone and place[0] not in dark
        }
        added = [place for place in seen if place not in self._known]
        renamed = self._renamed(added, missing)
        changed = {self._known[place].id: place for place in seen if self._is_other(place, seen[place])} | renamed
        new = [place for place in added if place not in renamed.values()]
        self._insert(new, seen)
        self._reset(changed, seen)
        back = [place for place in seen if place in self._known and self._known[place].gone]
        gone = [known.id for known in missing.values() if known.id not in renamed]
        self._set_gone([self._known[place].id for place in back], gone=False)
        self._set_gone(gone, gone=True)
        ids = self._ids()
        self._share_marks({*new, *back}, seen, set(gone), ids)
        self._store_companions(seen, ids)
        return Changes(len(new) + len(back), len(changed), len(gone))

    def _is_other(self, place: Place, file: FoundFile) -> bool:
        known = self._known.get(place)
        return known is not None and (known.size, known.mtime_ns) != (file.size, file.mtime_ns)

    @staticmethod
    def _renamed(added: Iterable[Place], missing: Mapping[Place, _Known]) -> dict[int, Place]:
        """A JPEG that joined its RAW, or left it, goes on as the same photograph under the other name."""
        lost = {(folder, shot_key(name)): known.id for (folder, name), known in missing.items()}
        renamed = {}
        for folder, name in added:
            stem = (folder, shot_key(name))
            if stem in lost:
                renamed[lost.pop(stem)] = (folder, name)
        return renamed

    def _read(self, folders: Collection[int]) -> dict[Place, _Known]:
        rows = self._database.execute("SELECT id, folder_id, name, size, mtime_ns, gone FROM photos")
        return {
            (folder_id, from_stored(name)): _Known(id_, size, mtime_ns, bool(gone))
            for id_, folder_id, name, size, mtime_ns, gone in rows
            if folder_id in folders
        }

    def _folder_id(self, path: Path) -> int:
        if path not in self._folder_ids:
            stored = to_stored(str(path))
            self._database.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (stored,))
            row = self._database.execute("SELECT id FROM folders WHERE path = ?", (stored,)).fetchone()
            self._folder_ids[path] = int(row[0])
        return self._folder_ids[path]

    def _insert(self, places: Iterable[Place], seen: Mapping[Place, FoundFile]) -> None:
        self._database.conn.executemany(
            "INSERT INTO photos (folder_id, name, size, mtime_ns) VALUES (?, ?, ?, ?)",
            [
                (folder, to_stored(name), seen[folder, name].size, seen[folder, name].mtime_ns)
                for folder, name in places
            ],
        )

    def _reset(self, changed: Mapping[int, Place], seen: Mapping[Place, FoundFile]) -> None:
        ids = [(id_,) for id_ in changed]
        self._database.conn.executemany("DELETE FROM vectors WHERE photo_id = ?", ids)
        self._database.conn.executemany("DELETE FROM scores WHERE photo_id = ?", ids)
        self._database.conn.executemany(
            """UPDATE photos SET name = ?2, size = ?3, mtime_ns = ?4, decoder = NULL, fingerprint = NULL, error = NULL
            WHERE id = ?1""",
            [(id_, to_stored(place[1]), seen[place].size, seen[place].mtime_ns) for id_, place in changed.items()],
        )

    def _set_gone(self, ids: Iterable[int], *, gone: bool) -> None:
        self._database.conn.executemany("UPDATE photos SET gone = ? WHERE id = ?", [(gone, id_) for id_ in ids])

    def _ids(self) -> dict[Place, int]:
        rows = self._database.execute("SELECT id, folder_id, name FROM photos")
        return {(folder_id, from_stored(name)): id_ for id_, folder_id, name in rows}

    def _share_marks(
        self, come: Collection[Place], seen: Mapping[Place, FoundFile], gone: Collection[int], ids: Mapping[Place, int]
    ) -> None:
        """Where a file came out of its shot as a photograph of its own, or went into one."""
        pairing, belonged = Pairing(self._database), self._belonged()
        for place in come:
            whole = belonged.get(place, ids[place])
            if whole != ids[place]:
                pairing.part(whole, ids[place])
        for (folder, name), file in seen.items():
            for each in file.companions:
                if (part := ids.get((folder, each))) in gone and part is not None:
                    pairing.join(ids[folder, name], part)

    def _belonged(self) -> dict[Place, int]:
        """Which photograph each companion belonged to until now."""
        rows = self._database.execute(
            "SELECT folder_id, companions.name, photo_id FROM companions JOIN photos ON photos.id = photo_id"
        )
        return {(folder_id, from_stored(name)): photo_id for folder_id, name, photo_id in rows}

    def _store_companions(self, seen: Mapping[Place, FoundFile], ids: Mapping[Place, int]) -> None:
        pairs = [(ids[place], to_stored(name)) for place, file in seen.items() for name in file.companions]
        self._database.conn.executemany("DELETE FROM companions WHERE photo_id = ?", [(ids[place],) for place in seen])
        self._database.conn.executemany("INSERT INTO companions VALUES (?, ?)", pairs)
