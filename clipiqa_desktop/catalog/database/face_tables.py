"""The tables of faces, as a migration makes them; what stands here is never changed."""

FACES = (
    # faces: how many; eyes_open, eye_focus: the numbers of the columns, NULL where they cannot be told.
    """CREATE TABLE faces (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        version TEXT NOT NULL,
        reason TEXT,
        faces INTEGER,
        eyes_open REAL,
        eye_focus REAL
    )""",
    # The largest of a photograph has the number 0. x, y, width, height: of its box, 0 to 1; pixels: its longer side at
    # full size; eye_width: of edges, in pixels; points: (x, y) of the eyes, 0 to 1, as 24 floats.
    """CREATE TABLE found_faces (
        photo_id INTEGER NOT NULL REFERENCES photos (id),
        number INTEGER NOT NULL,
        x REAL NOT NULL,
        y REAL NOT NULL,
        width REAL NOT NULL,
        height REAL NOT NULL,
        pixels REAL NOT NULL,
        presence REAL NOT NULL,
        left_opening REAL NOT NULL,
        right_opening REAL NOT NULL,
        is_doubtful INTEGER NOT NULL,
        eye_width REAL,
        points BLOB NOT NULL,
        PRIMARY KEY (photo_id, number)
    ) WITHOUT ROWID""",
)
