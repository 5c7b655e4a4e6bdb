"""The two places where other programs find a photograph's marks: its sidecar, or the JPEG itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.photos.jpeg_xmp import embed_marks, holds_xmp, read_embedded
from clipiqa_desktop.photos.packet import SidecarState
from clipiqa_desktop.photos.sidecar import find_sidecar, read_sidecar, sidecar_owner, sidecar_path, write_sidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks


@dataclass(frozen=True)
class SidecarPlace:
    """The sidecar of a file, the one it has or would get."""

    owner: Path
    options: SidecarOptions

    @property
    def path(self) -> Path:
        """Need not be there yet."""
        return sidecar_path(self.owner, self.options)

    def read(self) -> SidecarState:
        """What it says. Raises UnusableSidecar."""
        return read_sidecar(self.path, self.options)

    def write(self, marks: XmpMarks, now: datetime) -> None:
        """Lets it say these marks. Raises UnusableSidecar."""
        write_sidecar(self.owner, marks, self.options, now)


@dataclass(frozen=True)
class EmbeddedPlace:
    """The XMP inside a JPEG."""

    path: Path
    options: SidecarOptions

    def read(self) -> SidecarState:
        """What it says. Raises UnusableSidecar."""
        return read_embedded(self.path, self.options)

    def write(self, marks: XmpMarks, now: datetime) -> None:
        """Lets it say these marks. Raises UnusableSidecar."""
        embed_marks(self.path, marks, self.options, now)


def place_of(photo: Path, companions: Iterable[str], settings: SidecarSettings) -> SidecarPlace | EmbeddedPlace:
    """Where the marks of a photograph with these companions belong. A sidecar that is there stays the place."""
    options = settings.options
    file = sidecar_owner(photo, [photo.with_name(name) for name in companions], options)
    if settings.embed and file == photo and holds_xmp(photo.name) and not find_sidecar(photo, options):
        return EmbeddedPlace(photo, options)
    return SidecarPlace(file, options)
