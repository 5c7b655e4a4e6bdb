"""All stages of a run, and which of them has the next photograph read."""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from itertools import chain
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.indexing.content_stage import ContentStage
from clipiqa_desktop.indexing.encode_stage import EncodeStage
from clipiqa_desktop.indexing.faces_stage import FacesStage
from clipiqa_desktop.indexing.glance_stage import GlanceStage
from clipiqa_desktop.indexing.glancers import MANY_HEADS
from clipiqa_desktop.indexing.measure_stage import MeasureStage
from clipiqa_desktop.indexing.network import Network
from clipiqa_desktop.indexing.preview_stage import PreviewStage
from clipiqa_desktop.indexing.progress import Phase, Progress, StageName
from clipiqa_desktop.indexing.read_stage import ReadStage
from clipiqa_desktop.indexing.recognition import Recognition
from clipiqa_desktop.indexing.sidecar_reader import SidecarReader
from clipiqa_desktop.indexing.signature_stage import SignatureStage
from clipiqa_desktop.indexing.stages import Job, LaterStage, Stage


class Schedule:
    """Content before everything, then glance, read and encode together, then signature, measure, and faces at the end.

    In every stage the photographs on the screen come first. Stages that are `wished` for, because somebody sorts or
    filters by what they find, come before encode. `moved` is told where a photograph was found that lay elsewhere.
    """

    def __init__(
        self,
        catalog: Catalog,
        thumbnails: ThumbnailStore,
        sidecars: SidecarReader,
        network: Network,
        moved: Callable[[Path], None],
        *,
        looks_for_faces: bool = False,
    ) -> None:
        self._network, self._photos = network, catalog.photos
        self._folders: set[int] = set()
        self._photographs = 0  # that lie in them
        self.preview = PreviewStage(catalog, thumbnails)
        self.glance = GlanceStage(catalog, thumbnails, self.preview)
        self.encode = EncodeStage(catalog, network)
        self.signature = SignatureStage(catalog)
        self.measure = MeasureStage(catalog)
        self.faces = FacesStage(catalog, looks=looks_for_faces)
        self._recognition = recognition = Recognition(catalog, thumbnails, sidecars, moved)
        at_full_size = (self.measure, self.faces)
        self.read = ReadStage(catalog, thumbnails, sidecars, self.encode, self.signature, at_full_size, recognition)
        # in the order in which they have their turn, where nobody waits for one of them
        self._last: tuple[LaterStage, ...] = (self.signature, *at_full_size)
        self._of_pixels = (self.read, self.encode, *self._last)
        others = (self.glance, *self._of_pixels)
        self._coming: deque[tuple[Stage, frozenset[int]]] = deque()
        self._is_new = False  # there may be more to do than before
        self.wished: frozenset[StageName] = frozenset()
        self.content = ContentStage(catalog, recognition, others)
        self._stages: tuple[Stage, ...] = (self.content, *others)

    def take_on(self, folder_ids: Collection[int]) -> None:
        """Adds what there is to do in these folders: heads and content at once, all else with `take_on_more`.

        What others have in hand, for example the network, may be of files that have changed: those stages learn of it
        at once too.
        """
        self._is_new = True
        self._folders |= {*folder_ids}
        self._photographs = self._photos.count_in(self._folders)
        self.content.take_on(folder_ids)
        self.glance.take_on(folder_ids)
        for stage in (self.preview, *self._of_pixels):
            if len(stage) or not len(self.glance):
                stage.take_on(folder_ids)
            else:
                self._coming.append((stage, frozenset(folder_ids)))

    @property
    def coming(self) -> bool:
        """Whether `take_on_more` has more to add."""
        return bool(self._coming)

    def take_on_more(self) -> bool:
        """Adds what there is to do in one of the stages that are still to come; True once when all are there."""
        if self._coming:
            stage, folder_ids = self._coming.popleft()
            stage.take_on(folder_ids)
        is_news, self._is_new = self._is_new and not self._coming, bool(self._is_new and self._coming)
        return is_news

    def renew(self) -> bool:
        """Adds and drops what recognising photographs has changed, once all were looked into; whether it did."""
        if not self._recognition.stirred or len(self.content):
            return False
        self._recognition.stirred = False
        self.take_on(())
        return True

    def drop(self, photo_id: int) -> None:
        """There is nothing to be done for this photograph any more."""
        for stage in (*self._stages, self.preview):
            stage.drop(photo_id)

    @property
    def left(self) -> int:
        """For how many photographs there is something to do, at least."""
        return max(len(self._coming), *(len(stage) for stage in self._stages))

    def only_heads(self, on_screen: Sequence[int]) -> bool:
        """Whether so many heads are to be read that nobody needs a decoding process for some time."""
        is_needed = len(self.content) or any(photo_id in self.preview for photo_id in on_screen)
        return len(self.glance) > MANY_HEADS and not is_needed

    @property
    def only_measures(self) -> bool:
        """Whether nothing but what is done in what time is left is left."""
        return not (
            self._coming
            or len(self.content)
            or len(self.glance)
            or len(self.read)
            or len(self.encode)
            or self._network.starting
        )

    @property
    def hurries(self) -> bool:
        """Whether somebody waits for what a stage finds that has its turn after the network otherwise."""
        return bool(self._wished_left)

    @property
    def _wished_left(self) -> tuple[LaterStage, ...]:
        return tuple(stage for stage in self._last if stage.name in self.wished and len(stage))

    def next_heads(self, on_screen: Sequence[int], busy: Collection[int], count: int) -> list[Job]:
        """The next photographs for the glancing process, none that are in hand there or may be known ones."""
        return self.glance.following(on_screen, lambda photo_id: photo_id in busy or photo_id in self.content, count)

    def next(self, on_screen: Sequence[int], busy: Collection[int]) -> Job | None:
        """The next photograph for a decoding process, none of those that are `busy` in one.

        What is on the screen and was never seen is read even if the network has more than enough to do.
        """
        in_hand = busy.__contains__
        if found := self.content.next(on_screen, in_hand) or self._bare(on_screen, in_hand):
            return found
        if len(self.glance) or self._coming:
            return None
        if found := self.read.shown(on_screen, in_hand) or self._next_wished(on_screen, in_hand):
            return found
        if self.only_measures:
            return next((job for stage in self._last if (job := stage.next(on_screen, in_hand))), None)
        has_room = self._network.waiting + len(busy) < self._network.look_ahead
        return self._next_for_network(on_screen, in_hand) if has_room else None

    def _bare(self, on_screen: Sequence[int], in_hand: Callable[[int], bool]) -> Job | None:
        """What is on the screen and shows nothing, although its head was read."""
        return self.preview.shown(on_screen, lambda photo_id: in_hand(photo_id) or photo_id not in self.read)

    def _next_wished(self, on_screen: Sequence[int], in_hand: Callable[[int], bool]) -> Job | None:
        """What was read goes before what is still to be read for it: which photograph a file is, reading says."""
        if not (stages := self._wished_left):
            return None
        is_taken = self._comes_by_reading(in_hand)
        shown = (stage.shown(on_screen, is_taken) for stage in stages)
        others = (stage.next((), is_taken) for stage in stages)
        return next((job for job in chain(shown, others) if job), None) or self.read.next((), in_hand)

    def _next_for_network(self, on_screen: Sequence[int], in_hand: Callable[[int], bool]) -> Job | None:
        is_taken = self._comes_by_reading(in_hand)
        return self.encode.shown(on_screen, is_taken) or self.read.next((), in_hand) or self.encode.next((), is_taken)

    def _comes_by_reading(self, in_hand: Callable[[int], bool]) -> Callable[[int], bool]:
        return lambda photo_id: in_hand(photo_id) or photo_id in self.read

    def tick(self, *, working: bool) -> None:
        """To be called often: the time counts for the stage that is told of, and only while `working`."""
        current = self._current
        for stage in self._stages:
            stage.pace.tick(stage.done, len(stage), working=working and stage is current)

    def progress(self, phase: Phase) -> Progress:
        """How far the run has come."""
        stage = self._current
        counts = tuple(each.count for each in self._stages if each.total)
        rate, seconds_left = stage.pace.per_second, stage.pace.seconds_left
        # those that may be known ones are no shoot: of them so many are said as there are
        before = 0 if stage is self.content or not stage.total else max(0, self._photographs - stage.total)
        return Progress(
            *(phase, stage.done, stage.total, rate, seconds_left), stage=stage.name, stages=counts, before=before
        )

    @property
    def _current(self) -> Stage:
        """The stage to tell of: of reading and encoding, which go together, the one that takes longer."""
        before: tuple[Stage, ...] = (self.content, self.glance, *self._wished_left)
        order = (*before, self.encode, self.read, *self._last)
        at_work = next((stage for stage in order if len(stage)), None)
        return at_work or next((stage for stage in reversed(self._stages) if stage.total), self.glance)
