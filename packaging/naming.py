"""What the program and its archives are called."""

import platform
import sys
from pathlib import Path

PROGRAM = "clipiqa-desktop"
TITLE = "CLIP-IQA Desktop"
APP_ID = "io.github.clipiqa.Desktop"
ROOT = Path(__file__).parents[1]
ICONS = ROOT / "resources" / "icons"

_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}


def archive_name(
    version: str, ending: str, system: str = sys.platform, machine: str = platform.machine(), *, cuda: bool = False
) -> str:
    """`clipiqa-desktop-VERSION-SYSTEM-ARCH`, with `-cuda` where it brings CUDA's libraries, and the ending."""
    architecture = _ARCHITECTURES.get(machine.lower(), machine.lower())
    return f"{PROGRAM}-{version}-{_SYSTEMS[system]}-{architecture}{'-cuda' if cuda else ''}{ending}"


def artefact(folder: Path, system: str = sys.platform) -> Path:
    """What PyInstaller leaves in `folder`: the program's own folder, or on macOS the application."""
    return folder / (f"{TITLE}.app" if system == "darwin" else PROGRAM)


def executable(folder: Path, system: str = sys.platform) -> Path:
    """The program to start in that artefact."""
    names = {"win32": f"{PROGRAM}.exe", "darwin": f"Contents/MacOS/{PROGRAM}"}
    return artefact(folder, system) / names.get(system, PROGRAM)


def icon(system: str = sys.platform) -> str | None:
    """The icon that goes into the executable itself, on the systems that have such; the file must be there."""
    names = {"win32": f"{PROGRAM}.ico", "darwin": f"{PROGRAM}.icns"}
    if system not in names:
        return None
    file = ICONS / names[system]
    if not file.is_file():
        raise SystemExit(f"{file} is missing: the program cannot be packed for this system without its icon.")
    return str(file)
