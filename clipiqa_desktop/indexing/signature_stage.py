"""The stage signature: tells how alike photographs are, for those that were read before it was asked for."""

from collections.abc import Collection

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing import decoding
from clipiqa_desktop.indexing.stages import LaterStage
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.signature import SIGNATURE_VERSION


class SignatureStage(LaterStage):
    """Whatever is read now gets its signature on the way; only what has none is looked at once more."""

    name = reader = "signature"

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._signatures = catalog.signatures

    def unfinished(self, folder_ids: Collection[int]) -> list[Task]:
        return self._signatures.unfinished(folder_ids, SIGNATURE_VERSION, decoding.READ_VERSION)

    def wants(self, photo_id: int) -> bool:
        return not self._signatures.has(photo_id, SIGNATURE_VERSION)

    def keep(self, photo_id: int, signature: bytes) -> None:
        """Takes what was made on the way."""
        self._signatures.store(photo_id, SIGNATURE_VERSION, signature)
        self.finish(photo_id)

    def store(self, task: Task, result: bytes | Failure) -> int:
        if not isinstance(result, Failure):
            self.keep(task.id, result)
        elif result.lasts:
            self.keep(task.id, b"")
        else:
            self.finish(task.id)
        return task.id
