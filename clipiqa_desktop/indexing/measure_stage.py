"""The stage measure: what is counted over all pixels, in what time is left."""

from collections.abc import Collection, Mapping

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.tasks import Task
from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.stages import LaterStage
from clipiqa_desktop.photos.reading import Failure


class MeasureStage(LaterStage):
    """Measured columns. Why a photograph has none is kept beside them: it can be looked at all the same."""

    name = reader = "measure"

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._measures = catalog.measures

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        return self._measures.unfinished(folder_ids, decoding.MEASURE_VERSION, decoding.READ_VERSION)

    def wants(self, photo_id: int) -> bool:
        return not self._measures.has(photo_id, decoding.MEASURE_VERSION)

    def store(self, task: Task, result: Mapping[str, float] | Failure) -> int:
        if isinstance(result, Failure):
            version = decoding.MEASURE_VERSION if result.lasts else None
            self._measures.store_failure(task.id, version, result.reason)
        else:
            self._measures.store(task.id, decoding.MEASURE_VERSION, result)
        self.finish(task.id)
        return task.id
