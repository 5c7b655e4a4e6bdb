"""Symbols are taken out of the libraries that are named, and of no other file."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import symbols


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("strip"), reason="strip is not installed")
def test_only_libraries_that_bear_it_are_stripped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def shorten(command: list[str], **_: object) -> None:
        asked.append(Path(command[-1]))
        asked[-1].write_bytes(b"code")

    monkeypatch.setattr(subprocess, "run", shorten)
    for name in ("torch/lib/libtorch_cpu.so", "libpython3.11.so.1.0", "numpy.libs/libopenblas.so", "torch/lib/a.py"):
        file = tmp_path / "_internal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"code and symbols")
    assert symbols.strip(tmp_path) == 2 * len(" and symbols")
    assert sorted(path.name for path in asked) == ["libpython3.11.so.1.0", "libtorch_cpu.so"]


def test_without_the_tool_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert symbols.strip(tmp_path) == 0
