"""The eyes of all frames of all stacks, compared within each stack. Faces belong together by their place alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.frame_order import ranks_as_taken
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.stages.faces import CLOSED, SMALLEST, Eyes, Face, those_that_matter
from clipiqa_desktop.culling.stacks.exposures import differs
from clipiqa_desktop.culling.stacks.stack_focus import brightness_within, shifts_within

Found = Mapping[int, Sequence[Face]]  # by photograph

_NEAR = 0.6  # of the width of a face, from the middle of one to that of the same in another frame
_ALIKE = 1.6  # so many times as large one may be as the other


@dataclass(frozen=True, eq=False)
class StackEyes:
    """Of the photographs `ids` (n,). closed: how many of the faces that matter have their eyes closed, where another
    frame of the stack shows the same face with open ones; NaN where nobody has looked at every frame of the stack, or
    no frame has faces. widths: of the edges around the eyes of the largest face, in pixels; NaN for a whole stack of
    which not every frame has that face, and for a frame that is exposed unlike the others.
    words: by photograph, of those with closed eyes.
    """

    ids: NDArray[np.int64]
    closed: NDArray[np.float32]
    widths: NDArray[np.float32]
    words: Mapping[int, str] = field(default_factory=dict)


def eyes_in_stacks(catalog: Catalog, stacks: Stacks) -> StackEyes:
    """Of the photographs `stacks.ids` (n,). Raises sqlite3.Error."""
    count = len(stacks.ids)
    closed, widths = np.full((2, count), np.nan, np.float32)
    words: dict[int, str] = {}
    found = catalog.faces.of(stacks.ids.tolist())
    for rows in _stacks_with_faces(stacks, found, ranks_as_taken(catalog, stacks.ids)):
        members = stacks.ids[rows].tolist()
        frames = [found[each] for each in members]
        shifts = shifts_within(catalog, members)
        told = [_closed_eyes(frames, shifts, number) for number in range(len(frames))]
        closed[rows] = [len(each) for each in told]
        widths[rows] = np.where(
            differs(brightness_within(catalog, members, shifts)), np.nan, _eye_widths(frames, shifts)
        )
        words.update((member, closed_words(each)) for member, each in zip(members, told, strict=True) if each)
    return StackEyes(stacks.ids, closed, widths, words)


def closed_words(faces: Sequence[Sequence[int]]) -> str:
    """`eyes closed, open in 2 and 4`: of each face in which frames of the stack, as taken, its eyes are open."""
    every = sorted(set.intersection(*map(set, faces)) or set().union(*map(set, faces)))
    where = " and ".join(filter(None, (", ".join(map(str, every[:-1])), str(every[-1]))))
    return f"{f'eyes of {len(faces)} closed' if len(faces) > 1 else 'eyes closed'}, open in {where}"


def open_elsewhere(frames: Sequence[Sequence[Face]], shifts: NDArray[np.float32], number: int, face: Face) -> list[int]:
    """In which frames, from 1, the same face has open eyes, if it does not in the frame of this number (from 0)."""
    if face.pixels < SMALLEST or face.opening > CLOSED:
        return []
    others = ((n, _same(face, frames[n], shifts[number] - shifts[n])) for n in range(len(frames)) if n != number)
    return [n + 1 for n, other in others if other and other.eyes is Eyes.OPEN]


def _stacks_with_faces(stacks: Stacks, found: Found, ranks: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The rows of each stack that was looked at as a whole and has any faces, in the order in which it was taken."""
    order = np.lexsort((ranks, stacks.stacks))
    groups = np.split(order, np.flatnonzero(np.diff(stacks.stacks[order])) + 1) if len(order) else []
    ids = stacks.ids
    return [
        rows for rows in groups if all(int(ids[n]) in found for n in rows) and any(found[int(ids[n])] for n in rows)
    ]


def _closed_eyes(frames: Sequence[Sequence[Face]], shifts: NDArray[np.float32], number: int) -> list[list[int]]:
    faces = those_that_matter(frames[number])
    return [where for face in faces if (where := open_elsewhere(frames, shifts, number, face))]


def _eye_widths(frames: Sequence[Sequence[Face]], shifts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of the face that is the largest in any of the frames, where all have it."""
    unknown = np.full(len(frames), np.nan, np.float32)
    number = max(range(len(frames)), key=lambda n: max((face.pixels for face in frames[n]), default=0.0))
    largest = max(frames[number], key=lambda face: face.pixels)
    same = [_same(largest, each, shifts[number] - shift) for each, shift in zip(frames, shifts, strict=True)]
    widths = [face.eye_width if face else None for face in same]
    return unknown if None in widths else np.array(widths, np.float32)


def _same(face: Face, others: Sequence[Face], shift: NDArray[np.float32]) -> Face | None:
    """The one at its place in another frame, against which its own is shifted (down, right) by so much."""
    down, right = shift
    x, y = face.x + face.width / 2 + right, face.y + face.height / 2 + down

    def away(other: Face) -> float:
        across, along = (other.x + other.width / 2 - x) / face.width, (other.y + other.height / 2 - y) / face.height
        return float(np.hypot(across, along))

    near = min(others, key=away, default=None)
    if near is None or away(near) > _NEAR or not 1 / _ALIKE < near.pixels / face.pixels < _ALIKE:
        return None
    return near
