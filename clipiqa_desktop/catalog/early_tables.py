"""Tables of early migrations, which never change, the newest first."""

# `weights` is the hash with which a model's version begins: only with such a model the numbers mean anything.
LEARNED_PAIRS = """CREATE TABLE learned_pairs (
    key TEXT PRIMARY KEY,
    high_prompt TEXT NOT NULL,
    low_prompt TEXT NOT NULL,
    vectors BLOB NOT NULL,
    contexts BLOB NOT NULL,
    weights TEXT NOT NULL,
    photographs INTEGER NOT NULL,
    measure TEXT NOT NULL,
    held_out REAL
)"""

OWN_ATTRIBUTES = (
    # An id is never given again: its key names a column of `scores`, and may stand in kept filters.
    """CREATE TABLE own_attributes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        high_prompt TEXT NOT NULL,
        low_prompt TEXT NOT NULL,
        place INTEGER NOT NULL
    )""",
    # A higher number for each vector that is stored: whoever holds vectors in memory reads only newer ones.
    "ALTER TABLE vectors ADD COLUMN change INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX vectors_by_change ON vectors (change)",
)

SIDECARS_AND_CONFLICTS = (
    # Marks are NULL where the sidecar says nothing; a `problem` is why the file that is there now could not be read.
    """CREATE TABLE sidecars (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        name NOT NULL,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        digest TEXT NOT NULL,
        stars INTEGER,
        flag INTEGER,
        label INTEGER,
        modified REAL NOT NULL,
        problem TEXT
    )""",
    """CREATE TABLE conflicts (
        id INTEGER PRIMARY KEY,
        photo_id INTEGER NOT NULL REFERENCES photos (id),
        field TEXT NOT NULL,
        ours INTEGER NOT NULL,
        theirs INTEGER NOT NULL,
        kept_ours INTEGER NOT NULL,
        at REAL NOT NULL
    )""",
    "CREATE INDEX conflicts_by_photo ON conflicts (photo_id)",
)

MARKS_AND_COMPANIONS = (
    """CREATE TABLE marks (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        stars INTEGER NOT NULL,
        flag INTEGER NOT NULL,
        label INTEGER NOT NULL,
        changed REAL NOT NULL
    )""",
    """CREATE TABLE companions (
        photo_id INTEGER NOT NULL REFERENCES photos (id),
        name NOT NULL,
        PRIMARY KEY (photo_id, name)
    )""",
)
