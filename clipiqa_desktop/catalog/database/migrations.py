"""How an older catalog becomes a newer one, step by step; what stands here is never changed, only added to."""

import re

from sqlite_utils import Database, Migrations

from clipiqa_desktop.catalog.database.early_tables import (
    FIRST_LIGHT,
    LEARNED_PAIRS,
    MARKS_AND_COMPANIONS,
    OWN_ATTRIBUTES,
    SIDECARS_AND_CONFLICTS,
    STAGES,
)
from clipiqa_desktop.catalog.database.face_tables import FACES
from clipiqa_desktop.catalog.database.move_tables import ARRIVALS, LEFT_BEHIND, PLANNED_MOVES
from clipiqa_desktop.catalog.database.turn_tables import SAID_TURNS, TURNS

migrations = Migrations("clipiqa-desktop")


@migrations()  # type: ignore[untyped-decorator]
def first_light(database: Database) -> None:
    """Folders, photographs, models, vectors and scores."""
    for statement in FIRST_LIGHT:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def marks_and_companions(database: Database) -> None:
    """What the person decided, and the files that follow a photograph: its RAW twin, the movie of a Live Photo."""
    for statement in MARKS_AND_COMPANIONS:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def sidecars_and_conflicts(database: Database) -> None:
    """What sidecars said last, and where they and the person disagreed."""
    for statement in SIDECARS_AND_CONFLICTS:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def own_attributes(database: Database) -> None:
    """Attributes that the person adds, and which vectors are newer than others."""
    for statement in OWN_ATTRIBUTES:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def learned_pairs(database: Database) -> None:
    """Attributes of the person's own whose prompts were learned."""
    database.execute(LEARNED_PAIRS)


@migrations()  # type: ignore[untyped-decorator]
def stages(database: Database) -> None:
    """Which version of the stage glance told the facts, and what the stage measure found."""
    for statement in STAGES:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def identity(database: Database) -> None:
    """A place may be that of several photographs, if no more than one of them is there; no id is ever given twice."""
    _rebuild_photos(database)
    for statement in _IDENTITY:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def left_out_folders(database: Database) -> None:
    """Folders that the person leaves out; `photos.gone` is 2 in them."""
    database.execute("ALTER TABLE folders ADD COLUMN is_left_out INTEGER NOT NULL DEFAULT 0")


@migrations()  # type: ignore[untyped-decorator]
def labels_in_words(database: Database) -> None:
    """Labels that are none of the five colours; all sidecars are read anew, for more of what they say is understood."""
    database.execute("ALTER TABLE sidecars ADD COLUMN label_text TEXT NOT NULL DEFAULT ''")
    database.execute("UPDATE sidecars SET size = -1")


@migrations()  # type: ignore[untyped-decorator]
def colours_told_by_numbers(database: Database) -> None:
    """Reads and scores anew the kinds of files of which colours or pages are understood now that were not before.

    Until then they keep the scores that they have; all other kinds are left alone, which a new version of the decoder
    would not do.
    """
    kinds = ("png", "avif", "avifs", "heic", "heics", "heif", "heifs", "hif", "tif", "tiff")
    is_one = " OR ".join(f"name LIKE '%.{kind}'" for kind in kinds)
    for table in ("vectors", "measures"):
        if database[table].exists():
            database.execute(f"DELETE FROM {table} WHERE photo_id IN (SELECT id FROM photos WHERE {is_one})")
    database.execute(f"UPDATE photos SET decoder = NULL WHERE {is_one}")


@migrations()  # type: ignore[untyped-decorator]
def exports(database: Database) -> None:
    """What exports wrote where, and which originals of moved photographs are still to be deleted."""
    for statement in _EXPORTS:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def coming_marks(database: Database) -> None:
    """Marks that were about to be written to a sidecar, until it is known that they were."""
    database.execute(
        """CREATE TABLE coming_marks (
            photo_id INTEGER PRIMARY KEY,
            stars INTEGER NOT NULL,
            flag INTEGER NOT NULL,
            label INTEGER NOT NULL
        )"""
    )


@migrations()  # type: ignore[untyped-decorator]
def exports_of_photographs(database: Database) -> None:
    """Of which photograph an exported file was; 0 where that was not kept."""
    database.execute("ALTER TABLE exported ADD COLUMN photo_id INTEGER NOT NULL DEFAULT 0")


@migrations()  # type: ignore[untyped-decorator]
def clocks(database: Database) -> None:
    """The numbers of camera bodies, and clocks that were wrong."""
    for statement in _CLOCKS:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def times_told_by_sidecars(database: Database) -> None:
    """Looks again at the photographs without a time that have a sidecar, which may say it."""
    database.execute("UPDATE photos SET glance = NULL WHERE captured IS NULL AND id IN (SELECT photo_id FROM sidecars)")


@migrations()  # type: ignore[untyped-decorator]
def first_look(database: Database) -> None:
    """How frames of a burst and of a bracket are told, and under which key the picture embedded in the file is kept."""
    for column in ("exposure_mode INTEGER", "burst TEXT", "burst_number INTEGER", "embedded TEXT"):
        database.execute(f"ALTER TABLE photos ADD COLUMN {column}")


@migrations()  # type: ignore[untyped-decorator]
def stacks(database: Database) -> None:
    """How alike photographs are, and what the person joined, took apart, and put on top."""
    for statement in _STACKS:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def focus(database: Database) -> None:
    """How sharp photographs are at full size, and where."""
    for statement in _FOCUS:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def tastes(database: Database) -> None:
    """Attributes that were learned from the person's marks: beside which column, and whether they are learned again."""
    for column in ("rival TEXT NOT NULL DEFAULT ''", "rival_held_out REAL", "follows INTEGER"):
        database.execute(f"ALTER TABLE learned_pairs ADD COLUMN {column}")


