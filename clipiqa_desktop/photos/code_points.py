"""Colours told by numbers (CICP, ITU-T H.273), as AVIF, HEIC and PNG have them, or by PNG's gAMA and cHRM."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.photos.icc_profile import Primaries, grey_profile, rgb_profile, sampled_curve

_D65, _C, _DCI = (0.3127, 0.3290), (0.310, 0.316), (0.314, 0.351)
SRGB = Primaries(_D65, (0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
_SMPTE_170M = Primaries(_D65, (0.630, 0.340), (0.310, 0.595), (0.155, 0.070))
_PRIMARIES = {
    1: SRGB,
    2: SRGB,  # "unspecified"
    4: Primaries(_C, (0.67, 0.33), (0.21, 0.71), (0.14, 0.08)),
    5: Primaries(_D65, (0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
    6: _SMPTE_170M,
    7: _SMPTE_170M,
    8: Primaries(_C, (0.681, 0.319), (0.243, 0.692), (0.145, 0.049)),
    9: Primaries(_D65, (0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    11: Primaries(_DCI, (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    12: Primaries(_D65, (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    22: Primaries(_D65, (0.630, 0.340), (0.295, 0.605), (0.155, 0.077)),
}
# Curves of cameras for television: their pictures are made for screens much like sRGB's, and are shown so everywhere.
_LIKE_SRGB = frozenset({1, 2, 6, 7, 11, 12, 13, 14, 15})
_GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0, 17: 2.6}
_PQ, _HLG = 16, 18
_KNOWN = _LIKE_SRGB | _GAMMAS.keys() | {_PQ, _HLG}
_WHITE_NITS = 203.0
_HLG_PEAK_NITS, _HLG_GAMMA = 1000.0, 1.2
_SAMPLES = 4096
_NARROW = (16 / 255, 235 / 255)


@dataclass(frozen=True)
class CodePoints:
    """Colour primaries and transfer characteristics by their numbers, and whether the signal has its full range."""

    primaries: int
    transfer: int
    full_range: bool = True


def profile_of_code_points(told: CodePoints, *, grey: bool = False) -> bytes | None:
    """The ICC profile that means the same, empty for sRGB; None for numbers that are not known here.

    What is brighter than white (203 nits) in PQ and HLG becomes white.
    """
    primaries = _PRIMARIES.get(told.primaries)
    if primaries is None or told.transfer not in _KNOWN:
        return None
    if primaries == SRGB and told.transfer in _LIKE_SRGB and told.full_range:
        return b""
    return _profile(primaries, told.transfer, told.full_range, grey)


def profile_of_gamma(gamma: float | None, primaries: Primaries | None, *, grey: bool = False) -> bytes | None:
    """The ICC profile for what a PNG's gAMA (the exponent of whoever wrote it) and cHRM say; None for sRGB's and where
    they make no sense.
    """
    exponent = None if gamma is None or not 0.1 <= gamma <= 10 or abs(gamma - 1 / 2.2) < 0.002 else 1 / gamma
    if exponent is None and (primaries is None or _is_srgb(primaries)):
        return None
    try:
        curve = sampled_curve(_srgb(_signal()) if exponent is None else _signal() ** exponent)
        return grey_profile(curve) if grey else _rgb(primaries or SRGB, curve)
    except ValueError:
        return None


@lru_cache(maxsize=16)
def _profile(primaries: Primaries, transfer: int, full_range: bool, grey: bool) -> bytes:
    signal = _signal()
    if not full_range:
        signal = np.clip((signal - _NARROW[0]) / (_NARROW[1] - _NARROW[0]), 0, 1)
    curve = sampled_curve(_light(transfer, signal))
    return grey_profile(curve) if grey else _rgb(primaries, curve)


def _rgb(primaries: Primaries, curve: bytes) -> bytes:
    columns = primaries.columns().T.tolist()
    return rgb_profile(dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)), curve)


def _signal() -> NDArray[np.float64]:
    return np.linspace(0, 1, _SAMPLES)


def _light(transfer: int, signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Light for each signal, 1 for white, by one of the curves that are known."""
    if transfer in _LIKE_SRGB:
        return _srgb(signal)
    if transfer in _GAMMAS:
        light: NDArray[np.float64] = signal ** _GAMMAS[transfer]
        return light
    return {_PQ: _pq, _HLG: _hlg}[transfer](signal) / _WHITE_NITS


def _srgb(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)


def _pq(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """SMPTE ST 2084: nits."""
    power = signal ** (32 / 2523)
    nits: NDArray[np.float64] = 10_000 * (np.maximum(power - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * power)) ** (
        8192 / 1305
    )
    return nits


def _hlg(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """ARIB STD-B67 on a screen of 1,000 nits, each colour for itself: nits."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    nits: NDArray[np.float64] = _HLG_PEAK_NITS * scene**_HLG_GAMMA
    return nits


def _is_srgb(primaries: Primaries) -> bool:
    pairs = zip(
        (primaries.white, primaries.red, primaries.green, primaries.blue),
        (SRGB.white, SRGB.red, SRGB.green, SRGB.blue),
        strict=True,
    )
    return all(abs(one - other) < 0.002 for here, there in pairs for one, other in zip(here, there, strict=True))
