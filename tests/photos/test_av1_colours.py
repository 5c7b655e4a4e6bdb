"""The sequence headers of AV1 streams, as encoders write them."""

import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from clipiqa_desktop.photos.av1_colours import code_points_of_stream
from clipiqa_desktop.photos.code_points import CodePoints


def stream(bits: str, *, sized: bool = True) -> bytes:
    """A delimiter, and a sequence header of these bits."""
    bits = bits.replace(" ", "")
    content = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    head = bytes((0x0A, len(content))) if sized else bytes((0x08,))
    return b"\x12\x00" + head + content


SIZES = "0011 0011 0111 0111"  # 8 x 8
P3 = f"{12:08b} {13:08b} {6:08b}"
STILL = f"000 1 1 00000 {SIZES} 000 000 0 0"
MOVING = f"000 0 0 0 0 00000 {0:012b} 01000 0 {SIZES} 1 0000000 000 1111 1 11 1 1 111 000 0 0"
TIMED = (
    f"000 0 0 1 {1:032b}{30:032b} 1 1 1 01001 {1:032b} 01001 01001 1 00001 {0:012b} 00001 1 {0:021b} 1 0000"
    f" {0:012b} 00001 0 0 {SIZES} 0 000 0000 0 0 1 1 000 0 0"
)
TWELVE_BITS = f"010 1 1 00000 {SIZES} 000 000 1 1 0"
FULL_COLOUR = f"001 1 1 00000 {SIZES} 000 000 0"


@pytest.mark.parametrize("sized", [True, False])
@pytest.mark.parametrize("header", [STILL, MOVING, TIMED, TWELVE_BITS, FULL_COLOUR])
def test_colours_are_read_from_every_kind_of_header(header: str, sized: bool) -> None:
    assert code_points_of_stream(stream(f"{header} 1 {P3} 0", sized=sized)) == CodePoints(12, 13)
    assert code_points_of_stream(stream(f"{header} 0 0 00", sized=sized)) is None


def test_a_stream_of_pillow_says_what_it_was_encoded_with() -> None:
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((16, 16, 3), np.uint8)).save(buffer, "AVIF")
    stored = buffer.getvalue()
    assert code_points_of_stream(stored[stored.index(b"mdat") + 4 :]) == CodePoints(1, 13)


@given(st.binary(max_size=64))
def test_whatever_stands_there_it_ends(content: bytes) -> None:
    with suppress(IndexError):
        assert isinstance(code_points_of_stream(content), CodePoints | None)
