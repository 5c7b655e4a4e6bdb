"""What a walk through a folder found, against what the catalog knew."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import from_stored, to_stored
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.identity.left_behind import seen_again
from clipiqa_desktop.catalog.identity.matching import Known, Place, Version, found_again, known_photographs
from clipiqa_desktop.catalog.identity.pairing import Pairing
from clipiqa_desktop.catalog.identity.takeover import bring_back, join_copy, put_aside
from clipiqa_desktop.catalog.photos import forget_content
from clipiqa_desktop.files.file_names import shot_key

# Within so long a camera has written all files of one shot.
_ONE_SHOT_NS = 60 * 10**9


@dataclass(frozen=True)
class Changes:
    """How many photographs a listing brought, changed and missed."""

    added: int
    changed: int
    gone: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


class Listing:
    """Compares one walk with the photographs of some folders. Runs inside the caller's transaction."""

    def __init__(self, database: Database, folders: Collection[int]) -> None:
        self._database = database
        self._folder_ids: dict[Path, int] = {}
        self._known = {known.id: known for known in known_photographs(database)}
        in_place = (known for known in self._known.values() if not known.gone)
        self._present = {known.place: known for known in in_place if known.place[0] in folders}
        self._belonged = self._companions()

    def record(self, found: Iterable[FoundFile], dark: Collection[int] = ()) -> Changes:
        """Brings the catalog in step with what was found; in the folders `dark` nothing is missing."""
        seen = {(self._folder_id(file.folder), file.name): file for file in found}
        missing = [known for place, known in self._present.items() if place not in seen and place[0] not in dark]
        other = [known for known in self._present.values() if self._is_other(known, seen)]
        files = {place: _version(file) for place, file in seen.items() if place not in self._present}
        again = self._again(missing, other, files | {known.place: _version(seen[known.place]) for known in other}, seen)
        followed = {known.id for known in again.values()}
        seen_again(self._database, {*followed, *self._no_longer_away(seen, dark)})
        renamed = self._renamed([place for place in files if place not in again], missing, seen, followed)
        left = [known for known in missing + other if known.id not in followed and known.id not in renamed]
        changed = {known.id: known.place for known in left if known.place in seen and known.place not in again}
        gone = [known.id for known in left if known.id not in changed]
        taken = {*again, *renamed.values(), *changed.values()}
        new = [place for place in {**files, **{known.place: None for known in other}} if place not in taken]

        # an edit may have left a copy of what was there: then it is not the copy that goes on
        kept = (known for known in other if known.is_to_be_kept and known.id in followed)
        replaced = {known.id: known.place for known in kept if known.place in new}
        self._set_gone([*gone, *followed])
        aside = self._change(changed | replaced, seen)
        self._follow({place: replace(known, id=aside.get(known.id, known.id)) for place, known in again.items()}, seen)
        self._reset(renamed, seen)
        self._insert([place for place in new if place not in replaced.values()], seen)
        self._note_change_times(seen)
        bring_back(self._database, gone)
        for id_ in gone:
            known = self._known[id_]
            if known.is_worth_following and not known.is_left:
                join_copy(self._database, id_, any_name=known.place in seen)
        ids = self._ids()
        back = [place for place, known in again.items() if known.gone]
        self._share_marks({*new, *back}, seen, set(gone), ids)
        self._store_companions(seen, ids)
        moved = [place for place, known in again.items() if not known.gone or known.version != _version(seen[place])]
        return Changes(len(new) + len(back), len(changed) + len(renamed) + len(moved), len(gone))

    @staticmethod
    def _is_other(known: Known, seen: Mapping[Place, FoundFile]) -> bool:
        return known.place in seen and _version(seen[known.place]) != known.version

    def _no_longer_away(self, seen: Mapping[Place, FoundFile], dark: Collection[int]) -> list[int]:
        """Who was left behind and is in its place as it was, or is missing although its folder is there."""
        left = [known for known in self._present.values() if known.is_left and known.place[0] not in dark]
        return [known.id for known in left if not (known.place in seen and _is_changed(known, seen[known.place]))]

    def _again(
        self,
        missing: Collection[Known],
        other: Collection[Known],
        files: Mapping[Place, Version],
        seen: Mapping[Place, FoundFile],
    ) -> dict[Place, Known]:
        """Whose files these are that lie where nothing lay, or another one: first that of who lay there before."""
        taken_in = {(place[0], name) for place, file in seen.items() for name in file.companions}
        gone = [known for known in self._known.values() if known.gone]
        before: dict[Place, Known] = {}
        for known in sorted(gone, key=lambda known: (known.is_read, known.is_marked, known.id)):
            is_there = files.get(known.place) == known.version and known.place not in self._present
            if is_there and not (known.is_left and _is_changed(known, seen[known.place])):
                before[known.place] = known
        again = dict(before)
        lost = [known for known in (*missing, *other) if known.place not in taken_in]
        for pool in (lost, gone):
            followed = {known.id for known in again.values()}
            here = [known for known in pool if known.is_worth_following and not known.is_left]
            worth = [known for known in here if known.id not in followed]
            again |= found_again(worth, {place: version for place, version in files.items() if place not in again})
        followed = {known.id for known in again.values()}
        unseen = {known.place: known for known in gone if not known.is_to_be_kept and known.id not in followed}
        return {place: unseen[place] for place in files if place in unseen and place not in self._present} | again

    def _renamed(
        self,
        added: Iterable[Place],
        missing: Iterable[Known],
        seen: Mapping[Place, FoundFile],
        followed: Collection[int],
    ) -> dict[int, Place]:
        """A JPEG that joined its RAW, or left it, goes on as the same photograph under the other name.

        Only if the files were written together: a stem alone says nothing, and what was written later is looked into.
        """
        lost = {(known.place[0], shot_key(known.place[1])): known for known in missing if known.id not in followed}
        renamed: dict[int, Place] = {}
        for place in added if lost else ():
            known = lost.get((place[0], shot_key(place[1])))
            if known is None or known.id in renamed or not _together(known.version, seen[place]):
                continue
            if known.place[1] in seen[place].companions or self._belonged.get(place) == known.id:
                renamed[known.id] = place
        return renamed

    def _folder_id(self, path: Path) -> int:
        if path not in self._folder_ids:
            stored = to_stored(str(path))
            self._database.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (stored,))
            row = self._database.execute("SELECT id FROM folders WHERE path = ?", (stored,)).fetchone()
            self._folder_ids[path] = int(row[0])
        return self._folder_ids[path]

    def _insert(self, places: Iterable[Place], seen: Mapping[Place, FoundFile]) -> None:
        self._database.conn.executemany(
            "INSERT INTO photos (folder_id, name, size, mtime_ns, ctime_ns) VALUES (?, ?, ?, ?, ?)",
            [_row(place, seen[place]) for place in places],
        )

    def _follow(self, again: Mapping[Place, Known], seen: Mapping[Place, FoundFile]) -> None:
        """They are where their files are now; what may be another content is compared before it is believed."""
        forget_content(
            self._database, [known.id for place, known in again.items() if known.version != _version(seen[place])]
        )
        self._database.conn.executemany(
            """UPDATE photos SET folder_id = ?, name = ?, size = ?, mtime_ns = ?, ctime_ns = ?, gone = 0, recheck = ?
            WHERE id = ?""",
            [
                (*_row(place, seen[place]), known.is_read and not _is_untouched(known, seen[place]), known.id)
                for place, known in again.items()
            ],
        )

    def _change(self, changed: Mapping[int, Place], seen: Mapping[Place, FoundFile]) -> dict[int, int]:
        """Other files at known places: what is known of the old ones is put aside until these were looked into."""
        aside = put_aside(self._database, [id_ for id_ in changed if self._known[id_].is_to_be_kept])
        self._reset(changed, seen)
        return aside

    def _reset(self, changed: Mapping[int, Place], seen: Mapping[Place, FoundFile]) -> None:
        forget_content(self._database, changed)
        self._database.conn.executemany(
            "UPDATE photos SET folder_id = ?, name = ?, size = ?, mtime_ns = ?, ctime_ns = ?, gone = 0 WHERE id = ?",
            [(*_row(place, seen[place]), id_) for id_, place in changed.items()],
        )

    def _note_change_times(self, seen: Mapping[Place, FoundFile]) -> None:
        """Where nothing but the change time is another one, the content is to be compared; one never known is noted."""
        same = [(known, seen[place]) for place, known in self._present.items() if place in seen]
        noted = [
            (file.ctime_ns, known.ctime_ns is not None and known.is_read, known.id)
            for known, file in same
            if known.version == _version(file) and file.ctime_ns not in {None, known.ctime_ns}
        ]
        self._database.conn.executemany("UPDATE photos SET ctime_ns = ?, recheck = max(recheck, ?) WHERE id = ?", noted)

    def _set_gone(self, ids: Iterable[int]) -> None:
        self._database.conn.executemany("UPDATE photos SET gone = 1 WHERE id = ?", [(id_,) for id_ in ids])

    def _ids(self) -> dict[Place, int]:
        """Who is where now."""
        rows = self._database.execute("SELECT id, folder_id, name FROM photos WHERE NOT gone")
        return {(folder_id, from_stored(name)): id_ for id_, folder_id, name in rows}

    def _share_marks(
        self, come: Collection[Place], seen: Mapping[Place, FoundFile], gone: Collection[int], ids: Mapping[Place, int]
    ) -> None:
        """Where a file came out of its shot as a photograph of its own, or went into one."""
        pairing = Pairing(self._database)
        for place in come:
            whole = self._belonged.get(place, ids[place])
            if whole != ids[place] and self._is_one_shot(self._known[whole], seen[place], seen):
                pairing.part(whole, ids[place])
        for (folder, name), file in seen.items():
            for each in file.companions:
                part = self._present.get((folder, each))
                if part and part.id in gone and self._joins(part, (folder, name), file):
                    pairing.join(ids[folder, name], part.id)

    def _is_one_shot(self, whole: Known, part: FoundFile, seen: Mapping[Place, FoundFile]) -> bool:
        is_unchanged = whole.place in seen and _version(seen[whole.place]) == whole.version
        return is_unchanged or _together(whole.version, part)

    def _joins(self, part: Known, place: Place, file: FoundFile) -> bool:
        whole = self._present.get(place)
        return (whole is not None and whole.version == _version(file)) or _together(part.version, file)

    def _companions(self) -> dict[Place, int]:
        """Which photograph each companion belonged to until now."""
        rows = self._database.execute(
            """SELECT folder_id, companions.name, photo_id FROM companions JOIN photos ON photos.id = photo_id
            ORDER BY gone DESC, photo_id"""
        )
        return {(folder_id, from_stored(name)): photo_id for folder_id, name, photo_id in rows}

    def _store_companions(self, seen: Mapping[Place, FoundFile], ids: Mapping[Place, int]) -> None:
        pairs = [(ids[place], to_stored(name)) for place, file in seen.items() for name in file.companions]
        self._database.conn.executemany("DELETE FROM companions WHERE photo_id = ?", [(ids[place],) for place in seen])
        self._database.conn.executemany("INSERT INTO companions (photo_id, name) VALUES (?, ?)", pairs)


def _version(file: FoundFile) -> Version:
    return Version(file.size, file.mtime_ns)


def _is_untouched(known: Known, file: FoundFile) -> bool:
    return known.ctime_ns is not None and known.ctime_ns == file.ctime_ns


def _is_changed(known: Known, file: FoundFile) -> bool:
    """Whether this is another file than the known one, or that one changed, as far as anything tells."""
    return known.version != _version(file) or None is not known.ctime_ns != file.ctime_ns is not None


def _together(version: Version, file: FoundFile) -> bool:
    return abs(version.mtime_ns - file.mtime_ns) <= _ONE_SHOT_NS


def _row(place: Place, file: FoundFile) -> tuple[object, ...]:
    return place[0], to_stored(place[1]), file.size, file.mtime_ns, file.ctime_ns
