"""The versions of what the program is made of."""

import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version

from clipiqa_desktop import __version__

UNKNOWN = "not found"
_PARTS = {
    "PySide6": ("PySide6.QtCore", "PySide6-Essentials"),
    "PyTorch": ("torch", "torch"),
    "open_clip": ("open_clip", "open_clip_torch"),
    "NumPy": ("numpy", "numpy"),
    "Pillow": ("PIL", "pillow"),
    "rawpy": ("rawpy", "rawpy"),
    "pi-heif": ("pi_heif", "pi-heif"),
}


def versions() -> dict[str, str]:
    """By name, for people. Imports nothing: says what this process has imported, and else what is installed."""
    parts = {name: _imported(module) or _installed(package) for name, (module, package) in _PARTS.items()}
    qt = sys.modules.get("PySide6.QtCore")
    return {
        "CLIP-IQA Desktop": __version__,
        "Python": platform.python_version(),
        **({"Qt": str(qt.qVersion())} if qt else {}),
        "System": f"{platform.platform()} ({platform.machine()})",
        **parts,
        "SQLite": sqlite3.sqlite_version,
    }


def library_versions() -> dict[str, str]:
    """Of the libraries that decode photographs; imports those, which takes a moment."""
    import pi_heif
    import rawpy
    from PIL import features

    inside = {"libjpeg-turbo": "libjpeg_turbo", "LittleCMS": "littlecms2", "libwebp": "webp", "libavif": "avif"}
    return {
        "LibRaw": ".".join(map(str, rawpy.libraw_version)),
        "libheif": str(pi_heif.libheif_version()),
        **{name: str(features.version(feature) or UNKNOWN) for name, feature in inside.items()},
    }


def as_text(found: dict[str, str]) -> str:
    """A line each."""
    return "\n".join(f"{name}: {each}" for name, each in found.items())


def _imported(module: str) -> str:
    return str(getattr(sys.modules.get(module), "__version__", ""))


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return UNKNOWN
