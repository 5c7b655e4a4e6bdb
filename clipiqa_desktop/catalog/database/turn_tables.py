"""The tables of photographs that stand otherwise than their files say, as migrations make them."""

TURNS = """CREATE TABLE turns (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
    quarters INTEGER NOT NULL
)"""

# `before` is what the sidecar said before, `waiting` whether it has not turned the photograph yet.
SAID_TURNS = (
    """CREATE TABLE said_turns (
        photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
        orientation INTEGER NOT NULL,
        before INTEGER,
        waiting INTEGER NOT NULL
    )""",
    "CREATE INDEX said_turns_waiting ON said_turns (photo_id) WHERE waiting",
)
