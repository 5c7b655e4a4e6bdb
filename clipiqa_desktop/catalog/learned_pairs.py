"""Pairs whose prompts were learned from labelled photographs, and how."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Learning:
    """How a pair was learned, for people.

    weights: the short hash of the weights with which it was learned, and with which alone it means anything.
    held_out: how well its scores agree with the labels of photographs that were kept from learning, by `measure`
    (`SROCC`, say); None where that is not defined.
    """

    weights: str
    photographs: int
    measure: str
    held_out: float | None


@dataclass(frozen=True, eq=False)
class LearnedPair:
    """The learned context tokens, float32 (2, 16, 512), and the vectors (2, d) that they become, the high end first."""

    learning: Learning
    contexts: Floats
    vectors: Floats


class LearnedPairs:
    """The learned pairs by the keys of the attributes whose prompts they replace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, key: str, prompts: tuple[str, str], pair: LearnedPair) -> None:
        """Keeps a pair, and the prompts that it was learned from."""
        facts = pair.learning
        numbers = [each.astype(np.float32).tobytes() for each in (pair.vectors, pair.contexts)]
        self._database.execute(
            """INSERT INTO learned_pairs (
                key, high_prompt, low_prompt, vectors, contexts, weights, photographs, measure, held_out
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (key, *prompts, *numbers, facts.weights, facts.photographs, facts.measure, facts.held_out),
        )

    def find(self, key: str) -> LearnedPair | None:
        """The pair of this attribute; None where it was not learned."""
        row = self._database.execute(
            "SELECT contexts, vectors, weights, photographs, measure, held_out FROM learned_pairs WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        contexts, vectors, *facts = row
        return LearnedPair(Learning(*facts), _numbers(contexts, (2, 16, -1)), _numbers(vectors, (2, -1)))

    def learnings(self) -> dict[str, Learning]:
        """How each was learned, by key."""
        rows = self._database.execute("SELECT key, weights, photographs, measure, held_out FROM learned_pairs")
        return {key: Learning(*facts) for key, *facts in rows}

    def vectors(self, weights: str) -> dict[str, tuple[tuple[str, str], Floats]]:
        """Prompts and vectors (2, d) of all by key; NaN where other weights were used to learn them."""
        rows = self._database.execute("SELECT key, high_prompt, low_prompt, vectors, weights FROM learned_pairs")
        return {
            key: ((high, low), _numbers(vectors, (2, -1)) * np.float32(1 if theirs == weights else np.nan))
            for key, high, low, vectors, theirs in rows
        }

    def delete(self, key: str) -> None:
        """Forgets it, if there is one."""
        self._database.execute("DELETE FROM learned_pairs WHERE key = ?", (key,))


def _numbers(data: bytes, shape: tuple[int, ...]) -> Floats:
    return np.frombuffer(data, np.float32).reshape(shape)
