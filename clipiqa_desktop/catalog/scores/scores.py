"""Vectors and the scores made of them."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.scores.models import Model
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttributes
from clipiqa_desktop.catalog.stages.tasks import Task, unfinished

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]


class Scores:
    """One vector (float16) and one row of scores a photograph; a column an attribute, made when the catalog is opened
    with a new key, or when the person adds one.
    """

    def __init__(self, database: Database, built_in: tuple[str, ...], own: OwnAttributes) -> None:
        self._database, self._built_in, self._own = database, built_in, own

    @property
    def keys(self) -> tuple[str, ...]:
        """Whose scores there are now: the built-in attributes, then the person's own, which come and go."""
        return (*self._built_in, *(each.key for each in self._own.all()))

    @property
    def headings(self) -> tuple[str, ...]:
        """The keys as a table names them: the person's own attributes by their titles."""
        return (*self._built_in, *(each.title for each in self._own.all()))

    def store(self, photo_id: int, model: Model, vector: Floats, scores: Floats) -> None:
        """Keeps the vector (d,) and the scores (keys,) of one photograph, and takes back what error it had.

        Nothing is kept of a photograph that is no longer known.
        """
        with transaction(self._database):
            if self._database.execute("SELECT 1 FROM photos WHERE id = ?", (photo_id,)).fetchone() is None:
                return
            self._database.execute(
                """INSERT OR REPLACE INTO vectors (photo_id, model_id, vector, change)
                SELECT ?, ?, ?, coalesce(max(change), 0) + 1 FROM vectors""",
                (photo_id, model.id, vector.astype(np.float16).tobytes()),
            )
            self._database.execute(self._insert(), (photo_id, model.id, *scores.tolist()))
            self._database.execute("UPDATE photos SET error = NULL WHERE id = ?", (photo_id,))

    def store_many(self, model: Model, photo_ids: Iterable[int], scores: Floats) -> None:
        """Keeps scores (n, keys) of photographs whose vectors are stored already."""
        rows = [(id_, model.id, *row) for id_, row in zip(photo_ids, scores.tolist(), strict=True)]
        with transaction(self._database):
            self._database.conn.executemany(self._insert(), rows)

    def store_column(self, model: Model, key: str, photo_ids: Sequence[int], scores: Floats) -> None:
        """Keeps one attribute's scores (n,) of photographs that have others by this model already."""
        rows = zip(scores.tolist(), photo_ids, strict=True)
        with transaction(self._database):
            self._database.conn.executemany(
                f'UPDATE scores SET "{key}" = ? WHERE photo_id = ? AND model_id = {model.id}', rows
            )

    def has_vector(self, photo_id: int, model: Model) -> bool:
        """Whether this model has seen the photograph, as it is now, before."""
        row = self._database.execute(
            "SELECT 1 FROM vectors WHERE photo_id = ? AND model_id = ?", (photo_id, model.id)
        ).fetchone()
        return row is not None

    def unencoded(self, folder_ids: Collection[int], model: Model, decoder: str) -> list[Task]:
        """The photographs in these folders that have no vector of this model; not what this `decoder` found wrong."""
        return unfinished(
            self._database,
            folder_ids,
            "vectors.photo_id IS NULL AND (error IS NULL OR decoder IS NOT ?)",
            (model.id, decoder),
            join="LEFT JOIN vectors ON vectors.photo_id = photos.id AND vectors.model_id = ?",
        )

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
            yield [row[0] for row in rows], _stacked([row[1] for row in rows]).astype(np.float32)

    def vectors_of(self, photo_ids: Iterable[int], weights: str) -> dict[int, Floats]:
        """The vectors (d,) of these photographs by id, where a model with these weights made them."""
        query = f"""SELECT photo_id, vector FROM vectors JOIN models ON models.id = model_id
            WHERE version LIKE ? || '/%' AND photo_id {AMONG}"""
        rows = self._database.execute(query, (weights, listed(photo_ids)))
        return {id_: np.frombuffer(vector, np.float16).astype(np.float32) for id_, vector in rows}

    def vectors_since(self, model: Model, change: int, batch: int = 4096) -> Iterator[tuple[list[int], Halves, int]]:
        """The vectors (n, d) of this model that are newer than `change`, the oldest first, in batches.

        Each comes with the photo ids and with the change that it reaches; -1 is older than all.
        """
        query = """SELECT photo_id, vector, change FROM vectors WHERE model_id = ? AND change > ?
            ORDER BY change, photo_id"""
        found = self._database.execute(query, (model.id, change))
        while rows := found.fetchmany(batch):
            yield [row[0] for row in rows], _stacked([row[1] for row in rows]), rows[-1][2]

    def _insert(self) -> str:
        keys = self.keys
        columns, marks = ", ".join(f'"{key}"' for key in keys), ", ".join("?" for _ in keys)
        return f"INSERT OR REPLACE INTO scores (photo_id, model_id, {columns}) VALUES (?, ?, {marks})"


def _stacked(vectors: Sequence[bytes]) -> Halves:
    return np.frombuffer(b"".join(vectors), np.float16).reshape(len(vectors), -1)
