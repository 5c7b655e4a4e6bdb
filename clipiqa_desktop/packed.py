"""The files that come with the program."""

from importlib.resources import files
from pathlib import Path

from clipiqa_desktop.files.questions import is_folder


def resource(name: str) -> Path:
    """A file of the program's `resources`: inside the package when installed, beside it in a checkout."""
    packed = Path(str(files("clipiqa_desktop"))) / "resources"
    folder = packed if is_folder(packed) else Path(__file__).parents[1] / "resources"
    return folder / name
