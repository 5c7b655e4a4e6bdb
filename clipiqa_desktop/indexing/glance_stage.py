"""The stage glance: what the head of every file says, before anything else is done."""

from collections.abc import Collection, Mapping
from typing import Any

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.tasks import Task
from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.stages import Stage
from clipiqa_desktop.photos.reading import Failure


class GlanceStage(Stage):
    """Facts. What is wrong with a file is left for the stage read to say."""

    name = reader = "glance"

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._photos = catalog.photos

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        return self._photos.unglanced(folder_ids, decoding.GLANCE_VERSION)

    def store(self, task: Task, result: Mapping[str, Any] | Failure) -> int:
        if isinstance(result, Failure):
            self._photos.store_glance(task.id, decoding.GLANCE_VERSION if result.lasts else None, {})
        else:
            self._photos.store_glance(task.id, decoding.GLANCE_VERSION, result)
        self.finish(task.id)
        return task.id
