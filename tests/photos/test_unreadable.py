import os
import random
import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from clipiqa_desktop.photos import limits
from clipiqa_desktop.photos.decode import Decoded, decode
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.reasons import reason

Read = Callable[[Path], Decoded]


def jpeg() -> bytes:
    buffer = BytesIO()
    noise = Image.effect_noise((96, 64), 80).convert("RGB")
    noise.save(buffer, "JPEG", exif=Image.Exif())
    return buffer.getvalue()


def png_header(width: int, height: int, colour_type: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


CONTENTS = {
    "empty.jpg": (b"", "The file is empty (0 bytes)."),
    "empty.cr2": (b"", "The file is empty (0 bytes)."),
    "zeros.jpg": (bytes(5000), "nothing but zeros"),
    "text.jpg": (b"this is text\n", "This is text, not a photograph, although it is named .jpg."),
    "text.NEF": (b"this is text\n", "This is text, not a photograph, although it is named .NEF."),
    "cut.jpg": (jpeg()[:-400], "only partly copied"),
    "bomb.png": (png_header(60000, 60000), "It would unfold to 3,600 megapixels, more than the 200"),
    "large.png": (png_header(14200, 14200), "It would unfold to 202 megapixels, more than the 200"),
    "heavy.png": (png_header(14000, 14000, colour_type=6), "would take 1.6 GB of memory"),
    "film.heic": (b"\0\0\0\x18ftypqt  " + bytes(50), "a film"),
    "paper.jpg": (b"%PDF-1.4\n\x80\x81", "a PDF document"),
    "noise.jpg": (bytes(range(128, 256)), "not a photograph in any format"),
    "new.CR3": (b"\0\0\0\x18ftypcrx " + bytes(200), "of a camera too new for this program; convert it to DNG"),
    "new.nef": (b"II*\0\x08\0\0\0" + bytes(200), "of a camera too new for this program; convert it to DNG"),
    "noise.dng": (bytes(range(128, 256)), "not a photograph in any format"),
    "lossless.jpg": (b"\xff\xd8\xff\xc3\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0", "lossless JPEG, which is not supported"),
    "filled.jpg": (b"\xff\xd8" + b"\xff" * 70_000, "far too long to unfold"),
    "pieces.jpg": (b"\xff\xd8" + b"\xff\xfe\0\2" * 100_001, "far too long to unfold"),
    "filled later.jpg": (b"\xff\xd8\xff\xfe\0\2" + b"\xff" * 70_000, "far too long to unfold"),
    "deep.jpg": (b"\xff\xd8\xff\xc1\0\x0b\x0c\0\x10\0\x10\x01\x01\x11\0", "12-bit JPEG, which is not supported"),
}


def sized_avif(width: int, height: int) -> bytes:
    """A small AVIF that says that its picture is so large."""
    buffer = BytesIO()
    Image.new("RGB", (64, 64)).save(buffer, "AVIF")
    content = bytearray(buffer.getvalue())
    at = content.index(b"ispe") + 8
    content[at : at + 8] = struct.pack(">II", width, height)
    return bytes(content)


def hurt(content: bytes, at: float) -> bytes:
    """The same with a hole, but with its end."""
    start = int(len(content) * at)
    return content[:start] + bytes(40) + content[start + 40 :]


def saved(kind: str, **options: object) -> bytes:
    """Always the same noise, so that damage does always the same to it."""
    buffer = BytesIO()
    Image.frombytes("RGB", (200, 200), random.Random(3).randbytes(120_000)).save(buffer, kind, **options)
    return buffer.getvalue()


def test_a_picture_beyond_its_decoder_is_called_too_large_and_not_damaged(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.avif").write_bytes(sized_avif(17_000, 17_000))
    with pytest.raises(Unreadable, match="It would unfold to 289 megapixels, more than the 200"):
        read(tmp_path / "a.avif")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.png", hurt(saved("PNG"), 0.5), "The picture in this PNG file is damaged"),
        ("a.tif", hurt(saved("TIFF", compression="tiff_lzw"), 0.3), "The picture in this TIFF file is damaged"),
        ("a.gif", saved("GIF")[:5000] + b"\0;", "The picture in this GIF file is damaged"),
        ("a.bmp", saved("BMP")[:14] + b"\x07" + saved("BMP")[15:], "This is a rare kind of BMP file"),
        ("a.jpg", saved("JPEG")[:-3000], "only partly copied"),
        ("b.jpg", saved("JPEG")[:300] + saved("JPEG")[-40:], "JPEG"),
    ],
)
def test_damage_is_told_in_words_of_photographers(
    tmp_path: Path, read: Read, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=sentence) as raised:
        read(tmp_path / name)
    assert_is_a_sentence(str(raised.value))


