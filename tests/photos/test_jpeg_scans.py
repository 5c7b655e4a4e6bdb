"""JPEGs that go over their picture again and again are refused before they are unpacked."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from clipiqa_desktop.photos.decode import Decoded
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.jpeg_scans import MOST_SCANS, has_many_scans


def jpeg(*, progressive: bool = True, **options: object) -> bytes:
    buffer = BytesIO()
    Image.effect_noise((96, 64), 80).convert("RGB").save(buffer, "JPEG", progressive=progressive, **options)
    return buffer.getvalue()


def repeated(content: bytes, times: int, before: bytes = b"") -> bytes:
    """The last scan of a JPEG so many times more, each with something `before` it."""
    at = content.rindex(b"\xff\xda")
    return content[:-2] + (before + content[at:-2]) * times + content[-2:]


def sequential(scans: int) -> bytes:
    """As arithmetic coding would have it: a scan for each colour, over and over."""
    frame = b"\xff\xc9\0\x11\x08\x10\0\x10\0\x03\x01\x11\0\x02\x11\0\x03\x11\0"
    return b"\xff\xd8" + frame + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x12" * scans + b"\xff\xd9"


@pytest.mark.parametrize(
    "content",
    [
        jpeg(),
        jpeg(progressive=False),
        jpeg(exif=b"Exif\0\0" + b"\xff\xda" * 1000),
        jpeg(progressive=False, comment=b"\xff\xda" * 1000),
        jpeg(progressive=False) + b"\xff\xda\0\x08" * 1000,
        repeated(jpeg(), MOST_SCANS - 20),
        sequential(3),
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xda",
    ],
)
def test_ordinary_pictures_pass(content: bytes) -> None:
    assert not has_many_scans(content)


@pytest.mark.parametrize(
    "content",
    [
        repeated(jpeg(), MOST_SCANS + 1),
        repeated(jpeg(), MOST_SCANS + 1, b"\xff\xfe\0\x04\xff\xd9"),
        repeated(jpeg(), MOST_SCANS + 1, b"\xff\xff\xff"),
        sequential(MOST_SCANS + 1),
    ],
)
def test_many_scans_are_noticed(content: bytes) -> None:
    assert has_many_scans(content)


def test_the_sentence(tmp_path: Path, read: Callable[[Path], Decoded]) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())
    read(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").write_bytes(repeated(jpeg(), 2000))
    with pytest.raises(Unreadable, match=re.escape("It would take far too long to unfold")):
        read(tmp_path / "a.jpg")
