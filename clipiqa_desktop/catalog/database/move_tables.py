"""The tables of moves, begun and possible ones, as migrations make them; what stands here is never changed."""

PLANNED_MOVES = """CREATE TABLE planned_moves (
    photo_id INTEGER NOT NULL REFERENCES photos (id),
    target NOT NULL,
    name NOT NULL,
    is_done INTEGER NOT NULL,
    PRIMARY KEY (photo_id, target)
)"""

# path: of the original, which lies at `target` in a moment, or already, while the catalog has it at its old place.
ARRIVALS = """CREATE TABLE arrivals (
    target NOT NULL PRIMARY KEY,
    path NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photos (id)
)"""

# Photographs that were away when copies of theirs were found; of the person's stacks the one they are in, and theirs.
LEFT_BEHIND = """CREATE TABLE left_behind (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id),
    stack INTEGER,
    copied_stack INTEGER
)"""
