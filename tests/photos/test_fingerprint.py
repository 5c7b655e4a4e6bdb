from pathlib import Path

import pytest

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.fingerprint import fingerprint


def test_a_moved_file_keeps_its_fingerprint(tmp_path: Path) -> None:
    first = tmp_path / "a.raw"
    first.write_bytes(bytes(range(256)) * 2000)
    before = fingerprint(first)
    assert fingerprint(first.rename(tmp_path / "b.raw")) == before
    assert int(before, 16) >= 0


@pytest.mark.parametrize("at", [0, 300_000, -1])
def test_start_middle_and_end_count(tmp_path: Path, at: int) -> None:
    path = tmp_path / "a.raw"
    content = bytearray(600_000)
    path.write_bytes(content)
    before = fingerprint(path)
    content[at] = 1
    path.write_bytes(content)
    assert fingerprint(path) != before


def test_the_size_counts(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(500_000))
    (tmp_path / "b").write_bytes(bytes(500_001))
    assert fingerprint(tmp_path / "a") != fingerprint(tmp_path / "b")


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no longer there"):
        fingerprint(tmp_path / "gone.jpg")
    with pytest.raises(Unreadable, match="folder"):
        fingerprint(tmp_path)
