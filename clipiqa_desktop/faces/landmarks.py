"""The points of a face: MediaPipe's face mesh, version 2."""

from dataclasses import dataclass
from math import atan2, cos, degrees, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.faces.detection import Detection, Points
from clipiqa_desktop.faces.network import Network

INPUT = 256
"""Pixels a side of what the network looks at."""

_AROUND = 1.5  # the square around the longer side of a face's box
# Of either eye: outer corner, two points of the upper lid, inner corner, the two below them; of the mesh's 478 points.
_EYES = ((33, 160, 158, 133, 153, 144), (263, 387, 385, 362, 380, 373))
_FOREHEAD, _CHIN, _CHEEKS = 10, 152, (234, 454)


@dataclass(frozen=True)
class Square:
    """A turned square of a picture, in its pixels: its centre, its side, and by how much it is turned, in radians."""

    centre: tuple[float, float]
    side: float
    angle: float

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """The upright box around it."""
        half = self.side / 2 * (abs(cos(self.angle)) + abs(sin(self.angle)))
        x, y = self.centre
        return int(x - half) - 1, int(y - half) - 1, int(x + half) + 2, int(y + half) + 2

    def matrix(self, left: float, top: float, reduction: int) -> tuple[float, float, float, float, float, float]:
        """From pixels of the network's input to those of a part of the picture that begins there and is so many times
        as small.
        """
        step, half = self.side / INPUT, self.side / 2
        along, across = cos(self.angle), sin(self.angle)
        x = self.centre[0] - half * (along - across) - left
        y = self.centre[1] - half * (across + along) - top
        numbers = (along * step, -across * step, x, across * step, along * step, y)
        return tuple(each / reduction for each in numbers)  # type: ignore[return-value]


@dataclass(frozen=True, eq=False)
class Landmarks:
    """presence: how sure the network is, 0 to 1, that this is a face. eyes (2, 6, 2): in the picture's pixels, of the
    one to the left of the picture first: outer corner, two points of the upper lid, inner corner, the two below them.

    bounds (2, 2): the lowest and the highest (x, y) of all points. openings: of either eye, its height over its width
    ("eye aspect ratio"). pitch: how far the face looks down, in degrees, and yaw: how far it is turned aside.
    """

    presence: float
    eyes: Points
    bounds: Points
    openings: tuple[float, float]
    pitch: float
    yaw: float


class Mesh:
    """Looks at one face at a time."""

    def __init__(self, model: bytes) -> None:
        self._network = Network(model)

    def find(self, patch: Image.Image, square: Square) -> Landmarks:
        """patch: what `cut_out` made of the square."""
        points, presence = self._network(np.asarray(patch, np.float32) / np.float32(255))[:2]
        mesh = points.reshape(-1, 3).astype(np.float64)
        eyes = mesh[np.array(_EYES)]
        x_of_x, x_of_y, x, y_of_x, y_of_y, y = square.matrix(0, 0, 1)
        in_picture = mesh[:, :2] @ np.array([[x_of_x, y_of_x], [x_of_y, y_of_y]]) + (x, y)
        return Landmarks(
            float(1 / (1 + np.exp(-presence.item()))),
            in_picture[np.array(_EYES)],
            np.array([in_picture.min(axis=0), in_picture.max(axis=0)]),
            (_opening(eyes[0]), _opening(eyes[1])),
            *_pose(mesh),
        )


def square_of(face: Detection) -> Square:
    """Upright by the line through the eyes."""
    right, left = face.points[:2]
    angle = atan2(left[1] - right[1], left[0] - right[0])
    return Square((float(face.centre[0]), float(face.centre[1])), float(face.size.max()) * _AROUND, angle)


def around(landmarks: Landmarks, square: Square) -> Square:
    """Around all points that were found, turned as the square was in which they were."""
    low, high = landmarks.bounds
    x, y = (low + high) / 2
    return Square((float(x), float(y)), float((high - low).max()) * _AROUND, square.angle)


def cut_out(part: Image.Image, square: Square) -> Image.Image:
    """The network's input out of `part`, which is what lies in the square's bounds."""
    left, top = square.bounds[:2]
    reduction = max(1, int(square.side / INPUT))
    smaller = part.reduce(reduction) if reduction > 1 else part
    matrix = square.matrix(left, top, reduction)
    return smaller.transform((INPUT, INPUT), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _opening(eye: NDArray[np.float64]) -> float:
    """After Soukupova and Cech, Real-Time Eye Blink Detection using Facial Landmarks, 2016, eq. 1."""
    outer, first, second, inner, below_second, below_first = eye[:, :2]
    high = float(np.linalg.norm(first - below_first) + np.linalg.norm(second - below_second))
    return high / max(2 * float(np.linalg.norm(outer - inner)), 1e-6)


def _pose(mesh: NDArray[np.float64]) -> tuple[float, float]:
    """The depth of the mesh's points grows away from the camera."""
    down, aside = mesh[_CHIN] - mesh[_FOREHEAD], mesh[_CHEEKS[1]] - mesh[_CHEEKS[0]]
    return degrees(atan2(down[2], down[1])), degrees(atan2(aside[2], aside[0]))
