"""The whole of build.py, with a small program in place of what PyInstaller collects."""

import shutil
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import build
import pytest
from naming import PROGRAM
from sizes import Collected, save

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the small program is a script of a shell"),
    pytest.mark.skipif(not shutil.which("zstd"), reason="zstd is not installed"),
]
LEAN = [Collected("torch/lib/libtorch_cpu.so", 400_000_000, kept=True)]
CUDA = [*LEAN, Collected("torch/lib/libtorch_cuda.so", 900_000_000, kept=True)]
LEFT_OUT = [*LEAN, Collected("torch/lib/libtorch_cuda_linalg.so", 100_000_000, kept=False)]

Build = Callable[..., list[Path]]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds, and answers the archives that are there then."""
    output = tmp_path / "dist"

    def build_of(files: list[Collected], self_test: str = "exit 0") -> list[Path]:
        def collect(output: Path, work: Path, _weights: Path | None, _faces: Path | None) -> None:
            shutil.rmtree(output, ignore_errors=True)
            (output / PROGRAM).mkdir(parents=True)
            (work / PROGRAM).mkdir(parents=True)
            program = output / PROGRAM / PROGRAM
            program.write_text(f"#!/bin/sh\n{self_test}\n")
            program.chmod(0o755)
            save(files, work / PROGRAM / "collected.json")

        monkeypatch.setattr(build, "_collect", collect)
        monkeypatch.setattr(sys, "argv", ["build.py", "--output", str(output), "--archive", ".tar.gz"])
        try:
            build.main()
        finally:
            monkeypatch.undo()
        return sorted(output.glob("*.tar.*"))

    return build_of


def test_a_package_with_cuda_says_so_in_its_name(built: Build) -> None:
    (archive,) = built(CUDA)
    assert archive.name.endswith("-cuda.tar.gz")


@pytest.mark.parametrize("files", [LEAN, LEFT_OUT])
def test_one_without_is_the_plain_one(built: Build, files: list[Collected]) -> None:
    (archive,) = built(files)
    assert archive.name.endswith(("x86_64.tar.gz", "aarch64.tar.gz"))


def test_it_holds_the_program_and_what_a_desktop_needs(built: Build) -> None:
    (archive,) = built(LEAN)
    with tarfile.open(archive) as opened:
        names = set(opened.getnames())
    assert {f"{PROGRAM}/{PROGRAM}", f"{PROGRAM}/install.sh", f"{PROGRAM}/share/applications"} <= names
    assert {name.partition("/")[0] for name in names} == {PROGRAM}


def test_the_sizes_are_told_package_by_package(built: Build, capsys: pytest.CaptureFixture[str]) -> None:
    built(CUDA)
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["torch", "1,300.0", "1,300.0"] for line in lines)


@pytest.mark.parametrize("self_test", ["exit 1", 'touch "$HOME/left"'])
def test_what_fails_its_self_test_or_leaves_something_is_not_packed(
    built: Build, self_test: str, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="self-test"):
        built(LEAN, self_test)
    assert list((tmp_path / "dist").glob("*.tar.*")) == []
