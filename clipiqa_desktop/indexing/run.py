"""One indexing run: brings the catalog in step with its folders, photograph by photograph."""

import logging
import multiprocessing.connection
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.damage import cannot_write
from clipiqa_desktop.catalog.listing import Changes
from clipiqa_desktop.catalog.photos import Task
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.decoders import Decoders
from clipiqa_desktop.indexing.decoding import Reader, Reading, read_photograph
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.indexing.network import Network
from clipiqa_desktop.indexing.progress import Phase, Progress, Rate
from clipiqa_desktop.indexing.sidecar_reader import SidecarReader
from clipiqa_desktop.perception.input_size import too_small, too_small_reason
from clipiqa_desktop.perception.runtime.config import RuntimeOptions
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.photos.decode import DECODER_VERSION
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions

POLL_S = 0.05
REPORT_EVERY_S = 0.1

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Setup:
    """How to index. Without weights photographs are read, but not scored."""

    weights: Weights | None = None
    device: str = "auto"
    precision: str = "fp32"
    choices: Path | None = None
    decoders: int | None = None
    decode_timeout_s: float = 30.0
    reader: Reader = read_photograph
    pair: bool = True
    sidecars: SidecarOptions = field(default_factory=SidecarOptions)


@dataclass
class Listener:
    """Who wants to know. Every function is called in the thread of the run, at most some ten times a second."""

    offline: Callable[[Path], None] = field(default=lambda _root: None)
    listed: Callable[[Path, Changes], None] = field(default=lambda _root, _changes: None)
    stored: Callable[[Sequence[int]], None] = field(default=lambda _ids: None)
    progress: Callable[[Progress], None] = field(default=lambda _progress: None)
    network: Callable[[str], None] = field(default=lambda _description: None)


