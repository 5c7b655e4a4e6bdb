"""What exports wrote into which files, so that their copies can be told from what somebody changed since."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import from_stored, to_stored
from clipiqa_desktop.catalog.database.schema import transaction


class Exported:
    """Digests of what the program wrote, by path. Those of files that are gone stay, and tell nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def digests(self, path: Path) -> dict[str, int]:
        """What the program wrote there last, and of which photograph; two where it was killed while it wrote one."""
        rows = self._database.execute("SELECT digest, photo_id FROM exported WHERE path = ?", (to_stored(str(path)),))
        return dict(rows.fetchall())

    def photographs_in(self, folder: Path) -> list[tuple[str, int]]:
        """The names of the files that the program wrote right there, and of which photograph; 0 where it is unknown."""
        within = to_stored(str(folder / "x"))[:-1]
        rows = self._database.execute(
            "SELECT path, photo_id FROM exported WHERE substr(path, 1, ?) = ? ORDER BY path", (len(within), within)
        )
        found = ((from_stored(path), photo_id) for path, photo_id in rows)
        return [(Path(path).name, photo_id) for path, photo_id in found if Path(path).parent == folder]

    def store_coming(self, photo_id: int, digests: Mapping[Path, str]) -> None:
        """These files of a photograph will be written in a moment, in place of what may be there."""
        with transaction(self._database):
            for path, digest in digests.items():
                self._add(photo_id, path, digest)

    def store(self, photo_id: int, digests: Mapping[Path, str]) -> None:
        """These are there now, and nothing else that the program wrote."""
        with transaction(self._database):
            for path, digest in digests.items():
                self._add(photo_id, path, digest)
                self._database.execute(
                    "DELETE FROM exported WHERE path = ? AND digest != ?", (to_stored(str(path)), digest)
                )

    def forget(self, paths: Iterable[Path]) -> None:
        """These are no copies, or no longer: they are never brought up to date."""
        with transaction(self._database):
            for path in paths:
                self._database.execute("DELETE FROM exported WHERE path = ?", (to_stored(str(path)),))

    def _add(self, photo_id: int, path: Path, digest: str) -> None:
        values = (to_stored(str(path)), digest, photo_id)
        self._database.execute("INSERT OR REPLACE INTO exported (path, digest, photo_id) VALUES (?, ?, ?)", values)
