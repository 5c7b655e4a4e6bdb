"""Between PyInstaller's tables of contents and what is packed: (destination, source, kind) become shorter tables."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from left_out import is_left_out, is_module_left_out
from sizes import Collected

Entry = tuple[str, str, str]

# Which NVIDIA libraries are loaded by name while CUDA runs, so that nobody who follows links finds them.
_LATE = ("nvidia/*/lib/libnvrtc-builtins.so*",)

_SYSTEM = Path("/usr")


def kept(entries: Sequence[Entry]) -> list[Entry]:
    """Those that the program uses."""
    return [entry for entry in entries if not _is_left_out(entry)]


def collected(entries: Sequence[Entry]) -> Iterator[Collected]:
    """What to say of their sizes; a module of Python counts as its source."""
    for entry in entries:
        destination, source, kind = entry
        if kind != "SYMLINK" and os.path.isfile(source):  # noqa: PTH113 (some sources are no paths)
            path = destination.replace(".", "/") + ".py" if _is_module(entry) else destination
            yield Collected(path, Path(source).stat().st_size, kept=not _is_left_out(entry))


def of_the_system(entries: Sequence[Entry]) -> list[Path]:
    """The libraries that came with neither Python nor its packages, but with the system."""
    prefixes = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)}
    libraries = [Path(source) for _destination, source, kind in entries if kind == "BINARY"]
    # A system's own Python lies among the libraries of the system.
    return [each for each in libraries if "site-packages" not in each.parts and not _is_in(each, prefixes - {_SYSTEM})]


def late_libraries(site_packages: Path) -> list[tuple[str, str]]:
    """Pairs of such a library and its folder in the program; none where PyTorch came without CUDA."""
    found = (file for pattern in _LATE for file in sorted(site_packages.glob(pattern)))
    return [(str(file), str(file.parent.relative_to(site_packages))) for file in found]


def _is_left_out(entry: Entry) -> bool:
    destination, source, kind = entry
    if kind == "SYMLINK":
        return is_left_out(destination) or is_left_out(source)  # which is where it leads, from the program's folder
    return is_module_left_out(destination) if _is_module(entry) else is_left_out(destination)


def _is_module(entry: Entry) -> bool:
    return entry[2].startswith("PYMODULE")


def _is_in(file: Path, folders: Iterable[Path]) -> bool:
    return any(file.resolve().is_relative_to(folder) for folder in folders)
