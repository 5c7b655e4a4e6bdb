"""What runs in the process that learns a taste: ended at any moment it leaves nothing half done."""

import os
from contextlib import closing
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.indexing.encoding import made_by
from clipiqa_desktop.indexing.prompt_process import (
    Measured,
    Rejected,
    StoredAttribute,
    StoreLearned,
    answer_questions,
    store_learned,
)
from clipiqa_desktop.indexing.vectors import Vectors
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.weights import NoWeights, Weights
from clipiqa_desktop.taste.lessons import Lesson, lessons, missing_to_begin
from clipiqa_desktop.taste.source import TasteSource, read_source


@dataclass(frozen=True, eq=False)
class LearnTaste:
    """Wants a taste learned from the marks; with weights, whose text tower reads prompts, both ways."""

    stacks: Stacks
    weights: Weights | None


@dataclass(frozen=True)
class KeepTaste:
    """Wants what was learned one of the ways kept: as a new attribute, or in place of what that of this key was."""

    title: str
    by_prompts: bool
    follows: bool
    key: str | None = None


@dataclass(frozen=True)
class Begun:
    """From how many marks and pairs it learns, how many of these are inside stacks, and about how many decisions are
    missing to begin with, if any.
    """

    marks: int
    pairs: int
    inside: int
    missing: int


@dataclass(frozen=True)
class Step:
    """So many steps of learning prompts are done, of so many at most."""

    done: int
    most: int


@dataclass(frozen=True, eq=False)
class Tried:
    """What one way came to, and what it says of all photographs."""

    lesson: Lesson
    scores: Measured


@dataclass(frozen=True)
class Ended:
    """All ways were tried. without_prompts: why prompts were not, empty where they were."""

    without_prompts: str = ""


Told = Begun | Step | Tried | Ended | StoredAttribute | Rejected


def taste_process(connection: Connection, catalog: Path) -> None:
    """Greets with True. Answers LearnTaste with Begun, Step and Tried, and last with Ended or Rejected; KeepTaste with
    StoredAttribute or Rejected.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # those that wait are not to burn the cores of others
    connection.send(True)
    with closing(open_catalog(catalog)) as opened:
        answer_questions(connection, opened, _Learner(connection, opened).answer)


class _Interrupted(Exception):
    """The person wants something else."""


class _Learner:
    def __init__(self, connection: Connection, catalog: Catalog) -> None:
        self._connection, self._catalog = connection, catalog
        self._vectors: Vectors | None = None
        self._learned: dict[bool, Lesson] = {}

    def answer(self, question: LearnTaste | KeepTaste) -> Ended | StoredAttribute:
        return self._learn(question) if isinstance(question, LearnTaste) else self._keep(question)

    def _learn(self, question: LearnTaste) -> Ended:
        source = read_source(self._catalog, question.stacks)
        made, missing = source.decisions, missing_to_begin(source)
        self._connection.send(Begun(source.marks, len(made), int(made.inside.sum()), missing))
        if missing:
            return Ended()
        weights, reason = fitting(question.weights, source)
        try:
            for lesson in lessons(source, weights, self._step, self._interrupted):
                self._tell(lesson, source)
        except NoWeights as error:
            reason = str(error)
        except _Interrupted:
            reason = "By words was not tried to the end."
        return Ended(reason)

    def _step(self, done: int, most: int) -> None:
        self._connection.send(Step(done, most))

    def _interrupted(self) -> bool:
        """Where something else is wanted already, what was learned until then is enough."""
        if self._connection.poll():
            raise _Interrupted
        return False

    def _tell(self, lesson: Lesson, source: TasteSource) -> None:
        if self._vectors is None:
            self._vectors = Vectors(self._catalog, source.model)
            self._vectors.refresh()
        self._learned[lesson.by_prompts] = lesson
        self._connection.send(Tried(lesson, Measured(self._vectors.ids, self._vectors.scores(lesson.pair.vectors))))

    def _keep(self, question: KeepTaste) -> StoredAttribute:
        lesson = self._learned[question.by_prompts]
        return store_lesson(self._catalog, self._vectors, lesson, question)


def store_lesson(catalog: Catalog, vectors: Vectors | None, lesson: Lesson, wanted: KeepTaste) -> StoredAttribute:
    """Keeps what was learned, with the scores of all photographs, in one step. Raises UserError, sqlite3.Error."""
    learning = replace(lesson.pair.learning, follows=wanted.follows)
    pair = replace(lesson.pair, learning=learning)
    return store_learned(catalog, vectors, StoreLearned(wanted.title, lesson.prompts, pair, wanted.key))


def fitting(weights: Weights | None, source: TasteSource) -> tuple[Weights | None, str]:
    """The weights if they made the vectors; or None, and why prompts cannot be learned."""
    if weights is None:
        return None, "By words was not tried: that takes the network's weights."
    if not made_by(weights, source.model.version):
        return None, "By words was not tried: the photographs were looked at with other weights than those in use."
    return weights, ""
