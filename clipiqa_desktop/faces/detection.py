"""Where faces may be: MediaPipe's detector for the full range, on the whole picture and on parts of it.

Its input has 192 pixels a side, in which a face that fills a tenth of the picture has 19. Half-overlapping squares show
the smaller ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.faces.network import Network

SIDE = 1280
"""The longer side, in pixels, of the picture in which one looks for faces."""

_INPUT = 192
_CELLS = 48  # anchors a side
_LEAST_SCORE = 0.5
_SAME = 0.3  # boxes that overlap by more are of one face
_INSIDE = 0.75  # so much counts what one box has of the other, where one is much smaller
_SQUARES = (1.0, 2 / 3)  # of the shorter side
_STEP = 0.6  # of a square, to the next one
_STEEPEST = 80.0

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Detection:
    """In pixels of the picture. score: 0 to 1. centre: (x, y) of its box, which is `size` (width, height).

    points (6, 2): right eye and left eye of the person, nose, mouth, ears.
    """

    score: float
    centre: Points
    size: Points
    points: Points

    def scaled(self, factor: float) -> "Detection":
        """The same in a picture that is so many times as large."""
        return Detection(self.score, self.centre * factor, self.size * factor, self.points * factor)


class Detector:
    """Finds faces in a picture, the surest first."""

    def __init__(self, model: bytes) -> None:
        self._network = Network(model)

    def find(self, picture: Image.Image) -> list[Detection]:
        """In an RGB picture whose longer side has SIDE pixels at most."""
        found = [each for square in _squares(*picture.size) for each in self._in_square(picture, *square)]
        return _one_each(sorted(found, key=lambda each: -each.score))

    def _in_square(self, picture: Image.Image, left: float, top: float, side: float) -> Iterator[Detection]:
        boxes, scores = self._network(_input(picture, left, top, side))
        surely = 1 / (1 + np.exp(-scores[:, 0].clip(-_STEEPEST, _STEEPEST)))
        corner = np.array([left, top])
        for place in np.flatnonzero(surely > _LEAST_SCORE):
            anchor = (np.array([place % _CELLS, place // _CELLS]) + 0.5) / _CELLS
            told = boxes[place].astype(np.float64).reshape(-1, 2) / _INPUT
            points = (anchor + np.delete(told, 1, axis=0)) * side + corner
            yield Detection(float(surely[place]), points[0], told[1] * side, points[1:])


def _input(picture: Image.Image, left: float, top: float, side: float) -> NDArray[np.float32]:
    """A square of the picture, black where it reaches beyond, from -1 to 1."""
    box = (round(left), round(top), round(left + side), round(top + side))
    square = picture.crop(box).resize((_INPUT, _INPUT), Image.Resampling.BILINEAR)
    return np.asarray(square, np.float32) / 127.5 - 1


def _squares(width: int, height: int) -> Iterator[tuple[float, float, float]]:
    """Left, top and side: one around the whole picture, then those inside it."""
    longer, shorter = max(width, height), min(width, height)
    yield (width - longer) / 2, (height - longer) / 2, longer
    for share in _SQUARES:
        side = shorter * share
        for top in _starts(height, side):
            yield from ((left, top, side) for left in _starts(width, side))


def _starts(length: float, side: float) -> Sequence[float]:
    count = ceil(max(0.0, length - side - 0.5) / (_STEP * side)) + 1
    return [float(each) for each in np.linspace(0, length - side, count)] if count > 1 else [(length - side) / 2]


def _one_each(found: Sequence[Detection]) -> list[Detection]:
    kept: list[Detection] = []
    for each in found:
        if all(_overlap(each, other) < _SAME for other in kept):
            kept.append(each)
    return kept


def _overlap(one: Detection, other: Detection) -> float:
    low = np.maximum(one.centre - one.size / 2, other.centre - other.size / 2)
    high = np.minimum(one.centre + one.size / 2, other.centre + other.size / 2)
    both = float(np.prod(np.maximum(high - low, 0)))
    first, second = float(np.prod(one.size)), float(np.prod(other.size))
    return max(both / (first + second - both), _INSIDE * both / min(first, second)) if both else 0.0
