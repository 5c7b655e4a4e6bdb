"""What earlier exports wrote: it may be brought up to date, as long as nobody else has changed it."""

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export.files import Version, version
from clipiqa_desktop.culling.export.own_changes import (
    differ_in_ours_alone,
    digest_of,
    digest_of_copy,
    digest_of_ours,
    may_change,
)
from clipiqa_desktop.culling.export.transfer import TransferResult
from clipiqa_desktop.files.questions import is_link
from clipiqa_desktop.photos.exiftool import takes_exiftool
from clipiqa_desktop.photos.jpeg_xmp import holds_xmp


class EarlierExports:
    """Remembers in the catalog what this program may change later in the files that it exports; and of one that `moves`
    what a kill would leave half done.

    Asked about one photograph after the other, each begun by `begin` and ended by `end`.
    """

    def __init__(self, catalog: Catalog, *, moves: bool) -> None:
        self._exported, self._arrivals, self._moves = catalog.exported, catalog.arrivals, moves
        self._photo_id = 0
        self._changed: set[Path] = set()

    def begin(self, photo_id: int) -> None:
        """From now on it is about this photograph."""
        self._photo_id, self._changed = photo_id, set()

    def end(self) -> None:
        """It is moved as a whole, or not at all."""
        if self._moves:
            with suppress(sqlite3.Error):  # the next move, or start, finds that there is nothing left to do
                self._arrivals.forget(self._photo_id)

    def outdated(self, one: Path, other: Path) -> Version | None:
        """The version of the `other` file if an earlier export wrote it and nothing but our own changes are missing.

        Raises OSError.
        """
        written = self._exported.digests(other) if may_change(other.name) else {}
        if not written or is_link(other):
            return None
        looked_at = version(other)
        if digest_of_ours(other) in written and differ_in_ours_alone(one, other):
            return looked_at
        if self._photo_id in written.values():
            self._changed.add(other)
        return None

    def is_marked(self, one: Path, other: Path) -> bool:
        """Whether the `other` file is a copy of the first as it is now, in which this program alone wrote marks.

        Raises OSError.
        """
        if takes_exiftool(other.name):
            written = {} if is_link(other) else self._exported.digests(other)
            return bool(written) and digest_of_copy(one, other) in written
        is_copy = holds_xmp(other.name) and digest_of_ours(one) in self._exported.digests(other)
        return is_copy and self.outdated(one, other) is not None

    def store_coming_marks(self, path: Path, packet: bytes) -> None:
        """The copy of this name will say this in a moment; what its original says is kept beside that."""
        self._exported.store_coming(self._photo_id, {path: digest_of(packet)})

    def store_coming_copy(self, path: Path, original: Path, new: Path) -> str:
        """The copy of this name will be the `new` file in a moment; answers what `store_copy` wants. Raises OSError."""
        digest = digest_of_copy(original, new)
        self._exported.store_coming(self._photo_id, {path: digest})
        return digest

    def store_copy(self, path: Path, digest: str) -> None:
        """It is there now."""
        self._exported.store(self._photo_id, {path: digest})

    def store_coming(self, sources: Mapping[Path, Path], originals: Mapping[Path, Path]) -> None:
        """These files will have these names in a moment, those of `originals` for the first time. Raises OSError."""
        if self._moves:
            self._arrivals.store(self._photo_id, originals)
        digests = {target: digest_of_ours(source, target.name) for target, source in sources.items()}
        self._exported.store_coming(self._photo_id, {path: digest for path, digest in digests.items() if digest})

    def store(self, transferred: TransferResult) -> None:
        """What is there now as it is here. Raises OSError."""
        digests = {}
        for file, target in transferred.targets.items():
            digest = digest_of_ours(target)
            if digest and (file not in transferred.present or digest == digest_of_ours(file.path)):
                digests[target] = digest
        mine = {path: digest for path, digest in digests.items() if not self._is_stored(path, digest)}
        self._exported.store(self._photo_id, mine)

    def wrote(self, path: Path) -> bool:
        """Whether a file is as this program left it. Raises OSError."""
        return digest_of_ours(path) in self._exported.digests(path)

    def store_sidecar(self, path: Path) -> None:
        """A sidecar that nobody else had changed was written there. Raises OSError."""
        if digest := digest_of_ours(path):
            self._exported.store(self._photo_id, {path: digest})

    def _is_stored(self, path: Path, digest: str) -> bool:
        return self._exported.digests(path) == {digest: self._photo_id}

    def other_version(self, transferred: TransferResult) -> str:
        """The sentence that says why a photograph which was exported before has got another name now."""
        others = self._changed - {*transferred.targets.values()}
        if not others:
            return ""
        names = ", ".join(displayable_name(path.name) for path in sorted(others))
        new = displayable_name(transferred.pictures[0].name)
        return f"What was exported as {names} is another version by now and stays as it is; this one is {new}."
