"""The catalog as one object: one connection for one thread, and what can be asked of it."""

import sqlite3
from pathlib import Path

from clipiqa_desktop.catalog.conflicts import Conflicts
from clipiqa_desktop.catalog.folders import Folders
from clipiqa_desktop.catalog.marks import Marks
from clipiqa_desktop.catalog.models import Models
from clipiqa_desktop.catalog.photos import Photos
from clipiqa_desktop.catalog.schema import open_database
from clipiqa_desktop.catalog.scores import Scores
from clipiqa_desktop.catalog.sidecars import Sidecars


class Catalog:
    """Opens or creates the catalog at `path`. Raises CatalogUnusable with a sentence where that cannot be."""

    def __init__(self, path: Path, score_keys: tuple[str, ...]) -> None:
        self._database = open_database(path)
        self.connection: sqlite3.Connection = self._database.conn
        self.folders = Folders(self._database)
        self.photos = Photos(self._database)
        self.models = Models(self._database)
        self.marks = Marks(self._database)
        self.conflicts = Conflicts(self._database)
        self.sidecars = Sidecars(self._database, self.marks, self.conflicts)
        self.scores = Scores(self._database, score_keys)

    def close(self) -> None:
        """Closes the database; everything stored is already on the disk."""
        self.connection.close()
