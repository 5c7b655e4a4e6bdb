"""Takes the names of functions out of libraries that were built with them: only a debugger asks for those."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# By name, because a library that was changed after it was linked, as those of NumPy and SciPy are, may not bear it.
_PATTERNS = ("libpython3*.so*", "torch/lib/*.so")


def strip(folder: Path) -> int:
    """Strips the libraries below PyInstaller's folder; answers how many bytes that saved, 0 where nothing can do it."""
    tool = shutil.which("strip")
    if sys.platform != "linux" or tool is None:
        return 0
    libraries = list(_libraries(folder))
    before = _together(libraries)
    for library in libraries:
        subprocess.run([tool, "--strip-unneeded", str(library)], check=True)
    return before - _together(libraries)


def _libraries(folder: Path) -> Iterator[Path]:
    found = (path for pattern in _PATTERNS for path in sorted((folder / "_internal").glob(pattern)))
    return (path for path in found if not path.is_symlink())


def _together(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)
