"""The profile of photographs that say in their EXIF alone that they are in Adobe RGB (1998)."""

import struct

# as published: the primaries and white seen under the light of profiles (D50), and the curve's exponent 563/256
_COLOURS = {
    b"rXYZ": (0.60974, 0.31111, 0.01947),
    b"gXYZ": (0.20528, 0.62567, 0.06087),
    b"bXYZ": (0.14919, 0.06322, 0.74457),
    b"wtpt": (0.96420, 1.00000, 0.82491),
}
_CURVE = b"curv\0\0\0\0" + struct.pack(">IH2x", 1, 563)
_VERSION_2_4 = b"\x02\x40\0\0"


def _profile() -> bytes:
    tags = {name: b"XYZ \0\0\0\0" + _fixed(colour) for name, colour in _COLOURS.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _CURVE)
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content
    head = struct.pack(
        ">I4x4s4s4s4s12x4s28x", start + len(body), _VERSION_2_4, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    ) + _fixed(_COLOURS[b"wtpt"])
    return head.ljust(128, b"\0") + table + body


def _fixed(numbers: tuple[float, ...]) -> bytes:
    """ICC's numbers: 16 bits before the point and 16 behind it."""
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


ADOBE_RGB = _profile()
