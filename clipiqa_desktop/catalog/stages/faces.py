"""The faces of photographs: where they are, and whether their eyes are open and sharp; what is stored of them.

Nobody is recognised. No identity is computed or stored: a face is a box, the points of its
eyes and a few numbers of this one photograph.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.stages.focus import focus_of
from clipiqa_desktop.catalog.stages.stage_table import StageTable

# Of what finds them: only what this version found is shown.
VERSION = "faces-1"

CLOSED = 0.137
"""Eyes that open no further, as their height over their width, may be closed: of 253 faces of another project's list
94 of 100 that are said to be closed are, and 86 of 100 closed ones are found.
"""

SMALLEST = 60.0
"""Pixels of the full photograph; of the eyes of smaller faces nothing is said."""

MATTERS = 1 / 3
"""Faces that are larger than this share of the largest matter."""

SOFT_FROM = 1.2
"""Pixels; eyes whose edges are wider are called soft."""

_POINTS = struct.Struct("<24f")


class Eyes(Enum):
    """What can be said of the eyes of one photograph alone, in words for a person."""

    OPEN = "eyes open"
    CLOSED = "eyes may be closed"
    UNTOLD = "eyes cannot be told"


@dataclass(frozen=True)
class Face:
    """x, y, width, height: of its box, in shares of the upright photograph. pixels: the longer side of the box at full
    size. presence: how sure it is that this is a face, 0 to 1. openings: of either eye its height over its width.

    is_doubtful: it looks down, aside or through dark glasses, so that its openings alone say nothing. eye_width: sigma
    of the edges around the eyes, in pixels of the full photograph; None where there are none. points: of the eyes,
    (x, y) in shares of the photograph, six of the one to the left of the picture and six of the other.
    """

    x: float
    y: float
    width: float
    height: float
    pixels: float
    presence: float
    openings: tuple[float, float]
    is_doubtful: bool
    eye_width: float | None
    points: tuple[tuple[float, float], ...]

    @property
    def opening(self) -> float:
        """Of both eyes."""
        return sum(self.openings) / 2

    @property
    def eyes(self) -> Eyes:
        """What can be said of this face alone."""
        if self.pixels < SMALLEST or self.is_doubtful:
            return Eyes.UNTOLD
        return Eyes.CLOSED if self.opening <= CLOSED else Eyes.OPEN

    @property
    def is_soft(self) -> bool | None:
        """Whether its eyes are out of focus; None where that cannot be told."""
        return None if self.eye_width is None else self.eye_width > SOFT_FROM

    @property
    def between_eyes(self) -> tuple[float, float]:
        """The middle of all points of the eyes, in shares of the photograph."""
        return sum(x for x, _ in self.points) / len(self.points), sum(y for _, y in self.points) / len(self.points)


def those_that_matter(faces: Sequence[Face]) -> list[Face]:
    """Those larger than MATTERS of the largest, the largest first."""
    largest = max((face.pixels for face in faces), default=0.0)
    return sorted((face for face in faces if face.pixels > MATTERS * largest), key=lambda face: -face.pixels)


def eyes_open(faces: Sequence[Face]) -> float | None:
    """The least opening of the faces that matter, of those whose eyes can be told; None where there are none."""
    told = [face.opening for face in those_that_matter(faces) if face.eyes is not Eyes.UNTOLD]
    return min(told, default=None)


def eye_focus(faces: Sequence[Face]) -> float | None:
    """How sharp the eyes of the largest face are, on the scale of the focus; None where that cannot be told."""
    width = next((face.eye_width for face in those_that_matter(faces)), None)
    return None if width is None else focus_of(width)


class FaceStore(StageTable):
    """The numbers; the faces stand in a table of their own."""

    table, version = "faces", VERSION

    def store(self, photo_id: int, version: str, faces: Sequence[Face]) -> None:
        """Keeps what this version found in place of what was there; nothing of a photograph that is not known."""
        ordered = sorted(faces, key=lambda face: -face.pixels)
        numbers = {"faces": len(ordered), "eyes_open": eyes_open(ordered), "eye_focus": eye_focus(ordered)}
        with transaction(self._database):
            self._forget_faces(photo_id)
            self._put(photo_id, {"version": version, **numbers})
            self._database.conn.executemany(
                f"""INSERT INTO found_faces (photo_id, number, {_FACE}) SELECT id, {_places(12)} FROM photos
                WHERE id = ?""",
                [(number, *_row(face), photo_id) for number, face in enumerate(ordered)],
            )

    def store_failure(self, photo_id: int, version: str | None, reason: str) -> None:
        """Keeps why nobody could look. `version` is None where another try may go better."""
        with transaction(self._database):
            self._forget_faces(photo_id)
            super().store_failure(photo_id, version, reason)

    def of(self, photo_ids: Iterable[int]) -> dict[int, tuple[Face, ...]]:
        """What VERSION found in these photographs, the largest first; without those that nobody has looked at."""
        wanted = listed(photo_ids)
        looked_at = self._database.execute(
            f"SELECT photo_id FROM {self.shown} AND reason IS NULL AND photo_id {AMONG}", (wanted,)
        )
        found: dict[int, list[Face]] = {photo_id: [] for (photo_id,) in looked_at}
        rows = self._database.execute(
            f"SELECT photo_id, {_FACE} FROM found_faces WHERE photo_id {AMONG} ORDER BY photo_id, number", (wanted,)
        )
        for photo_id, *row in rows:
            if photo_id in found:
                found[photo_id].append(_face(row))
        return {photo_id: tuple(faces) for photo_id, faces in found.items()}

    def _forget_faces(self, photo_id: int) -> None:
        self._database.execute("DELETE FROM found_faces WHERE photo_id = ?", (photo_id,))


_FACE = "x, y, width, height, pixels, presence, left_opening, right_opening, is_doubtful, eye_width, points"


def _places(count: int) -> str:
    return ", ".join("?" * count)


def _row(face: Face) -> tuple[object, ...]:
    points = _POINTS.pack(*(number for point in face.points for number in point))
    box = face.x, face.y, face.width, face.height
    return *box, face.pixels, face.presence, *face.openings, face.is_doubtful, face.eye_width, points


def _face(row: Sequence[Any]) -> Face:
    x, y, width, height, pixels, presence, left, right, is_doubtful, eye_width, stored = row
    numbers = _POINTS.unpack(stored)
    points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    return Face(x, y, width, height, pixels, presence, (left, right), bool(is_doubtful), eye_width, points)
