import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from archive import best_ending, pack


def built(folder: Path) -> Path:
    program = folder / "clipiqa-desktop"
    program.mkdir()
    (program / "clipiqa-desktop").write_text("program")
    (program / "clipiqa-desktop").chmod(0o755)
    (program / "link").symlink_to("clipiqa-desktop")
    return program


@pytest.mark.parametrize("ending", [".tar.gz", ".tar.xz", ".tar.zst"])
def test_the_archive_holds_one_folder_with_its_links(tmp_path: Path, ending: str) -> None:
    if ending == ".tar.zst" and not shutil.which("zstd"):
        pytest.skip("zstd is not installed")
    target = tmp_path / f"clipiqa-desktop-0.1.0-linux-x86_64{ending}"
    assert pack(built(tmp_path), target) == target
    if ending == ".tar.zst":
        target = tmp_path / "unpacked.tar"
        subprocess.run(["zstd", "-q", "-d", *tmp_path.glob("*.zst"), "-o", target], check=True)
    with tarfile.open(target) as archive:
        members = {member.name: member for member in archive.getmembers()}
    assert members["clipiqa-desktop/clipiqa-desktop"].mode & 0o111
    assert members["clipiqa-desktop/link"].issym()


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has a tool of its own for this")
def test_a_zip_holds_the_same_folder(tmp_path: Path) -> None:
    target = tmp_path / "clipiqa-desktop-0.1.0-windows-x86_64.zip"
    assert pack(built(tmp_path), target) == target
    assert "clipiqa-desktop/clipiqa-desktop" in zipfile.ZipFile(target).namelist()


def test_linux_gets_the_archive_that_can_be_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/zstd")
    assert best_ending("linux") == ".tar.zst"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert best_ending("linux") == ".tar.xz"
    assert {best_ending("win32"), best_ending("darwin")} == {".zip"}
