"""The stage measure: what is found at full size, in what time is left."""

from collections.abc import Collection

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.decoding import Focused, Measured
from clipiqa_desktop.indexing.stages import LaterStage
from clipiqa_desktop.photos.reading import Failure


class MeasureStage(LaterStage):
    """Measured columns. Why a photograph has none is kept beside them: it can be looked at all the same.

    What is counted and the focus have a version each: what one version found shows while another one's is made anew.
    """

    name = reader = "measure"

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._measures, self._focus = catalog.measures, catalog.focus

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        counted = self._measures.unfinished(folder_ids, decoding.MEASURE_VERSION, decoding.READ_VERSION)
        focused = self._focus.unfinished(folder_ids, decoding.FOCUS_VERSION, decoding.READ_VERSION)
        return sorted({*counted, *focused}, key=lambda task: task.path) if counted else focused

    def wants(self, photo_id: int) -> bool:
        has_counted = self._measures.has(photo_id, decoding.MEASURE_VERSION)
        return not (has_counted and self._focus.has(photo_id, decoding.FOCUS_VERSION))

    def store(self, task: Task, result: Measured | Failure) -> int:
        if isinstance(result, Failure):
            self._measures.store_failure(task.id, decoding.MEASURE_VERSION if result.lasts else None, result.reason)
            self._store_focus(task.id, result)
        else:
            self._measures.store(task.id, decoding.MEASURE_VERSION, result.counted)
            self._store_focus(task.id, result.focus)
        self.finish(task.id)
        return task.id

    def _store_focus(self, photo_id: int, found: Focused | Failure) -> None:
        if isinstance(found, Failure):
            self._focus.store_failure(photo_id, decoding.FOCUS_VERSION if found.lasts else None, found.reason)
        else:
            self._focus.store(photo_id, decoding.FOCUS_VERSION, *found)
