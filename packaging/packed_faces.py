"""The models of faces inside the installed program, so that they need not be downloaded."""

from pathlib import Path

from clipiqa_desktop.faces.models import PACKED, find_models


def models(folder: Path) -> list[tuple[str, str]]:
    """What PyInstaller is to pack of them: pairs of a file, and its folder in the program.

    folder: that of both files, or one of them. Raises NoFaceModels where they are not both there, or are others.
    """
    found = find_models(folder, folder)
    assert found is not None
    return [(str(file), f"clipiqa_desktop/{PACKED}") for file in (found.detector, found.landmarker)]
