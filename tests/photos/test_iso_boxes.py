"""The boxes of HEIC and AVIF files, whole and damaged."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipiqa_desktop.photos.iso_boxes import boxes_in, meta_box

ITEMS = b"\0\0\0\0items"
META = struct.pack(">I4s", 8 + len(ITEMS), b"meta") + ITEMS


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


@pytest.mark.parametrize(
    "stored",
    [
        box(b"ftyp", b"heic") + META + box(b"mdat", b"pixels"),
        struct.pack(">I4sQ", 1, b"mdat", 16 + 6) + b"pixels" + META,
        struct.pack(">I4sQ", 1, b"meta", 16 + len(ITEMS)) + ITEMS + box(b"mdat"),
        box(b"mdat") + struct.pack(">I4s", 0, b"meta") + ITEMS,
        struct.pack(">I4s", 3, b"odd ") + META,
    ],
)
def test_the_list_of_items_is_found(stored: bytes) -> None:
    assert meta_box(io.BytesIO(stored)) == ITEMS


@pytest.mark.parametrize("size", [1 << 63, (1 << 64) - 1, 1 << 44])
def test_a_box_of_an_impossible_size_ends_the_search(tmp_path: Path, size: int) -> None:
    (tmp_path / "a.heic").write_bytes(struct.pack(">I4sQ", 1, b"mdat", size) + META)
    with (tmp_path / "a.heic").open("rb") as file:
        assert meta_box(file) == b""


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_it_ends(content: bytes) -> None:
    assert len(meta_box(io.BytesIO(b"\0\0\0\x0cftyp" + content))) <= len(content)
    assert sum(8 + len(inside) for _, inside in boxes_in(content)) <= len(content) + 8
