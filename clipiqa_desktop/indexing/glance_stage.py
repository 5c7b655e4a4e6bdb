"""The stage glance: what the head of every file says, before anything else is done."""

from collections.abc import Collection, Container, Iterable

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.catalog.thumbnails import EMBEDDED, ThumbnailStore
from clipiqa_desktop.indexing import glancing
from clipiqa_desktop.indexing.glancing import Glimpse
from clipiqa_desktop.indexing.preview_stage import PreviewStage
from clipiqa_desktop.indexing.stages import Stage
from clipiqa_desktop.photos.reading import Failure


class GlanceStage(Stage):
    """Facts, and the embedded picture. What is wrong with a file is left for the stage read to say."""

    name = reader = "glance"

    def __init__(self, catalog: Catalog, thumbnails: ThumbnailStore, preview: PreviewStage) -> None:
        super().__init__()
        self._catalog, self._photos = catalog, catalog.photos
        self._thumbnails, self._preview = thumbnails, preview

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        return self._photos.unglanced(folder_ids, glancing.GLANCE_VERSION)

    def store_all(self, results: Iterable[tuple[Task, Glimpse | Failure]]) -> list[int]:
        """Keeps what many heads said at once: one by one they would wait for the disk."""
        results = list(results)
        pictures = {
            EMBEDDED + task.key: result.picture
            for task, result in results
            if isinstance(result, Glimpse) and result.picture and not self._photos.content(task.id)
        }
        self._thumbnails.put_all(pictures)
        with self._catalog.transaction():
            return [self._store(task, result, pictures) for task, result in results]

    def store(self, task: Task, result: Glimpse | Failure) -> int:
        return self.store_all([(task, result)])[0]

    def _store(self, task: Task, result: Glimpse | Failure, pictures: Container[str]) -> int:
        if isinstance(result, Failure):
            self._photos.store_glance(task.id, glancing.GLANCE_VERSION if result.lasts else None, {})
        else:
            key = EMBEDDED + task.key if EMBEDDED + task.key in pictures else None
            self._photos.store_glance(task.id, glancing.GLANCE_VERSION, result.facts, key)
            if key is None:
                self._preview.offer(task)
        self.finish(task.id)
        return task.id
