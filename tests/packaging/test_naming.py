import sys
from pathlib import Path

import naming
import pytest


@pytest.mark.parametrize(
    ("system", "machine", "ending", "name"),
    [
        ("linux", "x86_64", ".tar.zst", "clipiqa-desktop-1.2.3-linux-x86_64.tar.zst"),
        ("linux", "aarch64", ".tar.gz", "clipiqa-desktop-1.2.3-linux-aarch64.tar.gz"),
        ("win32", "AMD64", ".zip", "clipiqa-desktop-1.2.3-windows-x86_64.zip"),
        ("darwin", "arm64", ".zip", "clipiqa-desktop-1.2.3-macos-aarch64.zip"),
    ],
)
def test_archives_are_named_with_version_system_and_architecture(
    system: str, machine: str, ending: str, name: str
) -> None:
    assert naming.archive_name("1.2.3", ending, system, machine) == name


def test_an_archive_with_cuda_says_so() -> None:
    name = naming.archive_name("1.2.3", ".tar.zst", "linux", "x86_64", cuda=True)
    assert name == "clipiqa-desktop-1.2.3-linux-x86_64-cuda.tar.zst"


@pytest.mark.parametrize(
    ("system", "program"),
    [
        ("linux", "clipiqa-desktop/clipiqa-desktop"),
        ("win32", "clipiqa-desktop/clipiqa-desktop.exe"),
        ("darwin", "CLIP-IQA Desktop.app/Contents/MacOS/clipiqa-desktop"),
    ],
)
def test_where_the_built_program_lies(system: str, program: str) -> None:
    assert naming.executable(Path("out"), system) == Path("out") / program


def test_the_name_for_this_very_system() -> None:
    assert naming.archive_name("1", ".zip") == naming.archive_name("1", ".zip", sys.platform)


def test_linux_has_no_icon_in_the_executable() -> None:
    assert naming.icon("linux") is None


@pytest.mark.parametrize(("system", "ending"), [("win32", ".ico"), ("darwin", ".icns")])
def test_the_icon_of_the_executable(system: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "ICONS", tmp_path)
    with pytest.raises(SystemExit, match="icon"):
        naming.icon(system)
    file = tmp_path / f"clipiqa-desktop{ending}"
    file.touch()
    assert naming.icon(system) == str(file)
