"""Exposure brackets: the same picture several times on purpose, lighter and darker."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.shooting import Numbers, Shooting
from clipiqa_desktop.culling.stacks.sequences import Rows, runs

LEAST_ALIKE = 0.70
_PAUSE_S, _PAUSE_EXPOSURES = 2.0, 2.0  # between two frames, and so many times the longer exposure of the two
_SAME = 0.02  # relative, of focal lengths and apertures
_STEP_EV, _ROUNDED_EV = 0.25, 0.15  # the least step, and by how much nominal times and ISO numbers are off
_RANGE_EV = 1.0 - _ROUNDED_EV
_MOST = 10  # frames: nine, and the middle once more
_AUTO_BRACKET = 2  # of EXIF's ExposureMode


def brackets(shooting: Shooting, sequence: Rows, gaps: Numbers, alike: NDArray[np.float32]) -> list[Rows]:
    """The brackets among the rows of a sequence, whose neighbours are `gaps` seconds (n - 1,) apart and so alike.

    At least three frames of one focal length and aperture, evenly spaced in exposure over a stop or more, in any order;
    where the camera says that it brackets, also two, and over less. The middle one may come twice. Unknown likeness
    counts as alike.
    """
    exposures = _exposures(shooting, sequence)
    joined = _may_join(shooting, sequence, gaps) & ~(alike < LEAST_ALIKE) & np.isfinite(np.diff(exposures))
    found: list[Rows] = []
    for run in runs(joined):
        rows = sequence[run]
        if np.ptp(exposures[run]) >= _STEP_EV:
            found += [rows[part] for part in _partition(_Told(shooting, rows, exposures[run]))]
    return found


def is_bracket(exposures: Sequence[float], *, told: bool) -> bool:
    """Whether these exposures (EV, in any order) are one bracket; `told` where the camera says so of all of them."""
    values = sorted(exposures)
    steps = [after - before for before, after in pairwise(values)]
    middle = len(steps) // 2
    if len(steps) % 2 and steps[middle] < _ROUNDED_EV:
        del steps[middle]
    if len(steps) < (1 if told else 2) or min(steps) < _STEP_EV:
        return False
    mean = sum(steps) / len(steps)
    is_even = max(abs(step - mean) for step in steps) <= _ROUNDED_EV
    return is_even and (told or values[-1] - values[0] >= _RANGE_EV)


def _exposures(shooting: Shooting, rows: Rows) -> Numbers:
    """How bright each frame becomes, in stops, by time and ISO; apertures are the same. NaN where unknown."""
    shutter, iso = shooting.shutter_s[rows], shooting.iso[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        exposures: Numbers = np.log2(shutter) + np.where(np.isfinite(iso), np.log2(iso), 0)
    return exposures


def _may_join(shooting: Shooting, rows: Rows, gaps: Numbers) -> NDArray[np.bool_]:
    longest = np.maximum(shooting.shutter_s[rows[:-1]], shooting.shutter_s[rows[1:]])
    in_time = gaps <= _PAUSE_S + _PAUSE_EXPOSURES * np.nan_to_num(longest)
    same = [_unchanged(values[rows]) for values in (shooting.focal_length_mm, shooting.aperture)]
    return in_time & same[0] & same[1]


def _unchanged(values: Numbers) -> NDArray[np.bool_]:
    before, after = values[:-1], values[1:]
    unknown = np.isnan(before) & np.isnan(after)  # a manual lens
    same: NDArray[np.bool_] = unknown | (np.abs(after - before) <= _SAME * np.abs(before))
    return same


class _Told:
    """The exposures of some frames, and whether the camera says that they are a bracket: by its mode, or by a
    compensation of its own for each that its exposure follows.
    """

    def __init__(self, shooting: Shooting, rows: Rows, exposures: Numbers) -> None:
        self.exposures: list[float] = exposures.tolist()
        self._by_mode = (shooting.exposure_mode[rows] == _AUTO_BRACKET).tolist()
        # What is left where the compensation is taken off: the same for all of a bracket.
        self._rest = (exposures - shooting.exposure_bias_ev[rows]).tolist()

    def is_bracket(self, start: int, end: int) -> bool:
        """Whether those from `start` up to `end` are one."""
        rest = self._rest[start:end]
        told = all(self._by_mode[start:end]) or max(rest) - min(rest) <= _ROUNDED_EV
        return is_bracket(self.exposures[start:end], told=told)


def _partition(frames: _Told) -> list[slice]:
    """The brackets, one after another, that hold the most frames.

    Of two ways the one with fewer brackets, then the one with fewer frames that come twice: one that is taken again is
    two.
    """
    best: list[tuple[int, int, int, list[slice]]] = [(0, 0, 0, [])]
    for end in range(1, len(frames.exposures) + 1):
        options = [best[end - 1]]
        for start in range(max(0, end - _MOST), end - 1):
            if frames.is_bracket(start, end):
                held, fewer, once, parts = best[start]
                twice = (end - start) % 2 == 0
                options.append((held + end - start, fewer - 1, once - twice, [*parts, slice(start, end)]))
        best.append(max(options, key=lambda option: option[:3]))
    return best[-1][3]
