"""From a file to the faces in it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from clipiqa_desktop.catalog.stages.faces import Face
from clipiqa_desktop.faces.detection import SIDE, Detection, Detector
from clipiqa_desktop.faces.eyes import are_doubtful, eye_width
from clipiqa_desktop.faces.full_frame import FullFrame, full_frame
from clipiqa_desktop.faces.landmarks import Landmarks, Mesh, Square, around, cut_out, square_of
from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.edge_widths import Noise, noise_of
from clipiqa_desktop.photos.render import Size, unpack
from clipiqa_desktop.photos.view import fitted

LEAST_PRESENCE = 0.5


class FaceFinder:
    """Both networks, ready to look at one photograph after the other."""

    def __init__(self, detector: bytes, mesh: bytes) -> None:
        self._detector, self._mesh = Detector(detector), Mesh(mesh)

    def find(self, path: Path) -> tuple[int, tuple[Face, ...]]:
        """The longer side of the photograph in pixels, and its faces. Raises Unreadable."""
        small, full_size = _small_picture(path)
        found = self._detector.find(small)
        if not found:
            return max(full_size), ()
        with opened(path, full_size=True) as picture:
            frame = full_frame(picture)
            scale = max(frame.size) / max(small.size)
            return max(full_size), tuple(self._faces(frame, [each.scaled(scale) for each in found]))

    def _faces(self, frame: FullFrame, found: Sequence[Detection]) -> Iterator[Face]:
        """Those that the second network takes for faces too."""
        noise: list[Noise] = []
        for each in found:
            square = square_of(each)
            landmarks = self._landmarks(frame, square)
            if landmarks.presence < LEAST_PRESENCE:
                # the box of a face that looks down or aside is beside it: its points tell better where it is
                square = around(landmarks, square)
                landmarks = self._landmarks(frame, square)
            if landmarks.presence >= LEAST_PRESENCE:
                noise = noise or noise_of(frame.luma)
                yield _face(frame, each, landmarks, square, noise)

    def _landmarks(self, frame: FullFrame, square: Square) -> Landmarks:
        return self._mesh.find(cut_out(frame.part(square.bounds), square), square)


def _small_picture(path: Path) -> tuple[Image.Image, Size]:
    """In which one looks for faces, and the upright size of the whole photograph."""
    with opened(path) as picture:
        size = fitted(picture.full_size, SIDE)
        unpacked = unpack(picture, size)
        return unpacked.finished(unpacked.resized(size)), picture.full_size


def _face(frame: FullFrame, found: Detection, landmarks: Landmarks, square: Square, noise: Sequence[Noise]) -> Face:
    size = np.array(frame.size)
    x, y = (found.centre - found.size / 2) / size
    width, height = found.size / size
    return Face(
        float(x),
        float(y),
        float(width),
        float(height),
        float(found.size.max() * frame.scale),
        landmarks.presence,
        landmarks.openings,
        are_doubtful(landmarks, frame.part(square.bounds), square.bounds[:2]),
        eye_width(frame, landmarks.eyes, noise),
        tuple((float(across), float(down)) for across, down in (landmarks.eyes / size).reshape(-1, 2)),
    )
