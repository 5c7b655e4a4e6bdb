"""The files that hold the two networks: whether they are here, and are what they should be."""

import hashlib
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from clipiqa_desktop.downloads.models import FACE_DETECTOR, FACE_LANDMARKER
from clipiqa_desktop.downloads.sources import Source
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import is_folder
from clipiqa_desktop.files.regular_file import read_regular

if TYPE_CHECKING:
    from clipiqa_desktop.faces.finding import FaceFinder

SOURCES = (FACE_DETECTOR, FACE_LANDMARKER)
PACKED = "face_models"
"""The folder in the package where an installed program may bring the models along."""

_MESH = "face_landmarks_detector.tflite"  # within the landmarker, which is a ZIP archive


class NoFaceModels(UserError):
    """The files that were named cannot be used."""


@dataclass(frozen=True)
class FaceModels:
    """Where both files lie, whose bytes were checked."""

    detector: Path
    landmarker: Path

    def finder(self) -> "FaceFinder":
        """Both networks, loaded. Raises OSError, NoFaceModels where a file is another one by now, and whatever the
        runtime raises where it does not start on this system.
        """
        from clipiqa_desktop.faces.finding import FaceFinder

        found = (self.detector, self.landmarker)
        detector, landmarker = (_checked(file, source) for file, source in zip(found, SOURCES, strict=True))
        with zipfile.ZipFile(BytesIO(landmarker)) as archive:
            return FaceFinder(detector, archive.read(_MESH))


def find_models(named: Path | None, user_folder: Path) -> FaceModels | None:
    """Those the person named, else packed or downloaded ones; None where there are none.

    named: their folder, or one of both files. Raises NoFaceModels where these are not both there, or are others.
    """
    if named is not None:
        return _named(named)
    places = (Path(str(files("clipiqa_desktop"))) / PACKED, user_folder)
    return next((found for folder in places if (found := _in_folder(folder))), None)


def _named(path: Path) -> FaceModels:
    folder = path if is_folder(path) else path.parent
    for source in SOURCES:
        try:
            _checked(folder / source.file_name, source)
        except OSError as error:
            raise NoFaceModels(
                f"The files for faces cannot be used: {folder / source.file_name} cannot be read "
                f"({error.strerror or error}). Name the folder that holds "
                f"{' and '.join(each.file_name for each in SOURCES)}."
            ) from error
    return _models_in(folder)


def _in_folder(folder: Path) -> FaceModels | None:
    try:
        for source in SOURCES:
            _checked(folder / source.file_name, source)
    except (OSError, NoFaceModels):
        return None
    return _models_in(folder)


def _models_in(folder: Path) -> FaceModels:
    return FaceModels(*(folder / source.file_name for source in SOURCES))


def _checked(file: Path, source: Source) -> bytes:
    content = read_regular(file, 2 * source.size)
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise NoFaceModels(
            f"{file} is not the file for faces that {source.name} publishes (its SHA-256 differs): download it again."
        )
    return content
