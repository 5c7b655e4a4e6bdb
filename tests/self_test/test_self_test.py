"""The whole of it, as a person starts it."""

from pathlib import Path

import pytest
from tools.command_line import clipiqa

pytestmark = pytest.mark.long


def test_every_part_passes_and_nothing_is_left_behind(untrained_file: Path, own_places: Path) -> None:
    ran = clipiqa("--self-test", "--weights", untrained_file, "--device", "cpu")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    *lines, verdict = ran.stdout.splitlines()
    assert verdict == "Everything works."
    assert all(line.startswith("ok ") for line in lines)
    assert [line[8:].split(":")[0] for line in lines] == [
        "child process", "catalog", "thumbnails",
        *(f"{kind} decoder" for kind in ("JPEG", "PNG", "TIFF", "WebP", "AVIF", "GIF", "HEIC", "RAW")),
        "drawing", "scoring", "prompts", "learning", "download", "licences", "window",
    ]  # fmt: skip
    assert any("untrained: scores mean nothing" in line for line in lines)
    assert list(own_places.iterdir()) == []


def test_a_weights_file_that_cannot_be_used_fails_it(tmp_path: Path) -> None:
    ran = clipiqa("--self-test", "--weights", tmp_path / "nowhere.pt")
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[-1].startswith("FAILED  scoring: NoWeights:")
