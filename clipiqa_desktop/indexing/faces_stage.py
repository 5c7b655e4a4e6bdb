"""The stage faces: where they are, and whether their eyes are open and sharp, when all else is done."""

from collections.abc import Collection

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.faces import Face
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.stages import LaterStage
from clipiqa_desktop.photos.reading import Failure


class FacesStage(LaterStage):
    """Has nothing to do unless it `looks`, for which the models must be there; what was found before stays."""

    name = reader = "faces"

    def __init__(self, catalog: Catalog, *, looks: bool) -> None:
        super().__init__()
        self._faces, self._looks = catalog.faces, looks

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        if not self._looks:
            return []
        return self._faces.unfinished(folder_ids, decoding.FACES_VERSION, decoding.READ_VERSION)

    def wants(self, photo_id: int) -> bool:
        return self._looks and not self._faces.has(photo_id, decoding.FACES_VERSION)

    def store(self, task: Task, result: tuple[Face, ...] | Failure) -> int:
        if isinstance(result, Failure):
            self._faces.store_failure(task.id, decoding.FACES_VERSION if result.lasts else None, result.reason)
        else:
            self._faces.store(task.id, decoding.FACES_VERSION, result)
        self.finish(task.id)
        return task.id
