"""A folder of photographs with a catalog of its own, indexed for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tools.known_network import known
from tools.readers import glance_and_log, measure_and_log, read_and_log

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.indexing.progress import Progress
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.indexing.setup import Setup
from clipiqa_desktop.perception.attributes import KEYS

STAGES = ("glance", "read", "measure")


@dataclass
class Shoot:
    folder: Path
    catalog: Catalog
    thumbnails: ThumbnailStore
    log: Path

    def prepare(self, listener: Listener | None = None, **setup: object) -> Run:
        """A run, not yet begun, with one decoding process that logs what it reads.

        How weights run is known from an earlier start, unless `choices` says where that is to be found.
        """
        if (weights := setup.get("weights")) and "choices" not in setup:
            setup["choices"] = known(weights, self.log.with_name(f"settings {weights.short_hash}"))
        for stage in STAGES:
            self._log_of(stage).write_bytes(b"")
        logged = {"glancer": glance_and_log, "reader": read_and_log, "measurer": measure_and_log}
        one_by_one = Setup(**logged, decoders=1, heads_at_once=1, device="cpu")
        return Run(self.catalog, self.thumbnails, replace(one_by_one, **setup), listener or Listener())

    def index(self, listener: Listener | None = None, **setup: object) -> list[str]:
        """Runs to the end and answers the names of the files that were read."""
        self.catalog.folders.add_root(self.folder)
        self.prepare(listener, **setup).index([self.folder])
        return self.names_read()

    def names_read(self, stage: str = "read") -> list[str]:
        """What the readers of this stage looked at since the last run began."""
        lines = self._log_of(stage).read_text(errors="surrogateescape").splitlines()
        return [Path(line).name for line in lines]

    def all_read(self) -> dict[str, list[str]]:
        """The same of all readers, where there is anything."""
        return {stage: names for stage in STAGES if (names := self.names_read(stage))}

    def measures(self) -> dict[str, tuple[float, ...]]:
        """Shares of blown and of blocked pixels and mean luminance, by name; NULL as None."""
        rows = self.catalog.connection.execute("SELECT photo_id, blown, blocked, luminance FROM measures")
        by_id = {id_: tuple(values) for id_, *values in rows}
        return {name: by_id[photo.id] for name, photo in self.photos().items() if photo.id in by_id}

    def _log_of(self, stage: str) -> Path:
        return self.log if stage == "read" else self.log.with_name(f"{self.log.name}.{stage}")

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
