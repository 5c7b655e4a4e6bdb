"""Pairs that were learned from photographs that somebody judged, and how."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Learning:
    """How a pair was learned, for people.

    weights: the short hash of the weights with which it was learned, and with which alone it means anything.
    held_out: how well its scores agree with the labels of photographs that were kept from learning, by `measure`
    (`SROCC`, say); None where that is not defined. rival, rival_held_out: the best single column beside it, and how
    well that does; only of a taste, which is learned from marks. follows: whether it is learned again when the marks of
    this catalog have grown; None where it was not learned from them.
    """

    weights: str
    photographs: int
    measure: str
    held_out: float | None
    rival: str = ""
    rival_held_out: float | None = None
    follows: bool | None = None


@dataclass(frozen=True, eq=False)
class LearnedPair:
    """Vectors (2, d), float32, the high end first, and the learned context tokens (2, 16, 512) that become these; None
    where the vectors themselves were learned, and no prompts say them.
    """

    learning: Learning
    contexts: Floats | None
    vectors: Floats


_FACTS = ", ".join(field.name for field in fields(Learning))  # the columns are named like them


class LearnedPairs:
    """The learned pairs by the keys of the attributes whose prompts they replace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, key: str, prompts: tuple[str, str], pair: LearnedPair) -> None:
        """Keeps a pair, and the prompts that it was learned from."""
        contexts = b"" if pair.contexts is None else pair.contexts.astype(np.float32).tobytes()
        values = (key, *prompts, pair.vectors.astype(np.float32).tobytes(), contexts, *astuple(pair.learning))
        self._database.execute(
            f"""INSERT OR REPLACE INTO learned_pairs (key, high_prompt, low_prompt, vectors, contexts, {_FACTS})
            VALUES ({", ".join("?" for _ in values)})""",
            values,
        )

    def follow(self, key: str, *, on: bool) -> None:
        """Says whether it is learned again when the marks have grown."""
        self._database.execute("UPDATE learned_pairs SET follows = ? WHERE key = ?", (on, key))

    def find(self, key: str) -> LearnedPair | None:
        """The pair of this attribute; None where it was not learned."""
        row = self._database.execute(
            f"SELECT contexts, vectors, {_FACTS} FROM learned_pairs WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        contexts, vectors, *facts = row
        said = _numbers(contexts, (2, 16, -1)) if contexts else None
        return LearnedPair(_learning(facts), said, _numbers(vectors, (2, -1)))

    def learnings(self) -> dict[str, Learning]:
        """How each was learned, by key."""
        rows = self._database.execute(f"SELECT key, {_FACTS} FROM learned_pairs")
        return {key: _learning(facts) for key, *facts in rows}

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


def _learning(facts: Sequence[Any]) -> Learning:
    learning = Learning(*facts)
    return learning if learning.follows is None else replace(learning, follows=bool(learning.follows))


def _numbers(data: bytes, shape: tuple[int, ...]) -> Floats:
    return np.frombuffer(data, np.float32).reshape(shape)
