"""The stage read: thumbnail, content and own marks of a photograph, and the pixels for the network on the way."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.indexing import decoding, glancing
from clipiqa_desktop.indexing.decoding import Reading
from clipiqa_desktop.indexing.encode_stage import EncodeStage
from clipiqa_desktop.indexing.recognition import Recognition
from clipiqa_desktop.indexing.sidecar_reader import SidecarReader
from clipiqa_desktop.indexing.signature_stage import SignatureStage
from clipiqa_desktop.indexing.stages import LaterStage, Stage
from clipiqa_desktop.perception.input_size import too_small, too_small_reason
from clipiqa_desktop.photos.reading import Failure


class ReadStage(Stage):
    """Tells the stages after it what it found out: a file of a known photograph, or one that cannot be read."""

    name = reader = "read"

    def __init__(
        self,
        catalog: Catalog,
        thumbnails: ThumbnailStore,
        sidecars: SidecarReader,
        encode: EncodeStage,
        signature: SignatureStage,
        others: Sequence[LaterStage],
        recognition: Recognition,
    ) -> None:
        super().__init__()
        self._photos, self._thumbnails, self._sidecars = catalog.photos, thumbnails, sidecars
        self._encode, self._signature, self._recognition = encode, signature, recognition
        self._later = (encode, signature, *others)

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        missing = self._photos.without_thumbnail(folder_ids, self._thumbnails.fingerprints())
        self._photos.forget_readings(missing)
        return self._photos.unread(folder_ids, decoding.READ_VERSION)

    def store(self, task: Task, result: Reading | Failure) -> int:
        if isinstance(result, Failure):
            self._photos.store_error(task.id, decoding.READ_VERSION if result.lasts else None, result.reason)
            for stage in self._later:
                stage.drop(task.id)
            self.finish(task.id)
            return task.id
        settled = self._recognition.settle(task, result)
        if settled is None:
            self.drop(task.id)  # its file is another one by now, which a walk has told of or will
            return task.id
        known = replace(task, id=settled.photo_id)
        for stage in self._later:
            stage.moved(task.id, known.id)
        self._store(known, result)
        self.finish(task.id, known.id)
        return known.id

    def _store(self, task: Task, reading: Reading) -> None:
        self._thumbnails.put(reading.fingerprint, reading.thumbnail)
        # first, so that a run that is killed in between reads the photograph again
        self._sidecars.take_in_own(task.id, task.path.name, reading.own_marks)
        self._photos.store_reading(task.id, decoding.READ_VERSION, reading.fingerprint, reading.facts)
        self._photos.mark_glanced(task.id, glancing.GLANCE_VERSION)
        self._signature.keep(task.id, reading.signature)
        height, width = reading.pixels.shape[:2]
        if too_small(width, height):
            self._photos.store_error(task.id, decoding.READ_VERSION, too_small_reason(width, height))
            self._encode.drop(task.id)
        else:
            self._encode.offer(task.id, reading.pixels)
