"""What earlier exports wrote: it may be brought up to date, as long as nobody else has changed it."""

from collections.abc import Mapping
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.culling.export.files import Version, version
from clipiqa_desktop.culling.export.own_changes import differ_in_ours_alone, digest_of_ours, may_change
from clipiqa_desktop.culling.export.transfer import TransferResult


class EarlierExports:
    """Remembers in the catalog what this program may change later in the files that it exports.

    changed: files of earlier exports that were found to be another version by now, until somebody clears it.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._exported = catalog.exported
        self.changed: set[Path] = set()

    def outdated(self, one: Path, other: Path) -> Version | None:
        """The version of the `other` file if an earlier export wrote it and nothing but our own changes are missing.

        Raises OSError.
        """
        written = self._exported.digests(other) if may_change(other.name) else set()
        if not written or other.is_symlink():
            return None
        looked_at = version(other)
        if digest_of_ours(other) in written and differ_in_ours_alone(one, other):
            return looked_at
        self.changed.add(other)
        return None

    def store_coming(self, sources: Mapping[Path, Path]) -> None:
        """These files will have these names in a moment. Raises OSError."""
        digests = {target: digest_of_ours(source, target.name) for target, source in sources.items()}
        self._exported.store_coming({path: digest for path, digest in digests.items() if digest})

    def store(self, transferred: TransferResult) -> None:
        """What is there now as it is here. Raises OSError."""
        digests = {}
        for file, target in transferred.targets.items():
            digest = digest_of_ours(target)
            if digest and (file not in transferred.present or digest == digest_of_ours(file.path)):
                digests[target] = digest
        self._exported.store(
            {path: digest for path, digest in digests.items() if self._exported.digests(path) != {digest}}
        )

    def other_version(self, transferred: TransferResult) -> str:
        """The sentence that says why a photograph which was exported before has got another name now."""
        others = self.changed - {*transferred.targets.values()}
        names = ", ".join(displayable_name(path.name) for path in sorted(others))
        return f"What was exported as {names} is another version by now and stays as it is." if names else ""
