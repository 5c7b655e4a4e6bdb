"""The encoding process as the indexing sees it: pixels go in, vectors and scores go into the catalog."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.scores.models import Model, Pair
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.encode_queue import EncodeQueue, Pixels
from clipiqa_desktop.indexing.encoding import CannotStart, Ready, encoding_process, model_version
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.runtime.config import RuntimeOptions, expected_precision
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import NoWeights, Weights
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.processes import Worker

# Photographs are read ahead of the network, at least so many, and twice as many as it takes at once.
LOOK_AHEAD = 16
MOST_DEATHS = 3
TIMEOUT_S = 180.0

Prompts = dict[str, tuple[str, str]]

_log = logging.getLogger(__name__)

_BUILT_IN: Prompts = {attribute.key: attribute.prompts for attribute in BUILT_IN}
# The id of a network that no vector was made by yet.
_NEW = 0


class Network:
    """Scores photographs with one weights file, or does nothing without one."""

    def __init__(self, catalog: Catalog, weights: Weights | None, options: RuntimeOptions) -> None:
        self._catalog, self._weights, self._options = catalog, weights, options
        self._precision = expected_precision(weights, options) if weights else ""
        self._worker: Worker | None = None
        self._own: tuple[OwnAttribute, ...] = ()
        self._pairs: NDArray[np.float32] | None = None  # of all attributes when the person's own were these
        self._stale = False
        self._waiting = EncodeQueue()
        self._batch = 1
        self._deaths = 0
        self._news = self._surprising = False
        self.description = ""
        # it leaves that to the decoders on a device of its own, and where there is none
        self.spares_processor = weights is None
        self.model = self._known_model()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._worker:
            self._worker.stop()

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
        return max(LOOK_AHEAD, 2 * self._batch)

    def __contains__(self, photo_id: object) -> bool:
        """Whether the photograph lies ready or is being encoded."""
        return photo_id in self._waiting

    def start(self, photographs: int) -> None:
        """Shows the scores of this network from now on, and loads it if there is anything to do for it.

        photographs: how many are to be encoded.
        """
        if self._weights is None or self.model is None or self._worker:
            return
        if photographs or self.model.id == _NEW or self._catalog.models.stale_pairs(self.model, self._wanted_prompts()):
            self._worker = Worker(encoding_process, self._weights, self._options)
        else:
            self._make_current(self.model.logit_scale)
            self._score_stored_vectors()

    def take(self, photo_id: int, pixels: Pixels) -> bool:
        """Puts a photograph into the queue, unless that is full."""
        if len(self._waiting) >= self.look_ahead:
            return False
        self._waiting.put(photo_id, pixels)
        return True

    def discard(self, photo_id: int) -> None:
        """The file of this photograph is another one now, or it is gone: its pixels count no more."""
        self._waiting.discard(photo_id)

    def feed(self, first: Iterable[int]) -> None:
        """Hands the network the next photographs if it is idle: those of `first` that are ready before the others."""
        if not self._worker or not self._worker.idle or self._pairs is None or not self._waiting:
            return
        if self._stale:
            self._encode_prompts(self._worker)
            return
        batch = self._waiting.hand_out(self._batch, first)
        self._worker.give(tuple(batch), list(batch.values()))

    def take_ready(self) -> bool:
        """Whether this network's scores have become the ones to show since the last call."""
        news, self._news = self._news, False
        return news

    def take_precision_changed(self) -> bool:
        """Whether, since the last call, it turned out to run in another precision than the tasks were chosen for."""
        surprising, self._surprising = self._surprising, False
        return surprising

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
            raise (NoWeights if message.is_of_weights else UserError)(message.reason)
        if isinstance(message, Ready):
            self._greet(worker, message)
        elif isinstance(job, tuple):
            self._deaths = 0
            wanted = [self._waiting.is_wanted(photo_id) for photo_id in job]
            self._waiting.done()
            if any(wanted):
                yield from self._store(
                    [id_ for id_, is_wanted in zip(job, wanted, strict=True) if is_wanted], message[wanted]
                )
        else:
            self._store_pairs(job, message)

    def _greet(self, worker: Worker, ready: Ready) -> None:
        worker.greeting, self.description = ready, ready.description
        self._surprising, self._precision = ready.precision != self._precision, ready.precision
        self._batch, self.spares_processor = ready.batch, not ready.on_processor
        _log.info("%s", ready.description)
        self._make_current(ready.logit_scale)
        assert self.model is not None
        if self._catalog.models.stale_pairs(self.model, self._wanted_prompts()):
            self._encode_prompts(worker)
        else:
            self._score_stored_vectors()

    def _wanted_prompts(self) -> Prompts:
        """Of all attributes at this moment: the person's own come and go, also during a run."""
        return _BUILT_IN | {each.key: each.prompts for each in self._catalog.own_attributes.all()}

    def _encode_prompts(self, worker: Worker) -> None:
        learned = {each.key for each in self._catalog.own_attributes.all() if each.learning}
        prompts = {key: words for key, words in self._wanted_prompts().items() if key not in learned}
        self._pairs = None
        worker.give(prompts, tuple(prompt for pair in prompts.values() for prompt in pair))

    def _store_pairs(self, prompts: Prompts, vectors: NDArray[np.float32]) -> None:
        assert self.model is not None
        in_pairs = zip(prompts.items(), vectors.reshape(len(prompts), 2, -1), strict=True)
        with self._catalog.transaction():
            wanted = self._wanted_prompts()
            pairs = [Pair(key, words, pair) for (key, words), pair in in_pairs if wanted.get(key) == words]
            self._catalog.models.store_pairs(self.model, pairs)
        self._score_stored_vectors()

    def _score_stored_vectors(self) -> None:
        assert self.model is not None
        self._current_pairs(self.model)
        for ids, vectors in self._catalog.scores.vectors_without_scores(self.model):
            with self._catalog.transaction():
                self._catalog.scores.store_many(self.model, ids, self._scores(vectors))

    def _store(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> Iterator[tuple[int, Failure | None]]:
        assert self.model is not None
        known = {id_: vector for id_, vector in zip(ids, vectors, strict=True) if np.isfinite(vector).all()}
        with self._catalog.transaction():
            values = self._scores(np.array(list(known.values()))) if known else ()
            for (id_, vector), each in zip(known.items(), values, strict=True):
                self._catalog.scores.store(id_, self.model, vector, each)
        for id_ in ids:
            yield id_, None if id_ in known else Failure("The network gave no finite numbers for this photograph.")

    def _scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores (n, keys) in the catalog's order, in whose transaction this must be called to be stored."""
        assert self.model is not None
        return scores(vectors, self._current_pairs(self.model), self.model.logit_scale)

    def _current_pairs(self, model: Model) -> NDArray[np.float32]:
        own = self._catalog.own_attributes.all()
        if self._pairs is None or own != self._own:  # one that was learned again may begin with the same prompts
            prompts = self._wanted_prompts()
            stored = self._catalog.models.pairs(model)
            unknown = np.full_like(next(iter(stored.values())).vectors, np.nan)
            known = {key: pair.vectors for key, pair in stored.items() if pair.prompts == prompts.get(key)}
            self._own, self._stale = own, not known.keys() >= prompts.keys()
            self._pairs = np.stack([known.get(key, unknown) for key in prompts])
        return self._pairs

    def _died(self, worker: Worker) -> Iterator[tuple[int, Failure]]:
        self._deaths += 1
        if worker.greeting is None or self._deaths >= MOST_DEATHS:
            raise UserError(
                f"The network's process ended unexpectedly (exit code {worker.exit_code}); most often memory has run "
                "out. Close other programs and start again; what is done is kept."
            )
        worker.restart()
        self._pairs = None
        if (guilty := self._waiting.poison_item()) is not None:
            yield (
                guilty,
                Failure(
                    "The network's process ended while it looked at this photograph; it is tried again next time.",
                    lasts=False,
                ),
            )

    def _known_model(self) -> Model | None:
        if self._weights is None:
            return None
        version = model_version(self._weights, self._precision)
        return self._catalog.models.find(version) or Model(
            _NEW, version, self._weights.label, self._weights.caution, 0.0
        )

    def _make_current(self, logit_scale: float) -> None:
        if self._weights:
            version = model_version(self._weights, self._precision)
            self.model = self._catalog.models.make_current(
                version, self._weights.label, self._weights.caution, logit_scale
            )
            self._news = True
