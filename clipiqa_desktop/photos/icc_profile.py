"""Making the ICC profile of colours that are told in another way: by their primaries, their white and their curve."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

D50 = (0.96420, 1.00000, 0.82491)
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_VERSION_2_4 = b"\x02\x40\0\0"

Chromaticity = tuple[float, float]


@dataclass(frozen=True)
class Primaries:
    """The (x, y) of white, red, green and blue."""

    white: Chromaticity
    red: Chromaticity
    green: Chromaticity
    blue: Chromaticity

    def columns(self) -> NDArray[np.float64]:
        """Red, green and blue as columns of XYZ (3, 3), seen under D50. Raises ValueError where they are no colours."""
        mixed = np.array([_xyz(each) for each in (self.red, self.green, self.blue)]).T
        white = _xyz(self.white)
        try:
            columns = mixed * np.linalg.solve(mixed, white)
        except np.linalg.LinAlgError as error:
            raise ValueError("the primaries lie on one line") from error
        cones = _BRADFORD @ np.array(D50) / (_BRADFORD @ white)
        adapted: NDArray[np.float64] = np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD @ columns
        if not np.isfinite(adapted).all() or np.abs(adapted).max() > 4:
            raise ValueError("the primaries are none of light")
        return adapted


def rgb_profile(columns: Mapping[bytes, Sequence[float]], curve: bytes) -> bytes:
    """A profile of three primaries (`rXYZ`, `gXYZ`, `bXYZ`: XYZ under D50) with one curve for all of them."""
    tags = {name: b"XYZ \0\0\0\0" + _fixed(colour) for name, colour in {**columns, b"wtpt": D50}.items()}
    return _profile(b"RGB ", tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def grey_profile(curve: bytes) -> bytes:
    """A profile of grey."""
    return _profile(b"GRAY", {b"wtpt": b"XYZ \0\0\0\0" + _fixed(D50), b"kTRC": curve})


def sampled_curve(light: NDArray[np.float64]) -> bytes:
    """The curve that goes through these amounts of light, 0 to 1, at equal steps from no signal to the full one."""
    samples = np.rint(np.clip(light, 0, 1) * 65535).astype(">u2").tobytes()
    return b"curv\0\0\0\0" + struct.pack(">I", len(light)) + samples + b"\0" * (len(samples) % 4)


def _profile(space: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content
    head = struct.pack(
        ">I4x4s4s4s4s12x4s28x", start + len(body), _VERSION_2_4, b"mntr", space, b"XYZ ", b"acsp"
    ) + _fixed(D50)
    return head.ljust(128, b"\0") + table + body


def _fixed(numbers: Sequence[float]) -> bytes:
    """ICC's numbers: 16 bits before the point and 16 behind it."""
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _xyz(at: Chromaticity) -> NDArray[np.float64]:
    x, y = at
    if not y > 0:
        raise ValueError("a colour without brightness")
    return np.array([x / y, 1.0, (1 - x - y) / y])
