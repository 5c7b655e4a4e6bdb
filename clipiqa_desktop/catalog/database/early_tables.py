"""Tables of early migrations, which never change, the newest first."""

STAGES = (
    "ALTER TABLE photos ADD COLUMN glance TEXT",
    # Shares 0 to 1 of the pixels, and mean luminance 0 to 1; `reason` is why nothing could be measured.
    """CREATE TABLE measures (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        version TEXT NOT NULL,
        reason TEXT,
        blown REAL,
        blocked REAL,
        luminance REAL
    )""",
)

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

FIRST_LIGHT = (
    # Paths and names are TEXT, or BLOB where the file system's bytes are no valid UTF-8.
    """CREATE TABLE folders (
        id INTEGER PRIMARY KEY,
        path NOT NULL UNIQUE,
        is_root INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE photos (
        id INTEGER PRIMARY KEY,
        folder_id INTEGER NOT NULL REFERENCES folders (id),
        name NOT NULL,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        gone INTEGER NOT NULL DEFAULT 0,
        decoder TEXT,
        fingerprint TEXT,
        error TEXT,
        width INTEGER,
        height INTEGER,
        orientation INTEGER,
        captured REAL,
        utc_offset_minutes INTEGER,
        camera TEXT,
        lens TEXT,
        focal_length_mm REAL,
        aperture REAL,
        shutter_s REAL,
        iso INTEGER,
        exposure_bias_ev REAL,
        flash INTEGER,
        has_gps INTEGER,
        UNIQUE (folder_id, name)
    )""",
    "CREATE INDEX photos_by_fingerprint ON photos (fingerprint)",
    """CREATE TABLE models (
        id INTEGER PRIMARY KEY,
        version TEXT NOT NULL UNIQUE,
        label TEXT NOT NULL,
        caution TEXT NOT NULL,
        logit_scale REAL NOT NULL,
        is_current INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE pairs (
        model_id INTEGER NOT NULL REFERENCES models (id),
        key TEXT NOT NULL,
        high_prompt TEXT NOT NULL,
        low_prompt TEXT NOT NULL,
        vectors BLOB NOT NULL,
        PRIMARY KEY (model_id, key)
    )""",
    """CREATE TABLE vectors (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        model_id INTEGER NOT NULL REFERENCES models (id),
        vector BLOB NOT NULL
    )""",
    """CREATE TABLE scores (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        model_id INTEGER NOT NULL REFERENCES models (id)
    )""",
)