class Run:
    """Indexes folders in the calling thread, with the work in child processes.

    `pause`, `resume`, `cancel` and `prioritize` may be called from any thread; all else belongs to the run's own.
    """

    def __init__(self, catalog: Catalog, thumbnails: ThumbnailStore, setup: Setup, listener: Listener) -> None:
        self._catalog, self._thumbnails = catalog, thumbnails
        self._setup, self._listener = setup, listener
        self._paused, self._cancelled = threading.Event(), threading.Event()
        self._on_screen: tuple[int, ...] = ()
        self._roots: deque[Path] = deque()
        self._taken_on: list[Path] = []
        self._tasks: dict[int, Task] = {}
        self._sidecars = SidecarReader(catalog, setup.sidecars)
        self._news: list[int] = []
        self._total = self._done = 0
        self._rate = Rate()
        self._last_report = 0.0

    def pause(self) -> None:
        """Begins no further photograph; those in flight are finished."""
        self._paused.set()

    def resume(self) -> None:
        """Goes on after a pause."""
        self._paused.clear()

    def cancel(self) -> None:
        """Ends the run soon; what is done is kept."""
        self._cancelled.set()

    def prioritize(self, ids: Sequence[int]) -> None:
        """These photographs come before all others, because they are on the screen."""
        self._on_screen = tuple(ids)

    def add(self, root: Path) -> None:
        """Takes one more folder into the run."""
        self._roots.append(root)

    @property
    def has_more(self) -> bool:
        """Whether a folder was added after the run had come to its end."""
        return bool(self._roots)

    def index(self, roots: Sequence[Path]) -> None:
        """Does it all. Raises UserError where it cannot go on, for example for damaged weights or a full disk."""
        try:
            self._index(roots)
        except UserError as error:
            self._fail(str(error))
            raise
        except sqlite3.Error as error:
            sentence = f"{cannot_write(error)} What is done is kept."
            self._fail(sentence)
            raise UserError(sentence) from error

    def _fail(self, sentence: str) -> None:
        self._flush_stored()
        self._report(Phase.FAILED, sentence)

    def _index(self, roots: Sequence[Path]) -> None:
        self._roots.extend(roots)
        options = RuntimeOptions(self._setup.device, self._setup.precision, self._setup.choices)
        with (
            Network(self._catalog, self._setup.weights, options) as network,
            Decoders(self._setup.reader, self._setup.decoders, self._setup.decode_timeout_s) as decoders,
        ):
            self._work(network, decoders)
        self._flush_stored()
        self._report(Phase.CANCELLED if self._cancelled.is_set() else Phase.DONE)

    def _take_on_roots(self, network: Network) -> None:
        """Lists the folders that were named since the last call, and adds what there is to do in them."""
        folders: set[int] = set()
        while self._roots and not self._cancelled.is_set():
            self._report(Phase.FINDING)
            root = self._roots.popleft()
            self._taken_on.append(root)
            self._list(root)
            folders |= self._catalog.folders.below(root)
        missing = self._catalog.photos.without_thumbnail(folders, self._thumbnails.fingerprints())
        self._catalog.photos.forget_readings(missing)
        new = self._catalog.photos.unfinished(folders, DECODER_VERSION, network.model)
        self._total += len({task.id for task in new} - self._tasks.keys())
        self._tasks = {task.id: task for task in new} | self._tasks

    def _list(self, root: Path) -> None:
        if not os.path.isdir(root):  # noqa: PTH112 (never raises: a drive that is gone may answer with any error)
            _log.warning("%s is not there now; what is known of it is kept", ascii(str(root)))
            self._listener.offline(root)
            return
        setup = self._setup
        unread: set[Path] = set()
        walk = find_photographs(
            root, self._cancelled.is_set, pair=setup.pair, options=setup.sidecars, unreadable=unread.add
        )
        found = list(walk)
        if not self._cancelled.is_set():
            self._listener.listed(root, self._catalog.folders.record_listing(root, found, unread=unread))
            self._sidecars.take_on(self._catalog.folders.below(root), found)

    def _work(self, network: Network, decoders: Decoders) -> None:
        while self._has_work(network) and not self._cancelled.is_set():
            if self._roots:
                self._take_on_roots(network)
                network.start(self._tasks.values())
                decoders.start(len(self._tasks))
            if not self._paused.is_set():
                self._feed(network, decoders)
            self._news += self._sidecars.read_some(POLL_S)
            patience_s = 0.0 if self._sidecars else POLL_S
            multiprocessing.connection.wait([*decoders.connections, *network.connections], patience_s)
            self._collect(network, decoders)
            self._rate.tick(working=not self._paused.is_set())
            self._report_now_and_then(network)

    def _has_work(self, network: Network) -> bool:
        return bool(self._tasks or self._sidecars or self._roots or network.starting)

    def _feed(self, network: Network, decoders: Decoders) -> None:
        network.feed(self._on_screen)
        while decoders.free and (task := self._next(network, decoders)):
            decoders.decode(task)

    def _next(self, network: Network, decoders: Decoders) -> Task | None:
        """What is on the screen and was never seen comes first, even if the network has more than enough to do."""
        waiting = [
            task
            for id_ in self._on_screen
            if (task := self._tasks.get(id_)) and self._is_waiting(task, network, decoders)
        ]
        unseen = next((task for task in waiting if not task.was_read), None)
        if unseen or network.waiting + decoders.busy >= network.look_ahead:
            return unseen
        return next(iter(waiting), None) or next(
            (task for task in self._tasks.values() if self._is_waiting(task, network, decoders)), None
        )

    @staticmethod
    def _is_waiting(task: Task, network: Network, decoders: Decoders) -> bool:
        return task.id not in decoders.at_work and not network.has(task.id)

    def _collect(self, network: Network, decoders: Decoders) -> None:
        for task, result in decoders.results():
            if isinstance(result, Reading):
                self._store_reading(task, result, network)
            else:
                self._store_failure(task, result)
        if network.take_ready():
            self._listener.network(network.description)
            if network.spares_processor:
                decoders.use_all_cores(len(self._tasks))
        if network.take_precision_changed():
            self._roots.extend(self._taken_on)
            self._taken_on.clear()
        for photo_id, failure in network.results():
            if failure:
                self._catalog.photos.store_error(photo_id, DECODER_VERSION if failure.lasts else None, failure.reason)
            self._finish(photo_id)

    def _store_reading(self, task: Task, reading: Reading, network: Network) -> None:
        task = self._known_before(task, reading)
        self._thumbnails.put(reading.fingerprint, reading.thumbnail)
        # first, so that a run that is killed in between reads the photograph again
        self._sidecars.take_in_own(task.id, task.path.name, reading.own_marks)
        self._catalog.photos.store_reading(task.id, DECODER_VERSION, reading.fingerprint, reading.facts)
        self._news.append(task.id)
        height, width = reading.pixels.shape[:2]
        if too_small(width, height):
            self._store_failure(task, Failure(too_small_reason(width, height)))
        elif not network.wants(task.id):
            self._finish(task.id)
        elif not network.take(task.id, reading.pixels):
            self._tasks[task.id] = replace(task, was_read=True)

    def _known_before(self, task: Task, reading: Reading) -> Task:
        """The same task, or that of the photograph which was moved or renamed and is found again here."""
        old = self._catalog.photos.moved_from(task.id, reading.fingerprint)
        if old is None:
            return task
        del self._tasks[task.id]
        self._tasks[old] = replace(task, id=old)
        self._listener.listed(task.path.parent, Changes(0, 1, 0))
        return self._tasks[old]

    def _store_failure(self, task: Task, failure: Failure) -> None:
        self._catalog.photos.store_error(task.id, DECODER_VERSION if failure.lasts else None, failure.reason)
        self._finish(task.id)

    def _finish(self, photo_id: int) -> None:
        del self._tasks[photo_id]
        self._news.append(photo_id)
        self._done += 1
        self._rate.count()

    def _report_now_and_then(self, network: Network) -> None:
        if time.monotonic() - self._last_report < REPORT_EVERY_S:
            return
        self._flush_stored()
        looking = Phase.STARTING if network.starting and not self._done else Phase.LOOKING
        self._report(Phase.PAUSED if self._paused.is_set() else looking)

    def _report(self, phase: Phase, message: str = "") -> None:
        self._last_report = time.monotonic()
        self._listener.progress(Progress(phase, self._done, self._total, self._rate.per_second, message))

    def _flush_stored(self) -> None:
        if self._news:
            self._listener.stored(tuple(dict.fromkeys(self._news)))
            self._news.clear()
