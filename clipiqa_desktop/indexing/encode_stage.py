"""The stage encode: every photograph gets a vector and scores, where there are weights."""

from collections.abc import Collection, Iterator

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.decoding import Reading
from clipiqa_desktop.indexing.encode_queue import Pixels
from clipiqa_desktop.indexing.network import Network
from clipiqa_desktop.indexing.stages import LaterStage
from clipiqa_desktop.photos.reading import Failure


class EncodeStage(LaterStage):
    """Its version is that of the network's model. What was read before is decoded for its pixels once more."""

    name, reader = "encode", "read"

    def __init__(self, catalog: Catalog, network: Network) -> None:
        super().__init__()
        self._catalog, self._network = catalog, network
        self._ahead = network

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        model = self._network.model
        return self._catalog.scores.unencoded(folder_ids, model, decoding.READ_VERSION) if model else []

    def take_on(self, folder_ids: Collection[int]) -> None:
        before = dict(self._tasks)
        super().take_on(folder_ids)
        for photo_id, task in before.items():
            if self._tasks.get(photo_id) != task:
                self._network.discard(photo_id)

    def drop(self, photo_id: int) -> None:
        super().drop(photo_id)
        self._network.discard(photo_id)

    def wants(self, photo_id: int) -> bool:
        model = self._network.model
        return model is not None and not self._catalog.scores.has_vector(photo_id, model)

    def offer(self, photo_id: int, pixels: Pixels) -> None:
        """Puts a photograph into the network's queue, if it is left and there is room; else it is decoded again."""
        if photo_id in self:
            self._network.take(photo_id, pixels)

    def store(self, task: Task, result: Reading | Failure) -> int:
        if isinstance(result, Failure):
            self._fail(task.id, result)
        elif result.fingerprint == self._catalog.photos.content(task.id):
            self.offer(task.id, result.pixels)
        else:
            self._catalog.photos.forget_readings([task.id])  # the next look settles which photograph it is
            self.finish(task.id)
        return task.id

    def collect(self) -> Iterator[int]:
        """The photographs that the network is done with since the last call."""
        for photo_id, failure in self._network.results():
            if failure:
                self._fail(photo_id, failure)
            self.finish(photo_id)
            yield photo_id

    def _fail(self, photo_id: int, failure: Failure) -> None:
        version = decoding.READ_VERSION if failure.lasts else None
        self._catalog.photos.store_error(photo_id, version, failure.reason)
        self.finish(photo_id)
