"""The catalog as one object: one connection for one thread, and what can be asked of it."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from clipiqa_desktop.catalog.clocks import Clocks
from clipiqa_desktop.catalog.database.displaced import identity, keep_beside
from clipiqa_desktop.catalog.database.schema import open_database, transaction
from clipiqa_desktop.catalog.exported import Exported
from clipiqa_desktop.catalog.identity.arrivals import Arrivals
from clipiqa_desktop.catalog.identity.folders import Folders
from clipiqa_desktop.catalog.identity.planned_moves import PlannedMoves
from clipiqa_desktop.catalog.identity.relocation import Relocation
from clipiqa_desktop.catalog.identity.succession import Succession
from clipiqa_desktop.catalog.marks.conflicts import Conflicts
from clipiqa_desktop.catalog.marks.marks import MarkStore
from clipiqa_desktop.catalog.marks.own_stacks import OwnStacks
from clipiqa_desktop.catalog.marks.sidecar_store import SidecarStore
from clipiqa_desktop.catalog.marks.turns import Turns
from clipiqa_desktop.catalog.photos import Photos
from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.catalog.scores.models import Models
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttributes
from clipiqa_desktop.catalog.scores.scores import Scores
from clipiqa_desktop.catalog.stages.faces import FaceStore
from clipiqa_desktop.catalog.stages.focus import FocusStore
from clipiqa_desktop.catalog.stages.measures import Measures
from clipiqa_desktop.catalog.stages.signatures import Signatures
from clipiqa_desktop.catalog.stages.stage_table import StageTable


class Catalog:
    """Opens or creates the catalog at `path`. Raises CatalogUnusable with a sentence where that cannot be.

    `built_in` are the keys of the attributes that everybody has; those of the person's own come after them.
    """

    def __init__(self, path: Path, built_in: tuple[str, ...]) -> None:
        self.path = path
        self._database = open_database(path, built_in)
        self.connection: sqlite3.Connection = self._database.conn
        self._file = identity(path)
        self.folders = Folders(self._database)
        self.photos = Photos(self._database)
        self.clocks = Clocks(self._database)
        self.relocation = Relocation(self._database)
        self.planned_moves = PlannedMoves(self._database)
        self.arrivals = Arrivals(self._database)
        self.exported = Exported(self._database)
        self.succession = Succession(self._database)
        self.measures = Measures(self._database)
        self.focus = FocusStore(self._database)
        self.faces = FaceStore(self._database)
        self.measured: Mapping[Source, StageTable] = {
            Source.MEASURES: self.measures, Source.FOCUS: self.focus, Source.FACES: self.faces,
        }  # fmt: skip
        self.signatures = Signatures(self._database)
        self.own_stacks = OwnStacks(self._database)
        self.turns = Turns(self._database)
        self.models = Models(self._database)
        self.marks = MarkStore(self._database)
        self.conflicts = Conflicts(self._database)
        self.sidecars = SidecarStore(self._database, self.marks, self.conflicts)
        self.own_attributes = OwnAttributes(self._database)
        self.scores = Scores(self._database, built_in, self.own_attributes)

    def transaction(self) -> AbstractContextManager[None]:
        """All that is read and written inside is one step, for everybody who uses the catalog."""
        return transaction(self._database)

    @contextmanager
    def waiting_at_most(self, seconds: float) -> Iterator[None]:
        """Inside, whoever holds the catalog is waited for so long at most, then sqlite3.OperationalError is raised."""
        usual = self.connection.execute("PRAGMA busy_timeout").fetchone()[0]
        self.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {usual}")

    def data_version(self) -> int:
        """Another number than last time where another connection has written since."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def commands(self) -> int:
        """How many commands have written, by a number in the head of the file."""
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def count_command(self) -> None:
        """One more has; where that cannot be written, what it wrote shows later. Of two at once one may be counted."""
        with suppress(sqlite3.Error):
            self.connection.execute(f"PRAGMA user_version = {(self.commands() + 1) % 2**31}")

    def is_displaced(self) -> bool:
        """Whether another program deleted or replaced the file, so that nobody else sees what is written here."""
        with suppress(OSError):
            return identity(self.path) != self._file
        return False

    def keep_displaced(self) -> Path | None:
        """Where that is so, keeps what is known here in a file beside it, and answers which. Raises sqlite3.Error."""
        return keep_beside(self.connection, self.path) if self.is_displaced() else None

    def close(self) -> None:
        """Closes the database; everything stored is already on the disk."""
        self.connection.close()
