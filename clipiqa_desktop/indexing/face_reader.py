"""What looks for faces in a decoding process."""

import logging
from collections.abc import Sequence
from pathlib import Path

from clipiqa_desktop.catalog.stages.faces import Face
from clipiqa_desktop.faces.finding import FaceFinder
from clipiqa_desktop.faces.models import FaceModels, find_models
from clipiqa_desktop.faces.network import has_runtime
from clipiqa_desktop.photos.reading import Failure, read_first

_log = logging.getLogger(__name__)


class FaceReader:
    """Loads the networks for the first photograph, in the process that it was sent to."""

    def __init__(self, models: FaceModels) -> None:
        self._models = models
        self._finder: FaceFinder | Failure | None = None

    def __call__(self, path: Path, companions: Sequence[Path] = ()) -> tuple[Face, ...] | Failure:
        """The faces of a photograph, or of the RAW beside it; never raises for anything that is wrong with its file."""
        self._finder = self._finder or self._loaded()
        if isinstance(self._finder, Failure):
            return self._finder
        found = read_first(path, companions, self._finder.find, lambda found: found[0])
        return found if isinstance(found, Failure) else found[1]

    def _loaded(self) -> FaceFinder | Failure:
        try:
            return self._models.finder()
        except Exception as error:  # noqa: BLE001 (what a runtime raises that does not start on this system is open-ended)
            _log.warning("Nobody can look for faces: %s: %s", type(error).__name__, error)
            return Failure(f"Nobody can look for faces on this computer ({error}).", lasts=False)


def face_reader(named: Path | None, user_folder: Path) -> FaceReader | None:
    """None where models or runtime are missing. Raises NoFaceModels where the models that were named are none."""
    models = find_models(named, user_folder)
    return FaceReader(models) if models and has_runtime() else None
