"""What the stages of indexing have in common.

A file that may be a known photograph is looked into first (**content**). Then every photograph goes through all others:
**glance** (what the head of its file says), **read** (thumbnail and content), **encode** (vector and scores),
**signature** (what it is like, where reading has not told that), **measure** (counted at full size), **faces** (eyes,
where the models are). Each knows by a version of its own what it still has to do, so that a new version redoes one
stage alone.
"""

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, ClassVar

from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing.pace import Pace
from clipiqa_desktop.indexing.progress import StageCount, StageName


class Stage(ABC):
    """What one stage still has to do in this run, and how far it has come.

    reader: which of the readers in the decoding processes looks at its photographs, by the name of a stage.
    """

    name: ClassVar[StageName]
    reader: ClassVar[StageName]

    def __init__(self) -> None:
        self.pace = Pace()
        self._folders: set[int] = set()
        self._finished: set[int] = set()
        self._again = 0
        # ordered: taking from the front of a plain dict passes all places that were ever left there
        self._tasks: OrderedDict[int, Task] = OrderedDict()
        # those of them that need no decoding process any more
        self._ahead: Container[int] = ()

    @abstractmethod
    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        """What there is to do in these folders, as far as the catalog knows."""

    @abstractmethod
    def store(self, task: Task, result: Any) -> int:
        """Keeps what the reader answered, or a Failure; answers the id of the photograph it belongs to."""

    @property
    def count(self) -> StageCount:
        """How far it has come."""
        return StageCount(self.name, self.done, self.total, self._again)

    def __len__(self) -> int:
        """How many photographs are left."""
        return len(self._tasks)

    def __contains__(self, photo_id: object) -> bool:
        """Whether this photograph is left."""
        return photo_id in self._tasks

    @property
    def done(self) -> int:
        """How many photographs are done."""
        return len(self._finished)

    @property
    def total(self) -> int:
        """How many are done or left; one that is found to be another, or gone, counts no more."""
        return len(self._finished) + len(self._tasks)

    def take_on(self, folder_ids: Collection[int]) -> None:
        """Adds what there is to do in these folders, before what is left of others.

        What is no longer to be done of those taken on before is left out: files come, go and change during a run.
        """
        self._folders.update(folder_ids)
        tasks = {task.id: task for task in self.unfinished(self._folders)}
        new = {id_: task for id_, task in tasks.items() if id_ not in self._tasks}
        left = {id_: tasks[id_] for id_ in self._tasks if id_ in tasks}
        self._again += len(self._finished & tasks.keys())
        self._finished -= tasks.keys()
        self._tasks = OrderedDict(new | left)

    def holds(self, task: Task) -> bool:
        """Whether this is still to be done, of the same file as when it was begun."""
        return self._tasks.get(task.id) == task

    def drop(self, photo_id: int) -> None:
        """There is nothing to do for this photograph, as somebody else found out."""
        self._tasks.pop(photo_id, None)

    def shown(self, on_screen: Iterable[int], taken: Callable[[int], bool]) -> "Job | None":
        """The first of the photographs on the screen that is left and not `taken`."""
        return self._first((task for id_ in on_screen if (task := self._tasks.get(id_))), taken)

    def next(self, on_screen: Iterable[int], taken: Callable[[int], bool]) -> "Job | None":
        """The same, or else the first of all that are left and not `taken`."""
        return self.shown(on_screen, taken) or self._first(self._tasks.values(), taken)

    def following(self, on_screen: Iterable[int], taken: Callable[[int], bool], count: int) -> "list[Job]":
        """So many at once as `next` would answer one after the other."""
        shown = {id_: task for id_ in on_screen if (task := self._tasks.get(id_))}
        rest = (task for task in self._tasks.values() if task.id not in shown)
        return list(islice((Job(self, task) for task in chain(shown.values(), rest) if not taken(task.id)), count))

    def finish(self, photo_id: int, known_as: int | None = None) -> None:
        """The photograph is done, if it was still left; it goes on under the id that it is `known_as`."""
        if self._tasks.pop(photo_id, None):
            self._finished.add(photo_id if known_as is None else known_as)

    def _first(self, tasks: Iterable[Task], taken: Callable[[int], bool]) -> "Job | None":
        free = (task for task in tasks if not (taken(task.id) or task.id in self._ahead))
        return next((Job(self, task) for task in free), None)


class LaterStage(Stage):
    """A stage that comes after reading, and goes by what that found out."""

    @abstractmethod
    def wants(self, photo_id: int) -> bool:
        """Whether there is anything to do for a photograph that was moved, and so may have been here before."""

    def moved(self, new: int, old: int) -> None:
        """The photograph `new` turned out to be `old`, which lay elsewhere before."""
        if (task := self._tasks.get(new)) is None:
            return
        self.drop(new)
        if self.wants(old):
            self._finished.discard(old)
            self._tasks[old] = replace(task, id=old)


@dataclass(frozen=True)
class Job:
    """A photograph for a decoding process, and the stage that has it read."""

    stage: Stage
    task: Task
