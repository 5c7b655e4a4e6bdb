"""A folder of photographs with a catalog of its own, indexed for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tools.readers import read_and_log

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.indexing.progress import Progress
from clipiqa_desktop.indexing.run import Listener, Run, Setup
from clipiqa_desktop.perception.attributes import KEYS


@dataclass
class Shoot:
    folder: Path
    catalog: Catalog
    thumbnails: ThumbnailStore
    log: Path

    def prepare(self, listener: Listener | None = None, **setup: object) -> Run:
        """A run, not yet begun, with one decoding process that logs what it reads."""
        self.log.write_bytes(b"")
        one_by_one = Setup(reader=read_and_log, decoders=1, device="cpu")
        return Run(self.catalog, self.thumbnails, replace(one_by_one, **setup), listener or Listener())

    def index(self, listener: Listener | None = None, **setup: object) -> list[str]:
        """Runs to the end and answers the names of the files that were read."""
        self.catalog.folders.add_root(self.folder)
        self.prepare(listener, **setup).index([self.folder])
        return self.names_read()

    def names_read(self) -> list[str]:
        return [Path(line).name for line in self.log.read_text(errors="surrogateescape").splitlines()]

    def photos(self) -> dict[str, Photo]:
        """All that is in its place, by name."""
        ids = {folder.id for folder in self.catalog.folders.all()}
        return {photo.path.name: photo for photo in self.catalog.photos.in_folders(ids)}

    def errors(self) -> dict[str, str]:
        return {name: photo.error for name, photo in self.photos().items() if photo.error}

    def scores(self) -> dict[str, tuple[float, ...]]:
        by_id = self.catalog.scores.all(self.catalog.models.current())
        return {name: by_id[photo.id] for name, photo in self.photos().items() if photo.id in by_id}


@contextmanager
def opened_shoot(place: Path) -> Iterator[Shoot]:
    """An empty folder and an empty catalog beside it."""
    folder = place / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    catalog, thumbnails = Catalog(place / "catalog.db", KEYS), ThumbnailStore(place / "thumbnails.db")
    try:
        yield Shoot(folder, catalog, thumbnails, place / "read.log")
    finally:
        catalog.close()
        thumbnails.close()


class Progresses(list[Progress]):
    """Collects what a run reports."""

    @property
    def phases(self) -> list[str]:
        names = [progress.phase.value for progress in self]
        return [name for at, name in enumerate(names) if at == 0 or name != names[at - 1]]
