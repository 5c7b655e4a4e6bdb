"""A first picture of what is on the screen, where none is embedded in its file: quickly made, soon replaced."""

from collections.abc import Collection

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.catalog.thumbnails import EMBEDDED, ThumbnailStore
from clipiqa_desktop.indexing import glancing
from clipiqa_desktop.indexing.stages import Stage
from clipiqa_desktop.photos.formats import unpacks_small
from clipiqa_desktop.photos.reading import Failure


class PreviewStage(Stage):
    """Only what is on the screen is ever taken from it, and nobody is told how far it has come."""

    name = reader = "preview"

    def __init__(self, catalog: Catalog, thumbnails: ThumbnailStore) -> None:
        super().__init__()
        self._photos, self._thumbnails = catalog.photos, thumbnails

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        bare = self._photos.without_picture(folder_ids, glancing.GLANCE_VERSION)
        return [task for task in bare if unpacks_small(task.path.name)]

    def offer(self, task: Task) -> None:
        """The head of this file was read, and holds no picture."""
        if unpacks_small(task.path.name):
            self._tasks[task.id] = task

    def store(self, task: Task, result: bytes | Failure) -> int:
        if not isinstance(result, Failure):
            key = EMBEDDED + task.key
            self._thumbnails.put(key, result)
            self._photos.store_embedded(task.id, key)
        self.drop(task.id)
        return task.id
