"""What runs in the process that understands prompts: the text tower, and the library's vectors."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.damage import cannot_write
from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPair
from clipiqa_desktop.catalog.scores.models import Model, Pair
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.encoding import CannotStart, made_by
from clipiqa_desktop.indexing.vectors import Vectors
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.prompts import checked_pair, checked_prompt
from clipiqa_desktop.perception.weights import Weights

if TYPE_CHECKING:
    from clipiqa_desktop.perception.text_encoder import TextEncoder

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ScoreSentence:
    """Wants the cosine of a sentence with every photograph."""

    sentence: str


@dataclass(frozen=True, eq=False)
class ScorePrompts:
    """Wants the scores of a pair of prompts, the high end first, and keeps nothing."""

    prompts: tuple[str, str]


@dataclass(frozen=True, eq=False)
class StorePrompts:
    """Wants a pair of prompts kept as an attribute: a new one, or other prompts and title for that of this key."""

    title: str
    prompts: tuple[str, str]
    key: str | None = None


@dataclass(frozen=True, eq=False)
class StoreLearned:
    """Wants a learned pair kept as a new attribute, or in place of what that of this key had learned; `prompts` are
    those that it was learned from, empty where there were none.
    """

    title: str
    prompts: tuple[str, str]
    pair: LearnedPair
    key: str | None = None


@dataclass(frozen=True, eq=False)
class Measured:
    """A number (n,) for each of the photographs `ids` (n,), in no particular order."""

    ids: NDArray[np.int64]
    values: Floats


@dataclass(frozen=True, eq=False)
class StoredAttribute:
    """The attribute of this key is in the catalog, with the scores of all photographs."""

    key: str
    scores: Measured


@dataclass(frozen=True)
class Rejected:
    """What was wanted cannot be; `reason` is a sentence for the user."""

    reason: str


Question = ScoreSentence | ScorePrompts | StorePrompts | StoreLearned


def prompt_process(connection: Connection, weights: Weights, catalog: Path) -> None:
    """Greets with True or CannotStart, and answers a Question with Measured, StoredAttribute or Rejected."""
    from clipiqa_desktop.perception.text_encoder import open_text_encoder

    try:
        encoder = open_text_encoder(weights)
        opened = open_catalog(catalog)
    except UserError as error:
        connection.send(CannotStart(str(error)))
        return
    connection.send(True)
    with closing(opened):
        answer_questions(connection, opened, _Reader(encoder, opened, weights).answer)


def answer_questions(connection: Connection, catalog: Catalog, answer: Callable[[Any], object]) -> None:
    """Answers with what `answer` says, or with Rejected where it raises UserError or the catalog cannot be written.

    Raises EOFError when nobody asks any more.
    """
    while True:
        question = connection.recv()
        try:
            connection.send(answer(question))
        except UserError as error:
            connection.send(Rejected(str(error)))
        except sqlite3.Error as error:
            connection.send(Rejected(f"{cannot_write(error, catalog.path)} Nothing was changed."))


def store_learned(catalog: Catalog, vectors: Vectors | None, question: StoreLearned) -> StoredAttribute:
    """Keeps a learned pair, with the scores of all photographs; NaN where other weights made their vectors."""
    pair = question.pair

    def name() -> str:
        if question.key is None:
            return catalog.own_attributes.add(question.title, question.prompts, pair).key
        catalog.own_attributes.learn_again(question.key, question.prompts, pair)
        return question.key

    fits = vectors is None or vectors.model.weights == pair.learning.weights
    return store_scored(catalog, vectors, pair.vectors if fits else np.full_like(pair.vectors, np.nan), name)


def store_scored(catalog: Catalog, vectors: Vectors | None, pair: Floats, name: Callable[[], str]) -> StoredAttribute:
    """Scores all photographs by a pair (2, d), and keeps that under the key which `name` gives, in one step."""
    scores = vectors.scores(pair) if vectors else _nothing().values
    with catalog.transaction():
        key = name()
        if vectors is None:
            return StoredAttribute(key, _nothing())
        # Some may have been stored while the others were scored.
        before = scores[vectors.refresh()]
        scores = np.concatenate([before, vectors.scores(pair, len(before))])
        catalog.scores.store_column(vectors.model, key, vectors.ids.tolist(), scores)
    return StoredAttribute(key, Measured(vectors.ids, scores))


class _Reader:
    def __init__(self, encoder: "TextEncoder", catalog: Catalog, weights: Weights) -> None:
        self._encoder, self._catalog, self._weights = encoder, catalog, weights
        self._vectors: Vectors | None = None

    def answer(self, question: Question) -> Measured | StoredAttribute:
        if isinstance(question, ScoreSentence):
            return self.find(question)
        if isinstance(question, StoreLearned):
            return self.store_learned(question)
        return self.store(question) if isinstance(question, StorePrompts) else self.score_prompts(question)

    def find(self, question: ScoreSentence) -> Measured:
        (vector,) = self._encoder.encode([checked_prompt(question.sentence)])
        vectors = self._current_vectors()
        return Measured(vectors.ids, vectors.cosines(vector)) if vectors else _nothing()

    def score_prompts(self, question: ScorePrompts) -> Measured:
        pair = self._encoder.encode(checked_pair(*question.prompts))
        vectors = self._current_vectors()
        return Measured(vectors.ids, vectors.scores(pair)) if vectors else _nothing()

    def store(self, question: StorePrompts) -> StoredAttribute:
        prompts = checked_pair(*question.prompts)
        pair, vectors = self._encoder.encode(prompts), self._current_vectors()

        def name() -> str:
            key = self._named(question, prompts)
            if vectors:
                self._catalog.models.store_pair(vectors.model, Pair(key, prompts, pair))
            return key

        return store_scored(self._catalog, vectors, pair, name)

    def store_learned(self, question: StoreLearned) -> StoredAttribute:
        return store_learned(self._catalog, self._current_vectors(), question)

    def _named(self, question: StorePrompts, prompts: tuple[str, str]) -> str:
        own = self._catalog.own_attributes
        if question.key is None:
            return own.add(question.title, prompts).key
        own.rename(question.key, question.title)
        own.change_prompts(question.key, prompts)
        return question.key

    def _current_vectors(self) -> Vectors | None:
        """None as long as no photograph was ever looked at."""
        model = self._current_model()
        if model is None:
            return None
        if self._vectors is None or self._vectors.model.id != model.id:
            self._vectors = Vectors(self._catalog, model)
        self._vectors.refresh()
        return self._vectors

    def _current_model(self) -> Model | None:
        model = self._catalog.models.current()
        if model and not made_by(self._weights, model.version):
            raise UserError(
                "No photograph has been looked at with the weights that are in use now: try again when some have."
            )
        return model


def _nothing() -> Measured:
    return Measured(np.empty(0, np.int64), np.empty(0, np.float32))
