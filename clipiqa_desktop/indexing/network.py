"""The encoding process as the indexing sees it: pixels go in, vectors and scores go into the catalog."""

from collections.abc import Collection, Iterable, Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.models import Model, Pair
from clipiqa_desktop.catalog.photos import Task
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.decoding import Failure
from clipiqa_desktop.indexing.encoding import CannotStart, Ready, encoding_process
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.network_version import NETWORK_VERSION
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.photos.decode import DECODER_VERSION
from clipiqa_desktop.processes import Worker

LOOK_AHEAD = 16
MOST_DEATHS = 3
TIMEOUT_S = 180.0

_PROMPTS = {attribute.key: attribute.prompts for attribute in BUILT_IN}
# The id of a network that no vector was made by yet.
_NEW = 0


class Network:
    """Scores photographs with one weights file, or does nothing without one."""

    def __init__(self, catalog: Catalog, weights: Weights | None, device: str) -> None:
        self._catalog, self._weights, self._device = catalog, weights, device
        self._worker: Worker | None = None
        self._pairs: NDArray[np.float32] | None = None
        self._waiting: dict[int, NDArray[np.uint8]] = {}
        self._deaths = 0
        self._news = False
        self.description = ""
        self.model = self._known_model()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._worker:
            self._worker.stop()

    @property
    def wanted(self) -> bool:
        """Whether photographs are to be scored at all."""
        return self._weights is not None

    @property
    def starting(self) -> bool:
        """Whether the network is still being loaded or its prompts encoded."""
        return self._worker is not None and self._pairs is None

    @property
    def connections(self) -> list[Connection]:
        """To wait for."""
        return [self._worker.connection] if self._worker else []

    @property
    def waiting(self) -> int:
        """How many photographs lie ready for the network."""
        return len(self._waiting)

    @property
    def look_ahead(self) -> int:
        """How many photographs are read ahead of the network."""
        return LOOK_AHEAD

    @property
    def at_work(self) -> Collection[int]:
        """The ids of the photographs that lie ready or are being encoded."""
        job = self._worker.job if self._worker else None
        return {*self._waiting, job} if isinstance(job, int) else self._waiting.keys()

    def start(self, tasks: Collection[Task]) -> None:
        """Shows the scores of this network from now on, and loads it if there is anything to do for it."""
        if self._weights is None or self.model is None or self._worker:
            return
        stale = self.model.id == _NEW or self._catalog.models.stale_pairs(self.model, _PROMPTS)
        if tasks or stale:
            self._worker = Worker(encoding_process, self._weights, self._device)
        else:
            self._make_current(self.model.logit_scale)
            self._score_stored_vectors()

    def wants(self, photo_id: int) -> bool:
        """Whether the photograph is to be encoded: not where it was moved, or only its thumbnail lost."""
        return self.wanted and not (self.model and self._catalog.scores.has_vector(photo_id, self.model))

    def take(self, photo_id: int, pixels: NDArray[np.uint8]) -> bool:
        """Puts a photograph into the queue, unless that is full."""
        if len(self._waiting) >= LOOK_AHEAD:
            return False
        self._waiting[photo_id] = pixels
        return True

    def feed(self, first: Iterable[int]) -> None:
        """Hands the network the next photograph if it is idle: one of `first` if any is ready."""
        if not self._worker or not self._worker.idle or self._pairs is None or not self._waiting:
            return
        photo_id = next((id_ for id_ in first if id_ in self._waiting), next(iter(self._waiting)))
        self._worker.give(photo_id, self._waiting.pop(photo_id))

    def greeted(self) -> bool:
        """Whether this network's scores have become the ones to show since the last call."""
        news, self._news = self._news, False
        return news

    def results(self) -> Iterator[tuple[int, Failure | None]]:
        """The photographs that were scored, with None, or could not be, since the last call."""
        worker = self._worker
        while worker and worker.connection.poll():
            try:
                message = worker.receive()
            except EOFError:
                yield from self._died(worker)
                return
            yield from self._answered(worker, message)
        if worker and worker.busy_s > TIMEOUT_S:
            yield from self._died(worker)

    def _answered(self, worker: Worker, message: Any) -> Iterator[tuple[int, Failure | None]]:
        job, worker.job = worker.job, None
        if isinstance(message, CannotStart):
            raise UserError(message.reason)
        if isinstance(message, Ready):
            self._greet(worker, message)
        elif isinstance(job, int):
            self._deaths = 0
            yield job, self._store(job, message)
        else:
            self._store_pairs(message)

    def _greet(self, worker: Worker, ready: Ready) -> None:
        worker.greeting, self.description = ready, ready.description
        self._make_current(ready.logit_scale)
        assert self.model is not None
        if self._catalog.models.stale_pairs(self.model, _PROMPTS):
            worker.give(_PROMPTS, tuple(prompt for pair in _PROMPTS.values() for prompt in pair))
        else:
            self._score_stored_vectors()

    def _store_pairs(self, vectors: NDArray[np.float32]) -> None:
        assert self.model is not None
        in_pairs = vectors.reshape(len(_PROMPTS), 2, -1)
        pairs = [Pair(key, words, pair) for (key, words), pair in zip(_PROMPTS.items(), in_pairs, strict=True)]
        self._catalog.models.store_pairs(self.model, pairs)
        self._score_stored_vectors()

    def _score_stored_vectors(self) -> None:
        assert self.model is not None
        stored = self._catalog.models.pairs(self.model)
        self._pairs = np.stack([stored[key].vectors for key in _PROMPTS])
        for ids, vectors in self._catalog.scores.vectors_without_scores(self.model):
            self._catalog.scores.store_many(self.model, ids, scores(vectors, self._pairs, self.model.logit_scale))

    def _store(self, photo_id: int, vector: NDArray[np.float32]) -> Failure | None:
        assert self.model is not None
        assert self._pairs is not None
        if not np.isfinite(vector).all():
            return Failure("The network gave no finite numbers for this photograph.")
        self._catalog.scores.store(
            photo_id, self.model, vector, scores(vector[None], self._pairs, self.model.logit_scale)[0]
        )
        return None

    def _died(self, worker: Worker) -> Iterator[tuple[int, Failure]]:
        self._deaths += 1
        if worker.greeting is None or self._deaths >= MOST_DEATHS:
            raise UserError(
                f"The network's process ended unexpectedly (exit code {worker.exit_code}); most often memory has run "
                "out. Close other programs and start again; what is done is kept."
            )
        job = worker.job
        worker.restart()
        self._pairs = None
        if isinstance(job, int):
            yield (
                job,
                Failure(
                    "The network's process ended while it looked at this photograph; it is tried again next time.",
                    lasts=False,
                ),
            )

    def _known_model(self) -> Model | None:
        if self._weights is None:
            return None
        version = self._version(self._weights)
        return self._catalog.models.find(version) or Model(
            _NEW, version, self._weights.label, self._weights.caution, 0.0
        )

    def _make_current(self, logit_scale: float) -> None:
        if self._weights:
            self.model = self._catalog.models.make_current(
                self._version(self._weights), self._weights.label, self._weights.caution, logit_scale
            )
            self._news = True

    @staticmethod
    def _version(weights: Weights) -> str:
        return f"{weights.short_hash}/{NETWORK_VERSION}/{DECODER_VERSION}"
