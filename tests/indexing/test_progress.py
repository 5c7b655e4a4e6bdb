from collections.abc import Collection
from pathlib import Path
from typing import Any

from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.indexing.stages import Stage


def test_all_is_done_when_every_stage_is() -> None:
    half = (StageCount("read", 5, 5), StageCount("measure", 3, 5))
    assert not Progress(Phase.CANCELLED, 5, 5, stages=half).all_done
    assert Progress(Phase.DONE, 5, 5, stages=(*half[:1], StageCount("measure", 5, 5))).all_done
    assert not Progress(Phase.CANCELLED).all_done


def test_how_much_a_stage_has_left() -> None:
    progress = Progress(Phase.LOOKING, stages=(StageCount("read", 5, 5), StageCount("measure", 3, 5)))
    assert [progress.left(stage) for stage in ("read", "measure", "faces")] == [0, 2, 0]


class Heads(Stage):
    """Has to read the heads of these."""

    name = reader = "glance"
    tasks: list[Task]

    def unfinished(self, _folder_ids: Collection[int]) -> list[Task]:
        return self.tasks

    def store(self, task: Task, _result: Any) -> int:
        self.finish(task.id)
        return task.id

    def read(self, ids: Collection[int]) -> None:
        self.tasks = [Task(id_, Path(f"{id_}.jpg")) for id_ in ids]
        self.take_on([])
        assert self.heads_read == 0
        for task in self.tasks:
            self.store(task, None)

    @property
    def heads_read(self) -> int:
        return Progress(Phase.LOOKING, stages=(self.count,)).heads_read


def test_facts_of_a_file_that_changed_meanwhile_are_news_although_no_more_heads_were_read() -> None:
    heads = Heads()
    heads.read([1, 2, 3])
    before = heads.heads_read
    heads.read([2])
    assert heads.count == StageCount("glance", 3, 3)
    assert heads.heads_read > before > 0
