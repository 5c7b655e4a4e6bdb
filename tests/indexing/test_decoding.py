import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tools.pictures import save_photograph
from tools.readers import touch_while_reading
from tools.tiffs import ASCII, EXIF, SHORT, Directory, tiff

from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.decoding import Reading, read_photograph, signature_of
from clipiqa_desktop.photos.fingerprint import fingerprint
from clipiqa_desktop.photos.reading import Failure


def test_a_reading_holds_all_that_is_taken_from_a_file(tmp_path: Path) -> None:
    path = save_photograph(tmp_path / "a.png", size=(1500, 1000))
    reading = read_photograph(path)
    assert isinstance(reading, Reading)
    assert reading.pixels.shape == (512, 768, 3)
    assert reading.pixels.dtype == np.uint8
    assert reading.thumbnail.startswith(b"\xff\xd8")
    assert reading.fingerprint == fingerprint(path)
    assert (reading.facts["width"], reading.facts["height"]) == (1500, 1000)


def test_a_signature_alone_is_that_of_the_reading_without_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_photograph(tmp_path / "a.jpg", size=(1500, 1000))
    reading = read_photograph(path)
    assert isinstance(reading, Reading)
    monkeypatch.setattr(decoding, "fingerprint", None)
    monkeypatch.setattr(decoding, "decode", None)
    assert signature_of(path) == reading.signature


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff\xe0 nothing more"])
def test_what_is_wrong_with_the_file_lasts(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    failure = read_photograph(tmp_path / "a.jpg")
    assert isinstance(failure, Failure)
    assert failure.lasts
    assert failure.reason.endswith(".")


def test_a_truncated_photograph_fails_for_good(tmp_path: Path) -> None:
    path = save_photograph(tmp_path / "a.jpg", size=(400, 300))
    path.write_bytes(path.read_bytes()[:3000])
    assert read_photograph(path) == Failure(
        "The file ends too early: it was only partly copied. Copy it from the card again."
    )


def test_a_file_that_is_gone_may_come_back(tmp_path: Path) -> None:
    failure = read_photograph(tmp_path / "gone.jpg")
    assert isinstance(failure, Failure)
    assert not failure.lasts


def test_links_that_lead_nowhere_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "gone.jpg")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "b.jpg")
    gone = Failure("This is a link to a file that is not there now.", lasts=False, is_momentary=True)
    assert read_photograph(tmp_path / "a.jpg") == gone
    assert read_photograph(tmp_path / "b.jpg") == Failure("This is a link that leads back to itself.", False)


def test_what_a_jpeg_does_not_say_its_raw_does(tmp_path: Path) -> None:
    path = save_photograph(tmp_path / "a.jpg", size=(1200, 800))
    exif = Directory({36867: (ASCII, b"2024:01:02 03:04:05\0"), 34855: (SHORT, [400])})
    raw = Directory({271: (ASCII, b"Canon\0"), 272: (ASCII, b"Canon EOS 5D\0")}, below={EXIF: [exif]})
    (tmp_path / "a.cr2").write_bytes(tiff(raw))
    reading = read_photograph(path, [tmp_path / "a.mov", tmp_path / "gone.cr2", tmp_path / "a.cr2"])
    assert isinstance(reading, Reading)
    told = {name: reading.facts[name] for name in ("camera", "captured", "iso", "width", "height")}
    assert told == {"camera": "Canon EOS 5D", "captured": 1704164645.0, "iso": 400, "width": 1200, "height": 800}


@pytest.mark.photos
def test_a_real_jpeg_without_facts_gets_those_of_its_raw() -> None:
    folder = os.environ.get("CLIPIQA_PHOTOS")
    if not folder:
        pytest.skip("CLIPIQA_PHOTOS is not set")
    pair = Path(folder) / "raw-and-heic"
    reading = read_photograph(pair / "test_raw.JPG", [pair / "test_raw.cr2"])
    assert isinstance(reading, Reading)
    assert (reading.facts["camera"], reading.facts["iso"]) == ("Canon PowerShot G10", 80)
    assert reading.facts["captured"] == 1586946351.0


def test_a_forbidden_file_may_be_allowed_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_photograph(tmp_path / "a.jpg")
    if os.geteuid() == 0:
        real = os.open

        def forbidden(name: object, *more: int, **other: int) -> int:
            if name == path:
                raise PermissionError(13, "Permission denied")
            return real(name, *more, **other)

        monkeypatch.setattr(os, "open", forbidden)
    path.chmod(0)
    assert read_photograph(path) == Failure(
        "The file may not be opened: its permissions forbid reading it.", lasts=False
    )


def test_too_little_memory_may_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image, "open", full)
    failure = read_photograph(save_photograph(tmp_path / "a.jpg"))
    assert isinstance(failure, Failure)
    assert not failure.lasts
    assert "memory" in failure.reason


def test_a_file_that_changes_meanwhile_is_read_again_later(tmp_path: Path) -> None:
    failure = touch_while_reading(save_photograph(tmp_path / "a.jpg"))
    assert isinstance(failure, Failure)
    assert not failure.lasts
    assert "changed while it was read" in failure.reason
