"""Which network, with which weights, made the vectors; and the vectors of its prompt pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPairs


@dataclass(frozen=True)
class Model:
    """A network with its weights. `label` goes into CSV files, `caution` stands wherever its scores show."""

    id: int
    version: str
    label: str
    caution: str
    logit_scale: float

    @property
    def weights(self) -> str:
        """The hash of its weights, with which its version begins."""
        return self.version.partition("/")[0]


@dataclass(frozen=True)
class Pair:
    """An attribute's antonym prompts and their vectors, float32 (2, d), the high end first."""

    key: str
    prompts: tuple[str, str]
    vectors: NDArray[np.float32]


class Models:
    """What the catalog knows of networks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._learned = LearnedPairs(database)

    def current(self) -> Model | None:
        """The network whose scores are shown; None as long as nothing was ever scored."""
        return self._one("is_current")

    def find(self, version: str) -> Model | None:
        """The network of this version, if it was used before."""
        return self._one("version = ?", version)

    def make_current(self, version: str, label: str, caution: str, logit_scale: float) -> Model:
        """Remembers a network and shows its scores from now on."""
        with transaction(self._database):
            self._database.execute("UPDATE models SET is_current = 0")
            self._database.execute(
                """INSERT INTO models (version, label, caution, logit_scale, is_current) VALUES (?, ?, ?, ?, 1)
                ON CONFLICT (version) DO UPDATE SET label = ?2, caution = ?3, logit_scale = ?4, is_current = 1""",
                (version, label, caution, logit_scale),
            )
        model = self.find(version)
        assert model is not None
        return model

    def pairs(self, model: Model) -> dict[str, Pair]:
        """The prompt pairs by attribute key: those stored for this model, and all that were learned.

        The vectors of what was learned with other weights are NaN.
        """
        rows = self._database.execute(
            "SELECT key, high_prompt, low_prompt, vectors FROM pairs WHERE model_id = ?", (model.id,)
        )
        stored = {
            key: Pair(key, (high, low), np.frombuffer(vectors, np.float32).reshape(2, -1))
            for key, high, low, vectors in rows
        }
        return stored | {key: Pair(key, *learned) for key, learned in self._learned.vectors(model.weights).items()}

    def store_pairs(self, model: Model, pairs: Iterable[Pair]) -> None:
        """Keeps prompt pairs, and drops the scores that older prompts gave, which are then to be made anew."""
        with transaction(self._database):
            for pair in pairs:
                self.store_pair(model, pair)
            self._database.execute("DELETE FROM scores WHERE model_id = ?", (model.id,))

    def store_pair(self, model: Model, pair: Pair) -> None:
        """Keeps one prompt pair, whose scores are stored beside it."""
        self._database.execute(
            "INSERT OR REPLACE INTO pairs (model_id, key, high_prompt, low_prompt, vectors) VALUES (?, ?, ?, ?, ?)",
            (model.id, pair.key, *pair.prompts, pair.vectors.astype(np.float32).tobytes()),
        )

    def stale_pairs(self, model: Model, prompts: Mapping[str, tuple[str, str]]) -> list[str]:
        """The keys among `prompts` whose vectors are missing or belong to other words."""
        stored = self.pairs(model)
        return [key for key, words in prompts.items() if key not in stored or stored[key].prompts != words]

    def _one(self, condition: str, *values: str) -> Model | None:
        row = self._database.execute(
            f"SELECT id, version, label, caution, logit_scale FROM models WHERE {condition}",
            values,
        ).fetchone()
        return Model(*row) if row else None
