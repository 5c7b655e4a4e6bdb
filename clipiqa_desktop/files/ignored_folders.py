"""Folders whose pictures are nobody's photographs: what trashes, servers, cameras and editors keep for themselves."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

# by whole name, in any letter case
_NAMES = frozenset(
    name.casefold()
    for name in (
        # trashes of Windows, macOS, Synology, QNAP and Samba
        "$RECYCLE.BIN", "RECYCLER", "RECYCLED", ".Trashes", ".Trash", "#recycle", "@Recycle", ".recycle",
        "Network Trash Folder", ".dtrash",
        # what file systems and servers keep: found pieces, snapshots, previews
        "System Volume Information", "lost+found", "@eaDir", "@__thumb", ".@__thumb", "#snapshot", ".snapshot",
        ".snapshots", "~snapshot", ".zfs", "@Recently-Snapshot", "@sharesnap", "@sharebin", "@tmp", "@SynoResource",
        "Temporary Items", "TheVolumeSettingsFolder", "__MACOSX", ".AppleDouble", ".Spotlight-V100", ".fseventsd",
        # previews of editors, viewers and cameras
        ".thumbnails", ".thumbs", "Thumbs", "_thumbs", ".xvpics", ".comments", ".picasaoriginals", "CaptureOne",
        "iPod Photo Cache", "NKSC_PARAM", "THMBNL", "PREVIEW_CACHE", "Adobe Bridge Cache", "Media Cache Files",
    )
)  # fmt: skip
# by what the name ends with: previews and whole libraries, which their programs alone may look into
_ENDINGS = (
    ".lrdata", ".lrcat-data", ".lrlibrary", ".photoslibrary", ".photolibrary", ".migratedphotolibrary", ".aplibrary",
    ".cocatalog", ".tvlibrary", ".imovielibrary", ".fcpbundle", ".theater", ".dtbase2",
)  # fmt: skip
# chkdsk's
_PATTERN = re.compile(r"found\.\d{3}|\.trash-\d+", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def is_ignored(name: str) -> bool:
    """Whether a folder of this name is passed by, unless a person names it."""
    folded = name.casefold()
    return folded in _NAMES or folded.endswith(_ENDINGS) or _PATTERN.fullmatch(name) is not None


def is_reached(folder: Path, root: Path, left_out: Iterable[Path] = ()) -> bool:
    """Whether a walk from `root` comes to `folder` below it; `left_out` are the folders that the person excluded."""
    depth = len(root.parts)
    if any(map(is_ignored, folder.parts[depth:])):
        return False
    excluded = set(left_out)
    return not excluded or excluded.isdisjoint([folder, *folder.parents][: len(folder.parts) - depth])