@migrations()  # type: ignore[untyped-decorator]
def directions(database: Database) -> None:
    """Along which directions the edges of a photograph lie, by which frames of a stack that moved are told."""
    database.execute("ALTER TABLE focus_maps ADD COLUMN directions BLOB")


@migrations()  # type: ignore[untyped-decorator]
def turns(database: Database) -> None:
    """Photographs that the person turned."""
    database.execute(TURNS)


@migrations()  # type: ignore[untyped-decorator]
def faces(database: Database) -> None:
    """Where faces are, and what can be said of their eyes; nobody is recognised."""
    for statement in FACES:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def planned_moves(database: Database) -> None:
    """How the photographs of a move that has not ended yet are to be called."""
    database.execute(PLANNED_MOVES)


@migrations()  # type: ignore[untyped-decorator]
def arrivals(database: Database) -> None:
    """The files of a photograph that is being moved just now."""
    database.execute(ARRIVALS)


@migrations()  # type: ignore[untyped-decorator]
def said_turns(database: Database) -> None:
    """How sidecars say that photographs stand, what they said before, and whether that waits for the photograph."""
    for statement in SAID_TURNS:
        database.execute(statement)


@migrations()  # type: ignore[untyped-decorator]
def left_behind(database: Database) -> None:
    """Photographs of folders that were away when copies of them were found, and on which disk added folders lay."""
    database.execute(LEFT_BEHIND)
    database.execute("ALTER TABLE folders ADD COLUMN device INTEGER")


def _rebuild_photos(database: Database) -> None:
    """The same table, but that only what is in its place has that place for itself. Needs foreign keys to be off."""
    (made,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'photos'").fetchone()
    anew = re.sub(r",\s*UNIQUE \(folder_id, name\)", "", made)
    anew = re.sub(r"\bid INTEGER PRIMARY KEY\b", "id INTEGER PRIMARY KEY AUTOINCREMENT", anew)
    database.execute(re.sub(r"^CREATE TABLE \W?photos\W?\s*\(", "CREATE TABLE photos_anew (", anew))
    database.execute("INSERT INTO photos_anew SELECT * FROM photos")
    database.execute("DROP TABLE photos")
    database.execute("ALTER TABLE photos_anew RENAME TO photos")


_STACKS = (
    # The signature is empty where none could be made.
    """CREATE TABLE signatures (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        version TEXT NOT NULL,
        signature BLOB NOT NULL
    )""",
    # `stack` is a number that those share which the person joined, 0 for what shall belong to no stack, and NULL where
    # the person has only said that it is the top of its stack.
    """CREATE TABLE own_stacks (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        stack INTEGER,
        is_top INTEGER NOT NULL DEFAULT 0
    )""",
)

_CLOCKS = (
    "ALTER TABLE photos ADD COLUMN serial TEXT",
    # Seconds to be added to `captured`, which stays as the camera wrote it; NULL where nothing was ever said.
    "ALTER TABLE photos ADD COLUMN clock_shift REAL",
    # For photographs that come into this folder or below it, '' for any; camera and serial are '' where unknown.
    """CREATE TABLE clock_shifts (
        folder NOT NULL,
        camera TEXT NOT NULL,
        serial TEXT NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (folder, camera, serial)
    )""",
)

_EXPORTS = (
    # Of what the program may change in a file that it exported: a sidecar, or the XMP of a JPEG. Two digests of one
    # path while a newer version is on its way there.
    "CREATE TABLE exported (path NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (path, digest)) WITHOUT ROWID",
    # `target` holds the same, as it was found when the photograph was moved there.
    """CREATE TABLE leftovers (
        path NOT NULL PRIMARY KEY,
        target NOT NULL,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL
    )""",
)

_FOCUS = (
    # Without numbers and without a reason: the photograph has no edges. width, quarter: of edges, in pixels; x, y:
    # where it is sharpest, 0 to 1.
    """CREATE TABLE focus (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        version TEXT NOT NULL,
        reason TEXT,
        focus REAL,
        width REAL,
        quarter REAL,
        x REAL,
        y REAL
    )""",
    # Beside the numbers, which are read for all photographs at once.
    "CREATE TABLE focus_maps (photo_id INTEGER PRIMARY KEY REFERENCES photos (id), tiles BLOB NOT NULL)",
)

_IDENTITY = (
    "CREATE UNIQUE INDEX photos_in_place ON photos (folder_id, name) WHERE NOT gone",
    "CREATE INDEX photos_gone ON photos (folder_id, name) WHERE gone",
    "CREATE INDEX photos_gone_by_size ON photos (size) WHERE gone",
    "CREATE INDEX photos_by_fingerprint ON photos (fingerprint)",
    "CREATE INDEX photos_by_size ON photos (size, mtime_ns, name)",
    "CREATE INDEX photos_read_by_size ON photos (size, mtime_ns, name) WHERE fingerprint NOT NULL",
    # When the file changed in any way, where the system says so; NULL where nobody looked.
    "ALTER TABLE photos ADD COLUMN ctime_ns INTEGER",
    # While nobody has seen what the other file at a known place is: who holds what was known of the one before.
    "ALTER TABLE photos ADD COLUMN aside INTEGER REFERENCES photos (id)",
    # 1: the content is to be compared with the fingerprint; 2: the person has it read and scored anew.
    "ALTER TABLE photos ADD COLUMN recheck INTEGER NOT NULL DEFAULT 0",
    # Rows that turned out to be another photograph found again, and which: a window may still show them.
    "CREATE TABLE successors (id INTEGER PRIMARY KEY, successor INTEGER NOT NULL)",
    "CREATE INDEX successors_by_successor ON successors (successor)",
)
