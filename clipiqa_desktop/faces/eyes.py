"""What the eyes of a face look like: how sharp they are, and whether they can be seen at all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.faces.detection import Points
from clipiqa_desktop.faces.full_frame import Box, FullFrame
from clipiqa_desktop.faces.landmarks import Landmarks
from clipiqa_desktop.photos.edge_widths import Noise, width_within

# Degrees: of a face that is turned further aside one eye is hidden, and lids cover eyes that look further down. Looked
# at by hand: faces that look ahead have pitches from -16 to 11, those that look at their hands from 18 on.
_ASIDE, _DOWN = 40.0, 15.0
_OPENED_WIDE = 0.25  # whoever looks down and has opened the eyes so far has them open
# What is darker around the eyes than on the cheeks by so much is glass: seen .11 to .36; caps and rims .41 to .63.
_DARK_GLASS = 0.4

_BESIDE, _ABOVE = 0.25, 0.35  # of the width of an eye, around the points of both
_CHEEK = 1.6  # widths of an eye below it


def eye_width(frame: FullFrame, eyes: Points, noise: Sequence[Noise]) -> float | None:
    """Sigma of the edges in the band of the eyes (2, 6, 2), in pixels of the full photograph; None without edges."""
    width = width_within(frame.luma, frame.stored(_band(eyes)), noise)
    return None if width is None else width * frame.scale


def are_doubtful(landmarks: Landmarks, part: Image.Image, corner: tuple[int, int]) -> bool:
    """Whether the openings say nothing: it looks aside, or down, or through dark glasses.

    part: what there is around the face, which begins at `corner` (x, y) of the picture.
    """
    looks_down = landmarks.pitch > _DOWN and sum(landmarks.openings) / 2 < _OPENED_WIDE
    return looks_down or abs(landmarks.yaw) > _ASIDE or _brightness(part, landmarks.eyes - corner) < _DARK_GLASS


def _brightness(part: Image.Image, eyes: Points) -> float:
    """Of what is around the darker eye, 1 for as bright as the cheek below it."""
    grey = np.asarray(part.convert("L"))
    ratios = []
    for eye in eyes:
        middle, wide = eye.mean(axis=0), float(np.ptp(eye[:, 0])) + 1
        cheek = middle + np.array([0, _CHEEK * wide])
        ratios.append((_median(grey, middle, wide) + 1) / (_median(grey, cheek, wide) + 1))
    return min(ratios)


def _median(grey: NDArray[np.uint8], middle: Points, wide: float) -> float:
    """Of a box twice as wide as it is high."""
    half = np.array([wide / 2, wide / 4])
    (left, top), (right, bottom) = middle - half, middle + half
    box = grey[max(int(top), 0) : max(int(bottom), 0) + 1, max(int(left), 0) : max(int(right), 0) + 1]
    return float(np.median(box)) if box.size else 0.0


def _band(eyes: Points) -> Box:
    """The upright box around both eyes and a little more."""
    wide = float(np.linalg.norm(eyes[:, 0] - eyes[:, 3], axis=1).mean())
    margin = np.array([_BESIDE, _ABOVE]) * wide
    points = eyes.reshape(-1, 2)
    left, top = (int(each) for each in points.min(axis=0) - margin)
    right, bottom = (int(each) + 1 for each in points.max(axis=0) + margin)
    return left, top, right, bottom
