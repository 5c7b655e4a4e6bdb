"""The profile of photographs that say in their EXIF alone that they are in Adobe RGB (1998)."""

import struct

from clipiqa_desktop.photos.icc_profile import rgb_profile

# as published: the primaries seen under the light of profiles (D50), and the curve's exponent 563/256
_COLOURS = {
    b"rXYZ": (0.60974, 0.31111, 0.01947),
    b"gXYZ": (0.20528, 0.62567, 0.06087),
    b"bXYZ": (0.14919, 0.06322, 0.74457),
}
_CURVE = b"curv\0\0\0\0" + struct.pack(">IH2x", 1, 563)

ADOBE_RGB = rgb_profile(_COLOURS, _CURVE)
