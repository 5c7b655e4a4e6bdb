"""The Debian package, made of a small program."""

import gzip
import shutil
import subprocess
from pathlib import Path

import debian
import linux
import pytest
import yaml
from naming import APP_ID, PROGRAM, ROOT

from clipiqa_desktop import __version__

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is not installed")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    program = tmp_path / "dist" / PROGRAM
    (program / "_internal").mkdir(parents=True)
    (program / PROGRAM).write_text("#!/bin/sh\necho started")
    (program / PROGRAM).chmod(0o755)
    (program / "_internal" / "lib.so").write_bytes(bytes(5000))
    (program / "_internal" / "lib.so.1").symlink_to("lib.so")
    linux.add_desktop_files(program)
    return debian.pack(program, tmp_path, "amd64")


def told(*words: str | Path) -> str:
    return subprocess.run(["dpkg-deb", *words], capture_output=True, text=True, check=True).stdout


def test_it_says_what_it_is(package: Path) -> None:
    assert package.name.startswith("clipiqa-desktop_")
    assert told("--field", package, "Package").strip() == PROGRAM
    assert told("--field", package, "Installed-Size").strip().isdigit()
    assert "libegl1" in told("--field", package, "Depends")


def test_program_link_and_desktop_files_lie_where_a_system_has_them(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--extract", package, tmp_path / "root"], check=True)
    root = tmp_path / "root"
    assert (root / "usr/bin" / PROGRAM).readlink() == Path(f"/opt/{PROGRAM}/{PROGRAM}")
    assert (root / "opt" / PROGRAM / PROGRAM).stat().st_mode & 0o111
    assert (root / "opt" / PROGRAM / "_internal" / "lib.so.1").is_symlink()
    assert (root / "usr/share/applications" / f"{APP_ID}.desktop").is_file()
    assert (root / "usr/share/metainfo" / f"{APP_ID}.metainfo.xml").is_file()
    assert (root / "usr/share/doc" / PROGRAM / "copyright").is_file()
    assert not list(root.rglob("install.sh"))
    assert {path.parts[len(root.parts)] for path in root.rglob("*")} == {"opt", "usr"}


def test_lintian_is_content(package: Path) -> None:
    """But for what a small program of a shell has not: the overrides about the libraries."""
    if not shutil.which("lintian"):
        pytest.skip("lintian is not installed")
    command = ["lintian", "--allow-root", "--fail-on", "error,warning", package]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_what_changed_is_what_the_metainfo_says(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--extract", package, tmp_path / "root"], check=True)
    packed = tmp_path / "root" / "usr/share/doc" / PROGRAM / "changelog.gz"
    lines = gzip.decompress(packed.read_bytes()).decode().splitlines()
    assert lines[0] == f"{PROGRAM} ({__version__}) stable; urgency=medium"
    assert "  * The first release." in lines


def test_everything_in_it_belongs_to_root_and_is_no_ones_to_change(package: Path) -> None:
    for line in told("--contents", package).splitlines():
        mode, owner, *_ = line.split()
        assert owner == "root/root"
        assert mode[0] == "l" or mode[8] != "w"


def test_the_flatpak_is_of_the_same_program() -> None:
    manifest = yaml.safe_load((ROOT / "packaging" / "linux" / f"{APP_ID}.yaml").read_text("utf-8"))
    assert (manifest["app-id"], manifest["command"]) == (APP_ID, PROGRAM)
    assert "--share=network" in manifest["finish-args"]
    (module,) = manifest["modules"]
    assert any("/app/bin/clipiqa-desktop" in line for line in module["build-commands"])
