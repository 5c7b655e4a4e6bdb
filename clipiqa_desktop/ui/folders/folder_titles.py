"""What folders are called where only their names are shown."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from clipiqa_desktop.catalog.database.names import displayable_name


def told_apart(titles: Sequence[tuple[Path, str]]) -> list[str]:
    """The titles of these folders, each that another one has too with the name of where it lies: `weekend – photos`."""
    shared = Counter(title for _path, title in set(titles))
    return [f"{title} – {folder_name(path.parent)}" if shared[title] > 1 else title for path, title in titles]


def folder_name(folder: Path) -> str:
    """Its own name; a drive or `/` is called as it is written."""
    return displayable_name(folder.name or str(folder))
