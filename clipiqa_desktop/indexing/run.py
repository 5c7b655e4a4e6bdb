"""One indexing run: brings the catalog in step with its folders, stage by stage."""

import logging
import multiprocessing.connection
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.damage import cannot_write
from clipiqa_desktop.catalog.identity.listing import Changes
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import device_of, is_away
from clipiqa_desktop.indexing.decoders import Decoders
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.indexing.glancers import Glancers
from clipiqa_desktop.indexing.network import Network
from clipiqa_desktop.indexing.news import News
from clipiqa_desktop.indexing.progress import Phase, Progress, StageName
from clipiqa_desktop.indexing.schedule import Schedule
from clipiqa_desktop.indexing.search import Search
from clipiqa_desktop.indexing.setup import Setup
from clipiqa_desktop.indexing.sidecar_reader import SidecarReader
from clipiqa_desktop.indexing.stages import Job

POLL_S = 0.05
REPORT_EVERY_S = 0.1
FIRST_LOOK_S = 0.5
GATHER_S = 0.015  # heads come by the thousand: many are stored at once

_log = logging.getLogger(__name__)


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

    `pause`, `resume`, `cancel`, `prioritize` and `wish` may be called from any thread; all else belongs to its own.
    """

    def __init__(
        self,
        catalog: Catalog,
        thumbnails: ThumbnailStore,
        setup: Setup,
        listener: Listener,
        glancers: Glancers | None = None,
    ) -> None:
        self._catalog, self._thumbnails = catalog, thumbnails
        self._setup, self._listener, self._glancers = setup, listener, glancers
        self._paused, self._cancelled = threading.Event(), threading.Event()
        self._on_screen: tuple[int, ...] = ()
        self._wished: frozenset[StageName] = frozenset()
        self._roots: deque[Path] = deque()
        self._taken_on: list[Path] = []
        self._sidecars = SidecarReader(catalog, setup.sidecars)
        self._search, self._first_look_ends = Search(waits=setup.waits_for_folders), 0.0
        self._news = News(listener.stored)
        self._progress, self._last_report = Progress(Phase.FINDING), 0.0

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

    def wish(self, stages: Collection[StageName]) -> None:
        """What these stages find is waited for, and comes before the network."""
        self._wished = frozenset(stages)

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
            sentence = f"{cannot_write(error, self._catalog.path)} What is done is kept."
            self._fail(sentence)
            raise UserError(sentence) from error

    def _fail(self, sentence: str) -> None:
        self._news.tell()
        self._report(replace(self._progress, phase=Phase.FAILED, message=sentence))

    def _index(self, roots: Sequence[Path]) -> None:
        self._roots.extend(roots)
        setup = self._setup
        with (
            Network(self._catalog, setup.weights, setup.options) as network,
            Decoders(setup.readers, setup.decoders, setup.decode_timeout_s) as decoders,
            self._glancing() as glancers,
        ):
            self._thumbnails.forget_embedded(self._catalog.photos.forget_embedded())
            stores = self._catalog, self._thumbnails, self._sidecars
            schedule = Schedule(*stores, network, self._tell_moved, looks_for_faces=setup.faces is not None)
            if setup.weights:
                self._catalog.photos.score_anew()
            self._work(schedule, network, decoders, glancers)
        self._news.add(self._sidecars.turn_waiting())
        self._news.tell()
        self._report(schedule.progress(Phase.CANCELLED if self._cancelled.is_set() else Phase.DONE))

    @contextmanager
    def _glancing(self) -> Iterator[Glancers]:
        """The glancing processes that were given, which go on after the run, or some of its own."""
        setup = self._setup
        glancers = self._glancers or Glancers(setup.glancer, setup.decode_timeout_s, setup.heads_at_once)
        try:
            yield glancers
        finally:
            glancers.forget()
            if glancers is not self._glancers:
                glancers.stop()

    def _work(self, schedule: Schedule, network: Network, decoders: Decoders, glancers: Glancers) -> None:
        while self._has_work(schedule, network) and not self._cancelled.is_set():
            if not schedule.left:
                self._roots.extend(self._search.take_roots())
            if self._roots:
                self._take_on_roots(schedule)
            schedule.wished = self._wished
            self._feed_heads(schedule, glancers)
            took_on = self._take_on_more(schedule, network)
            if not self._paused.is_set():
                self._feed(schedule, network, decoders)
            self._news.add(self._sidecars.read_some(POLL_S))
            patience_s = 0.0 if self._sidecars or took_on else POLL_S
            connections = [*glancers.connections, *decoders.connections, *network.connections]
            multiprocessing.connection.wait(connections, patience_s)
            if glancers.in_hand:
                time.sleep(GATHER_S)
            self._collect_heads(schedule, glancers)
            self._collect(schedule, network, decoders)
            schedule.renew()
            schedule.tick(working=not self._paused.is_set())
            self._report_now_and_then(schedule, network)

    def _has_work(self, schedule: Schedule, network: Network) -> bool:
        return bool(schedule.left or self._sidecars or self._roots or self._search or network.starting)

    def _take_on_more(self, schedule: Schedule, network: Network) -> bool:
        """Once nothing on the screen waits for its head; of a whole card, once its first pictures had time to show.

        Answers whether there may be still more to take on at once.
        """
        waits = any(photo_id in schedule.glance for photo_id in self._on_screen)
        is_first_look = schedule.only_heads(self._on_screen) and time.monotonic() < self._first_look_ends
        if schedule.coming and (waits or is_first_look):
            return False
        if schedule.take_on_more():
            network.start(len(schedule.encode))
        return schedule.coming

    def _take_on_roots(self, schedule: Schedule) -> None:
        """Lists the folders that were named since the last call, and adds what there is to do in them."""
        folders: set[int] = set()
        while self._roots and not self._cancelled.is_set():
            self._report(schedule.progress(Phase.FINDING))
            root = self._roots.popleft()
            self._taken_on.append(root)
            self._list(root)
            folders |= self._catalog.folders.below(root)
        schedule.take_on(folders)
        self._first_look_ends = time.monotonic() + FIRST_LOOK_S

    def _list(self, root: Path) -> None:
        device = self._catalog.folders.device(root)
        if is_away(root, device):
            _log.warning("%s is not there now; what is known of it is kept", ascii(str(root)))
            self._listener.offline(root)
            self._search.missed(root, [root])
            return
        setup = self._setup
        unread: set[Path] = set()
        walk = find_photographs(
            root,
            self._cancelled.is_set,
            pair=setup.pair,
            options=setup.sidecars,
            left_out=self._catalog.folders.left_out(),
            unreadable=unread.add,
        )
        before = self._catalog.folders.filled(root) if setup.waits_for_folders else ()
        found = list(walk)
        if is_away(root, device):
            unread.add(root)  # it went away meanwhile
        if not self._cancelled.is_set():
            changes = self._catalog.folders.record_listing(root, found, unread=unread)
            if found:
                self._catalog.folders.note_device(root, device_of(root))
            self._search.listed(root, changes)
            if changes.gone:
                self._search.missed(root, before)
            self._listener.listed(root, changes)
            self._sidecars.take_on(self._catalog.folders.below(root), found)

    def _feed_heads(self, schedule: Schedule, glancers: Glancers) -> None:
        if heads := len(schedule.glance):
            glancers.start(heads)
        if glancers.room and not self._paused.is_set():
            glancers.give(schedule.next_heads(self._on_screen, glancers.at_work, glancers.room))

    def _feed(self, schedule: Schedule, network: Network, decoders: Decoders) -> None:
        if network.spares_processor or not schedule.hurries:
            network.feed(self._on_screen)
        if network.spares_processor or schedule.only_measures or schedule.hurries:
            decoders.use_all_cores()
        if not schedule.only_heads(self._on_screen):
            decoders.start(schedule.left)
        while decoders.free and (job := schedule.next(self._on_screen, decoders.at_work)):
            decoders.give(job)

    def _collect_heads(self, schedule: Schedule, glancers: Glancers) -> None:
        if found := [(job.task, result) for job, result in self._valid(glancers.results(), schedule)]:
            self._news.add(schedule.glance.store_all(found))

    def _collect(self, schedule: Schedule, network: Network, decoders: Decoders) -> None:
        for job, result in self._valid(decoders.results(), schedule):
            self._news.add([job.stage.store(job.task, result)])
        if network.take_ready():
            self._listener.network(network.description)
        if network.take_precision_changed():
            self._roots.extend(self._taken_on)
            self._taken_on.clear()
        self._news.add(list(schedule.encode.collect()))

    def _valid(self, results: Iterator[tuple[Job, Any]], schedule: Schedule) -> Iterator[tuple[Job, Any]]:
        """What was found of photographs whose files are still those that the work was begun for."""
        for job, result in results:
            if not job.stage.holds(job.task):
                continue  # its file has changed, or gone
            if self._search.is_other(job.task, result):
                schedule.drop(job.task.id)
            else:
                yield job, result

    def _tell_moved(self, folder: Path) -> None:
        self._listener.listed(folder, Changes(0, 1, 0))

    def _report_now_and_then(self, schedule: Schedule, network: Network) -> None:
        if len(schedule.glance):
            self._news.tell_what_hurries(self._on_screen)
        if time.monotonic() - self._last_report < REPORT_EVERY_S:
            return
        if not len(schedule.glance):
            self._news.tell()
        is_loading = network.starting and not (len(schedule.glance) or schedule.encode.done or schedule.hurries)
        looking = Phase.STARTING if is_loading else Phase.LOOKING
        self._report(schedule.progress(Phase.PAUSED if self._paused.is_set() else looking))

    def _report(self, progress: Progress) -> None:
        self._last_report, self._progress = time.monotonic(), progress
        self._listener.progress(progress)
