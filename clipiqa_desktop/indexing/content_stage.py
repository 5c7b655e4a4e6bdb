"""What comes before all stages: whether a file that looks new or changed is a photograph that is known."""

from collections.abc import Collection

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing.recognition import Recognition
from clipiqa_desktop.indexing.stages import Stage
from clipiqa_desktop.photos.reading import Failure


class ContentStage(Stage):
    """Looks at the fingerprint alone, so that nothing is decoded again where only a place or a time is another one."""

    name = reader = "content"

    def __init__(self, catalog: Catalog, recognition: Recognition, others: Collection[Stage]) -> None:
        super().__init__()
        self._photos, self._recognition, self._others = catalog.photos, recognition, others
        self._looked_into: set[Task] = set()

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        return [task for task in self._photos.unsettled(folder_ids) if task not in self._looked_into]

    def store(self, task: Task, result: str | Failure) -> int:
        self._looked_into.add(task)
        settled = None if isinstance(result, Failure) else self._recognition.by_content(task, result)
        known_as = settled.photo_id if settled else task.id
        self.finish(task.id, known_as)
        for stage in self._others:
            stage.drop(task.id)
        self._recognition.stirred = True
        return known_as
