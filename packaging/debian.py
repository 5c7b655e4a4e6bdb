"""Makes a Debian package of what was built: `python packaging/debian.py [--output DIR]`, after build.py."""

import argparse
import gzip
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from xml.etree import ElementTree

import sizes
from linux import RESOURCES, add_desktop_files
from naming import APP_ID, PROGRAM, ROOT, artefact

sys.path.insert(0, str(ROOT))

from clipiqa_desktop import __version__

# What the packed Qt links and does not bring: what every desktop has, and what must match the system's drivers.
DEPENDS = (
    "libc6", "libegl1", "libfontconfig1", "libgl1", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1",
    "libx11-6", "libx11-xcb1", "libxcb1",
)  # fmt: skip
_MAINTAINER = "The CLIP-IQA Desktop contributors <clipiqa@example.invalid>"
_CONTROL = """\
Package: {program}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Section: graphics
Priority: optional
Description: Sort and filter photographs by how they look and feel
 Looks at every photograph of a shoot once, on this computer, and from then on
 sorts and filters by quality, sharpness, brightness, noise, colour, contrast
 and feel. Marks go to XMP sidecars, and originals are never changed.
"""


def main() -> None:
    """Packs the folder that build.py left, and says how large it is."""
    parser = argparse.ArgumentParser(prog="debian.py", description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="DIR", help="where build.py built it")
    output = parser.parse_args().output
    if not artefact(output, "linux").is_dir():
        raise SystemExit(f"There is no program in {output}: run packaging/build.py first.")
    package = pack(artefact(output, "linux"), output, _architecture())
    print(f"{package}: {package.stat().st_size / 1e6:,.1f} MB")


def pack(program: Path, output: Path, architecture: str) -> Path:
    """The package `clipiqa-desktop_VERSION_ARCH.deb` in `output`, with the program below /opt, and a link to it."""
    target = output / f"{PROGRAM}_{__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=output) as folder:
        tree = Path(folder)
        _lay_out(program, tree)
        control = tree / "DEBIAN" / "control"
        control.parent.mkdir()
        control.write_text(_control(tree, architecture), encoding="utf-8")
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(tree), str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def _lay_out(program: Path, tree: Path) -> None:
    place = tree / "opt" / PROGRAM
    shutil.copytree(program, place, symlinks=True, copy_function=_linked, ignore=_without("install.sh", "share"))
    (tree / "usr").mkdir()
    add_desktop_files(tree / "usr")
    (tree / "usr" / "install.sh").unlink()
    link = tree / "usr" / "bin" / PROGRAM
    link.parent.mkdir(parents=True)
    link.symlink_to(f"/opt/{PROGRAM}/{PROGRAM}")
    _add_papers(tree / "usr" / "share")
    for path in (tree, *tree.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


def _add_papers(share: Path) -> None:
    """What Debian wants of every package: licence, what changed, a page for `man`, why some rules are broken."""
    ours = ROOT / "packaging" / "linux"
    manual = (ours / f"{PROGRAM}.1").read_bytes()
    papers = {
        f"doc/{PROGRAM}/copyright": (ROOT / "LICENSE").read_bytes(),
        f"doc/{PROGRAM}/changelog.gz": gzip.compress("\n".join(_changes()).encode(), mtime=0),
        f"lintian/overrides/{PROGRAM}": (ours / "lintian-overrides").read_bytes(),
        f"man/man1/{PROGRAM}.1.gz": gzip.compress(manual, mtime=0),
    }
    for name, content in papers.items():
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        (share / name).write_bytes(content)
        (share / name).chmod(0o644)


def _changes() -> Iterator[str]:
    """The releases of the metainfo, as Debian writes them."""
    metainfo = ElementTree.parse(RESOURCES / "linux" / f"{APP_ID}.metainfo.xml")
    for release in metainfo.iterfind("releases/release"):
        day = datetime.fromisoformat(release.get("date", "")).replace(tzinfo=UTC)
        told = [" ".join(text.split()) for each in release.iter() if (text := each.text or "").strip()]
        yield f"{PROGRAM} ({release.get('version')}) stable; urgency=medium\n"
        yield from (f"  * {line}" for line in told)
        yield f"\n -- {_MAINTAINER}  {format_datetime(day)}\n"


def _linked(source: str, target: str) -> str:
    """As shutil.copy2 where a second name for the file, which takes no room, cannot be had."""
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
    return target


def _without(*names: str) -> Callable[[str, list[str]], set[str]]:
    return lambda folder, entries: set(names) & set(entries) if Path(folder).name == PROGRAM else set()


def _control(tree: Path, architecture: str) -> str:
    return _CONTROL.format(
        program=PROGRAM,
        version=__version__,
        architecture=architecture,
        maintainer=_MAINTAINER,
        kilobytes=sizes.of_folder(tree) // 1024,
        depends=", ".join(DEPENDS),
    )


def _architecture() -> str:
    asked = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


if __name__ == "__main__":
    main()
