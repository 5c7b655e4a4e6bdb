"""Builds the program that starts without Python: `python packaging/build.py`.

Its options: `[--weights FILE] [--faces DIR] [--output DIR]`.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

import sizes
import symbols
from archive import best_ending, pack
from linux import add_desktop_files
from naming import PROGRAM, ROOT, archive_name, artefact, executable
from trying import try_out

sys.path.insert(0, str(ROOT))

from clipiqa_desktop import __version__


def main() -> None:
    """Collects, tries out and packs, and says how large it all is."""
    options = _parser().parse_args()
    output, work = options.output.absolute(), options.output.absolute() / "work"
    started = time.monotonic()
    _collect(output, work, options.weights, options.faces)
    print(f"Built in {time.monotonic() - started:.0f} s.", flush=True)
    print(f"Without symbols {symbols.strip(artefact(output)) / 1e6:,.1f} MB less.", flush=True)
    try_out(executable(output))
    if sys.platform == "linux":
        add_desktop_files(artefact(output))
    collected = sizes.load(work / PROGRAM / "collected.json")
    print(sizes.table(collected))
    print(f"{artefact(output)}: {sizes.of_folder(artefact(output)) / 1e6:,.1f} MB", flush=True)
    name = archive_name(__version__, options.archive, cuda=sizes.has_cuda(collected))
    archive = pack(artefact(output), output / name)
    print(f"{archive}: {archive.stat().st_size / 1e6:,.1f} MB, after {time.monotonic() - started:.0f} s.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__)
    parser.add_argument("--weights", type=Path, metavar="FILE", help="pack this weights file (default: none)")
    parser.add_argument("--faces", type=Path, metavar="DIR", help="pack the models of faces in DIR (default: none)")
    parser.add_argument(
        "--output", type=Path, default=ROOT / "dist", metavar="DIR", help="where it is built (default: dist)"
    )
    parser.add_argument(
        "--archive",
        choices=(".tar.zst", ".tar.xz", ".tar.gz", ".zip"),
        default=best_ending(),
        help="how it is packed (default: %(default)s)",
    )
    return parser


def _collect(output: Path, work: Path, weights: Path | None, faces: Path | None) -> None:
    spec = Path(__file__).with_name(f"{PROGRAM}.spec")
    places = ["--distpath", str(output), "--workpath", str(work)]
    packed = [f"{kind}={file.absolute()}" for kind, file in (("weights", weights), ("faces", faces)) if file]
    command = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
        *places,
        str(spec),
        *(["--", *packed] if packed else []),
    ]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
