"""Panoramas: the camera turned step by step, each frame overlapping with the one before."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.shooting import Numbers, Shooting
from clipiqa_desktop.culling.stacks.correlation import Floats, Shifts, in_one_thread
from clipiqa_desktop.culling.stacks.likeness import Signatures, luma
from clipiqa_desktop.culling.stacks.likeness_cache import LikenessCache
from clipiqa_desktop.culling.stacks.sequences import Rows, runs
from clipiqa_desktop.photos.signature import SIDE

LEAST_FRAMES = 3
LEAST_ALIKE = 0.60  # where they overlap
_TURN_S, _PAUSE_S = 0.5, 10.0  # no hand turns the camera faster, and none waits longer
_SAME = 0.02  # relative, of focal lengths and apertures
_THIRD_EV = 1 / 3 + 0.1
_ROUGH = 7  # cells: what is larger than that is light and sky, and alike in strangers
_FAR = np.arange(5, 19)  # of 24 columns: 20 to 75 %
_TURNED = Shifts(np.concatenate([-_FAR[::-1], _FAR]), np.arange(-2, 3))
_STILL = 0.97  # so alike where they stand, and nothing has turned
_NOT_TURNED = Shifts(np.arange(-4, 5), np.arange(-2, 3))
_CHUNK = 100


def panoramas(shooting: Shooting, sequence: Rows, between: Numbers, alike: LikenessCache) -> Iterator[Rows]:
    """Those among the rows of a sequence, `between` whose neighbours so many seconds (n - 1,) lie: three frames or more
    within 10 s each, of one focal length and an exposure that differs by a third of a stop at most, that all move one
    way by 20 to 75 % and are 0.6 alike where they overlap.
    """
    near = (between >= _TURN_S) & (between <= _PAUSE_S) & _same_settings(shooting, sequence)
    likely = np.flatnonzero(near)
    near[likely] = alike.of(shooting, sequence[likely], sequence[likely + 1]) < _STILL  # not NaN either
    for run in runs(near):
        if run.stop - run.start >= LEAST_FRAMES:
            frames = alike.signatures(shooting.ids[sequence[run]].tolist())
            overlapping, moved = _overlap(frames)
            for way in (-1, 1):
                for part in runs((overlapping >= LEAST_ALIKE) & (np.sign(moved) == way)):
                    if part.stop - part.start >= LEAST_FRAMES:
                        yield sequence[run][part]


def _same_settings(shooting: Shooting, rows: Rows) -> NDArray[np.bool_]:
    with np.errstate(divide="ignore", invalid="ignore"):
        stops = np.log2(shooting.shutter_s[rows] * np.nan_to_num(shooting.iso[rows], nan=100.0))
        lens = np.log(shooting.focal_length_mm[rows])
    same: NDArray[np.bool_] = ~(np.abs(np.diff(stops)) > _THIRD_EV) & ~(np.abs(np.diff(lens)) > _SAME)
    return same


def _overlap(frames: Signatures) -> tuple[Floats, Floats]:
    """How alike each and the next (n - 1,) are where they overlap once the camera has turned, 0 where they are more so
    unless it has; and by what share of the width.
    """
    found = []
    with in_one_thread():
        for start in range(0, len(frames) - 1, _CHUNK):
            pictures = _detail(luma(frames[start : start + _CHUNK + 1]))
            numbers = np.arange(pictures.shape[1])
            pairs = pictures, numbers[:-1], numbers[1:]
            alike, moves = _TURNED.best(_TURNED.correlations(*pairs))
            unmoved, _ = _NOT_TURNED.best(_NOT_TURNED.correlations(*pairs))
            found.append((np.where(alike > unmoved, alike, 0), moves[:, 1]))
    return np.concatenate([each[0] for each in found]), np.concatenate([each[1] for each in found])


def _detail(pictures: Floats) -> Floats:
    """Pictures (SIDE, n, SIDE) less the mean of the cells about each."""
    half = _ROUGH // 2
    padded = np.pad(pictures, ((half, half), (0, 0), (half, half)), "edge")
    sums = np.pad(padded.cumsum(axis=0).cumsum(axis=2), ((1, 0), (0, 0), (1, 0)))
    rows = sums[_ROUGH:] - sums[:-_ROUGH]
    detail: Floats = pictures - (rows[:, :, _ROUGH:] - rows[:, :, :-_ROUGH]) / _ROUGH**2
    assert detail.shape[0] == SIDE
    return detail