STRANGE_WORDS = (
    "", "decoder error -9", "tile cannot extend outside image", "unknown raw mode", "image was incomplete",
    "Data error or unsupported file format", "cannot find loader for this JPEG file", "-2", "bad JPEG (%s)",
)  # fmt: skip


@pytest.mark.parametrize("words", STRANGE_WORDS)
@pytest.mark.parametrize("name", ["a.jpg", "a.cr2", "a.tga"])
@pytest.mark.parametrize("kind", [OSError, ValueError, SyntaxError, RuntimeError, KeyError, IndexError])
def test_no_decoders_own_words_are_shown(tmp_path: Path, name: str, kind: type[Exception], words: str) -> None:
    (tmp_path / name).write_bytes(jpeg())
    sentence = reason(kind(words), tmp_path / name)
    assert_is_a_sentence(sentence)
    assert not re.search(r"decoder|tile|raw mode|-\d|%s|loader|\(", sentence), sentence


@pytest.mark.parametrize("name", CONTENTS)
def test_the_sentence_says_what_is_wrong(tmp_path: Path, read: Read, name: str) -> None:
    content, sentence = CONTENTS[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=re.escape(sentence)) as raised:
        read(tmp_path / name)
    assert_is_a_sentence(str(raised.value))


def assert_is_a_sentence(text: str) -> None:
    assert re.fullmatch(r"[A-Z].{10,230}\.", text), text
    assert not re.search(r"\w+Error|/|<_io|b'", text), text


def test_a_folder(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.jpg").mkdir()
    with pytest.raises(Unreadable, match="a folder"):
        read(tmp_path / "a.jpg")


def test_a_vanished_file(tmp_path: Path, read: Read) -> None:
    for name in ("a.jpg", "a.cr2"):
        with pytest.raises(Unreadable, match="no longer there"):
            read(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path, read: Read) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    with pytest.raises(Unreadable, match="a pipe"):
        read(tmp_path / "a.jpg")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(PermissionError(13, "denied"), "permissions"), (OSError(5, "Input/output error"), "disk could not deliver")],
)
def test_what_the_system_refuses(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Unreadable, match=sentence):
        read(tmp_path / "a.jpg")


def test_too_little_memory(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())

    def refuse(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image.Image, "resize", refuse)
    with pytest.raises(Unreadable, match="not enough free memory"):
        read(tmp_path / "a.jpg")


def test_progressive_jpeg_counts_its_buffers(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.new("RGB", (2000, 2000))
    image.save(tmp_path / "plain.jpg")
    image.save(tmp_path / "progressive.jpg", progressive=True)
    monkeypatch.setattr(limits.allowance, "picture_bytes", 20_000_000)
    read(tmp_path / "plain.jpg")
    with pytest.raises(Unreadable, match="of memory"):
        read(tmp_path / "progressive.jpg")


def test_damage_is_not_hidden_by_looking_for_exif(tmp_path: Path, read: Read) -> None:
    """Asking a PNG for its EXIF unpacks it; an error there must not be taken for a lack of EXIF."""
    buffer = BytesIO()
    Image.effect_noise((200, 200), 80).save(buffer, "PNG")
    content = bytearray(buffer.getvalue())
    content[len(content) // 2 : len(content) // 2 + 50] = bytes(50)
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(Unreadable):
        read(tmp_path / "a.png")


def outcome(content: bytes, name: str) -> None:
    """Decoded or Unreadable with a sentence; anything else is a failure."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            assert isinstance(decode(path, lambda width, height: (min(width, 64), min(height, 64))), Decoded)
        except Unreadable as error:
            assert_is_a_sentence(str(error))


SIGNATURES = [
    b"",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"BM",
    b"II*\0\x08\0\0\0",
    b"\0\0\0\x18ftypheic",
]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(SIGNATURES), st.binary(max_size=400), st.sampled_from(["a.jpg", "a.tga", "a.ico", "a.dng", "a.cr3"])
)
def test_random_bytes(signature: bytes, content: bytes, name: str) -> None:
    outcome(signature + content, name)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12), st.integers(0, 40))
def test_mutated_jpegs(changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(jpeg())
    for at, value in changes:
        content[at % len(content)] = value
    outcome(bytes(content[: len(content) - cut]), "a.jpg")


@pytest.mark.photos
def test_every_real_file_is_read_or_explained(photographs: Path, read: Read) -> None:
    unread = {}
    for path in sorted(photographs.rglob("*.*")):
        if path.suffix in {".csv", ".md", ".txt"}:
            continue
        try:
            assert read(path).pixels.ndim == 3
        except Unreadable as error:
            unread[path.name] = str(error)
            assert_is_a_sentence(str(error))
            assert path.parent.name == "malformed", path
    assert unread["half_downloaded.JPG"] == unread["half_downloaded.ARW"]
