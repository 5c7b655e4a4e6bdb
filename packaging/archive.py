"""Packs what was built into the one file that people download."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

# More takes twice as long and saves next to nothing.
_GZIP = 6
_ZSTD = 12


def best_ending(system: str = sys.platform) -> str:
    """What is usual on that system: on Linux Zstandard, which is unpacked fastest, where it can be made here."""
    if system != "linux":
        return ".zip"
    return ".tar.zst" if shutil.which("zstd") else ".tar.xz"


def pack(built: Path, target: Path) -> Path:
    """Writes `target`, a .tar.zst, .tar.xz, .tar.gz or .zip with `built` as its only entry, and answers it."""
    if sys.platform == "darwin":
        # Python's own zip would turn the application's links into copies, and lose its signature.
        subprocess.run(["ditto", "-c", "-k", "--keepParent", str(built), str(target)], check=True)
    elif target.suffix == ".zip":
        shutil.make_archive(str(target.with_suffix("")), "zip", root_dir=built.parent, base_dir=built.name)
    elif target.suffix == ".zst":
        _pack_zstd(built, target)
    else:
        _pack_tar(built, target)
    return target


def _pack_zstd(built: Path, target: Path) -> None:
    """Through the system's own program: Python has none before 3.14."""
    command = ["zstd", f"-{_ZSTD}", f"-T{os.cpu_count() or 1}", "--quiet", "--force", "-o", str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as packing:
        assert packing.stdin
        with packing.stdin, tarfile.open(fileobj=packing.stdin, mode="w|") as archive:
            archive.add(built, built.name)
    if packing.returncode:
        raise SystemExit(f"zstd could not write {target} (exit code {packing.returncode}).")


def _pack_tar(built: Path, target: Path) -> None:
    if target.suffix == ".xz":
        with tarfile.open(target, "w:xz") as archive:
            archive.add(built, built.name)
    else:
        with tarfile.open(target, "w:gz", compresslevel=_GZIP) as archive:
            archive.add(built, built.name)
