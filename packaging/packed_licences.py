"""The licences of the system's libraries that are packed: packages of Python bring theirs themselves."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

FOLDER = "clipiqa_desktop/resources/licences/packed"

_COPYRIGHTS = Path("/usr/share/doc")


def of_libraries(libraries: Iterable[Path], folder: Path) -> list[tuple[str, str, str]]:
    """A text for each Debian package that these libraries came with, staged in `folder`.

    Answers entries of a table of contents. Libraries of which nothing is known here are named in a line.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    by_package = {library: _debian_package(library) for library in libraries}
    unknown = sorted(library.name for library, package in by_package.items() if not _text(package))
    if unknown:
        print(f"Packed without a licence text: {', '.join(unknown)}.")
    for package in {package for package in by_package.values() if _text(package)}:
        shutil.copyfile(_COPYRIGHTS / package / "copyright", folder / f"{package}.txt")
    return [(f"{FOLDER}/{text.name}", str(text), "DATA") for text in sorted(folder.iterdir())]


def _debian_package(library: Path) -> str:
    """Which package a library came with; empty where that is not known, as on other systems."""
    if shutil.which("dpkg-query") is None:
        return ""
    # Debian moved /lib into /usr/lib, but its lists may still say the one or the other.
    places = {str(library), str(library.resolve()), str(library.resolve()).removeprefix("/usr")}
    asked = subprocess.run(["dpkg-query", "-S", *places], capture_output=True, text=True, check=False)
    return asked.stdout.partition(":")[0]


def _text(package: str) -> bool:
    return bool(package) and (_COPYRIGHTS / package / "copyright").is_file()
