"""Copies that say their marks themselves: Lightroom and Bridge look nowhere else where they are no RAW files."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export import files
from clipiqa_desktop.culling.export.earlier import EarlierExports
from clipiqa_desktop.photos import exiftool, jpeg_xmp
from clipiqa_desktop.photos.sidecar import MalformedSidecar, UnusableSidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks


class InsideCopies:
    """The copies of one photograph, by their originals, that get its marks inside; `sidecar` is the one beside them.

    is_other: whether any became another. holding: how many say the marks. lacking: how many do not for want of
    ExifTool. remarks: sentences about those into which nothing could be written; they are as they were.
    """

    def __init__(
        self,
        copies: Mapping[Path, Path],
        marks: XmpMarks,
        options: SidecarOptions,
        earlier: EarlierExports,
        sidecar: Path | None,
    ) -> None:
        self._copies, self._marks, self._options, self._earlier = copies, marks, options, earlier
        self._sidecar, self._now = sidecar, datetime.now(UTC)
        self.is_other, self.holding, self.lacking = False, 0, 0
        self.remarks: list[str] = []

    def mark(self) -> None:
        """Never stops for a copy into which nothing can be written; such a one stays as it is."""
        for copy, original in self._copies.items():
            try:
                if jpeg_xmp.holds_xmp(copy.name):
                    self._embed(copy)
                elif exiftool.takes_exiftool(copy.name):
                    self._write(copy, original)
            except MalformedSidecar:  # a file that only goes by the name of its kind has its sidecar
                continue
            except UnusableSidecar as error:
                self.remarks.append(str(error))
            except OSError as error:
                reason = files.words_of(error)
                self.remarks.append(f"No marks were written into the copy {displayable_name(copy.name)}: {reason}.")

    def _embed(self, copy: Path) -> None:
        if packet := jpeg_xmp.coming_packet(copy, self._marks, self._options, self._now):
            self._earlier.store_coming_marks(copy, packet)
            jpeg_xmp.embed_marks(copy, self._marks, self._options, self._now)
            self.is_other = True
        self.holding += 1

    def _write(self, copy: Path, original: Path) -> None:
        packet = exiftool.coming_packet(copy, self._sidecar, self._marks, self._options, self._now)
        if packet is not None and exiftool.program() is None:
            self.lacking += 1
            return
        if packet is not None:
            self._replace(copy, original, packet)
            self.is_other = True
        self.holding += 1

    def _replace(self, copy: Path, original: Path, packet: bytes) -> None:
        looked_at, turn = files.version(copy), self._marks.orientation
        with files.remade(copy, lambda new: exiftool.write_packet(copy, packet, turn, new)) as new:
            digest = self._earlier.store_coming_copy(copy, original, new)
            files.replace_version(new, copy, looked_at)
        files.sync_folder(copy.parent)
        self._earlier.store_copy(copy, digest)
