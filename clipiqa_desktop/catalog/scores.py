"""Vectors and the scores made of them."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from clipiqa_desktop.catalog.models import Model
from clipiqa_desktop.catalog.schema import transaction

Floats = NDArray[np.float32]


class Scores:
    """One vector (float16) and one row of scores a photograph; a column an attribute, made when its key is new."""

    def __init__(self, database: Database, keys: tuple[str, ...]) -> None:
        self._database = database
        self.keys = keys
        self._add_missing_columns()
        columns = ", ".join(f'"{key}"' for key in keys)
        marks = ", ".join("?" for _ in keys)
        self._insert = f"INSERT OR REPLACE INTO scores (photo_id, model_id, {columns}) VALUES (?, ?, {marks})"

    def store(self, photo_id: int, model: Model, vector: Floats, scores: Floats) -> None:
        """Keeps the vector (d,) and the scores (keys,) of one photograph, and takes back what error it had."""
        with transaction(self._database):
            self._database.execute(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (photo_id, model.id, vector.astype(np.float16).tobytes()),
            )
            self._database.execute(self._insert, (photo_id, model.id, *scores.tolist()))
            self._database.execute("UPDATE photos SET error = NULL WHERE id = ?", (photo_id,))

    def has_vector(self, photo_id: int, model: Model) -> bool:
        """Whether this model has seen the photograph already."""
        row = self._database.execute(
            "SELECT 1 FROM vectors WHERE photo_id = ? AND model_id = ?", (photo_id, model.id)
        ).fetchone()
        return row is not None

    def store_many(self, model: Model, photo_ids: Iterable[int], scores: Floats) -> None:
        """Keeps scores (n, keys) of photographs whose vectors are stored already."""
        rows = [(id_, model.id, *row) for id_, row in zip(photo_ids, scores.tolist(), strict=True)]
        with transaction(self._database):
            self._database.conn.executemany(self._insert, rows)

    def all(self, model: Model | None) -> dict[int, tuple[float, ...]]:
        """The scores that this model gave, in the order of `keys`, by photo id."""
        columns = ", ".join(f'"{key}"' for key in self.keys)
        rows = self._database.execute(
            f"SELECT photo_id, {columns} FROM scores WHERE model_id = ?",
            (model and model.id,),
        )
        return {photo_id: tuple(scores) for photo_id, *scores in rows}

    def vectors_without_scores(self, model: Model, batch: int = 4096) -> Iterator[tuple[list[int], Floats]]:
        """Photo ids and their vectors (n, d), in batches, of this model's vectors that have no scores yet."""
        query = """SELECT vectors.photo_id, vector FROM vectors LEFT JOIN scores
            ON scores.photo_id = vectors.photo_id AND scores.model_id = vectors.model_id
            WHERE vectors.model_id = ? AND scores.photo_id IS NULL LIMIT ?"""
        while rows := self._database.execute(query, (model.id, batch)).fetchall():
            yield (
                [row[0] for row in rows],
                np.stack([np.frombuffer(row[1], np.float16) for row in rows]).astype(np.float32),
            )

    def _add_missing_columns(self) -> None:
        if not set(self.keys) - self._columns():
            return
        with transaction(self._database):
            for key in self.keys:
                if key not in self._columns():
                    self._database.execute(f'ALTER TABLE scores ADD COLUMN "{key}" REAL')

    def _columns(self) -> set[str]:
        return {row[1] for row in self._database.execute("PRAGMA table_info(scores)")}
