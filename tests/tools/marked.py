"""Photographs on the disk with a catalog that knows them, to be marked and written."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.identity.listing import Changes
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.sidecar_files import Written, write_marks
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.indexing.sidecar_reader import SidecarReader


@dataclass
class Marked:
    folder: Path
    catalog: Catalog
    settings: SidecarSettings

    def walk(self, *, pair: bool = True) -> Changes:
        self.catalog.folders.add_root(self.folder)
        found = find_photographs(self.folder, pair=pair, options=self.settings.options)
        return self.catalog.folders.record_listing(self.folder, found)

    def read(self) -> Collection[int]:
        """A run looks at the folder; answers whose marks changed."""
        self.walk()
        reading = SidecarReader(self.catalog, self.settings.options)
        found = list(find_photographs(self.folder, options=self.settings.options))
        reading.take_on(self.catalog.folders.below(self.folder), found)
        return reading.read_some(60.0)

    def id(self, name: str) -> int:
        photo_id = self.catalog.photos.at(self.folder / name)
        assert photo_id, f"{name} is not known"
        return photo_id

    def mark(self, name: str, mark: Mark, when: float | None = None) -> None:
        self.catalog.marks.store({self.id(name): mark}, when)

    def marked(self, name: str) -> Mark:
        return self.catalog.marks.of([self.id(name)])[self.id(name)]

    def write(self, *names: str) -> list[Written]:
        return write_marks(self.catalog, [self.id(name) for name in names], self.settings, datetime.now(UTC))

    def originals(self) -> dict[str, str]:
        """What all files but sidecars hold."""
        files = [path for path in self.folder.iterdir() if path.suffix.lower() != ".xmp"]
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
