"""Which programs of a Linux desktop open a kind of file: freedesktop.org's desktop entries and associations.

Desktop Entry Specification 1.5 and Association between MIME types and applications 1.0.1.
"""

import os
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_MOST_BYTES = 1 << 20
_ONE, _MANY = {"%f", "%u"}, {"%F", "%U"}


@dataclass(frozen=True)
class DesktopEntry:
    """A program that opens these `kinds`, MIME types; `command` is its Exec line."""

    file: Path
    name: str
    command: str
    kinds: frozenset[str]

    def commands(self, files: Sequence[Path]) -> list[list[str]]:
        """What is to be started so that it opens these files: one program for all, or where it takes one file only, one
        each. Raises ValueError where the line makes no sense.
        """
        words = shlex.split(self.command)
        if not (_ONE | _MANY) & {*words}:
            words.append("%f")
        groups = [[file] for file in files] if _ONE & {*words} else [list(files)]
        return [[each for word in words for each in self._filled(word, group)] for group in groups]

    def _filled(self, word: str, files: Sequence[Path]) -> list[str]:
        if word in {"%f", "%F"}:
            return [str(file) for file in files]
        if word in {"%u", "%U"}:
            return [file.as_uri() for file in files]
        if word in {"%i", "%d", "%D", "%n", "%N", "%v", "%m"}:
            return []
        filled = word.replace("%%", "\0").replace("%c", self.name).replace("%k", str(self.file))
        return [filled.replace("\0", "%")]


def entries_for(kinds: Sequence[str], language: str = "") -> list[DesktopEntry]:
    """The programs for a file of these MIME types, of which the first is its own and the others are above it. Those
    that the person prefers come first, the others by name. `language` is like de_DE.
    """
    entries = _all_entries(language)
    preferred, removed = _associations(kinds)
    found = {
        id_: entry
        for id_, entry in entries.items()
        if (not entry.kinds.isdisjoint(kinds) or id_ in preferred) and id_ not in removed
    }
    rank = {id_: place for place, id_ in enumerate(preferred)}
    return [found[id_] for id_ in sorted(found, key=lambda id_: (rank.get(id_, len(rank)), found[id_].name.casefold()))]


def _all_entries(language: str) -> dict[str, DesktopEntry]:
    """By their ids; what stands in the person's own folder hides what the system has under the same id."""
    entries: dict[str, DesktopEntry | None] = {}
    for folder in _application_folders():
        for file in sorted(folder.rglob("*.desktop")):
            id_ = "-".join(file.relative_to(folder).parts)
            if id_ not in entries:
                entries[id_] = _entry(file, language)
    return {id_: entry for id_, entry in entries.items() if entry}


def _entry(file: Path, language: str) -> DesktopEntry | None:
    """None for what is no program that can be started without a terminal."""
    values = _groups(file).get("Desktop Entry", {})
    is_none = any(values.get(key, "").lower() == "true" for key in ("Hidden", "Terminal"))
    needed = values.get("TryExec", "")
    if (
        is_none
        or values.get("Type") != "Application"
        or not values.get("Exec")
        or (needed and not shutil.which(needed))
    ):
        return None
    names = (values.get(f"Name[{each}]") for each in (language, language.partition("_")[0]))
    name = next(filter(None, names), None) or values.get("Name") or file.stem
    return DesktopEntry(file, name, values["Exec"], frozenset(filter(None, values.get("MimeType", "").split(";"))))


def _associations(kinds: Sequence[str]) -> tuple[list[str], set[str]]:
    """The ids that the person or the system prefers for these kinds, in order, and those that were taken away."""
    preferred: dict[str, None] = {}
    removed: set[str] = set()
    files = [_groups(file) for file in _association_files()]
    for group in ("Default Applications", "Added Associations"):
        for values in files:
            for id_ in _listed(values.get(group, {}), kinds):
                preferred.setdefault(id_)
    for values in files:
        removed |= {*_listed(values.get("Removed Associations", {}), kinds)}
    return [id_ for id_ in preferred if id_ not in removed], removed


def _listed(values: Mapping[str, str], kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        yield from filter(None, values.get(kind, "").split(";"))


def _association_files() -> Iterator[Path]:
    """In the order in which they count."""
    configured = _folders("XDG_CONFIG_HOME", "~/.config", "XDG_CONFIG_DIRS", "/etc/xdg")
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
    names = [*(f"{each}-mimeapps.list" for each in desktops if each), "mimeapps.list"]
    for folder in (*configured, *_application_folders()):
        yield from (folder / name for name in names)


def _application_folders() -> list[Path]:
    data = _folders("XDG_DATA_HOME", "~/.local/share", "XDG_DATA_DIRS", "/usr/local/share:/usr/share")
    return [folder / "applications" for folder in data]


def _folders(own: str, own_usual: str, others: str, others_usual: str) -> list[Path]:
    paths = [os.environ.get(own) or own_usual, *(os.environ.get(others) or others_usual).split(":")]
    return [Path(path).expanduser() for path in paths if path]


def _groups(file: Path) -> dict[str, dict[str, str]]:
    """The groups of such a file, each with its values by their keys; none where it cannot be read."""
    try:
        text = file.read_bytes()[:_MOST_BYTES].decode(errors="replace")
    except OSError:
        return {}
    groups: dict[str, dict[str, str]] = {}
    inside: dict[str, str] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            inside = groups.setdefault(line[1:-1], {})
        elif not line.startswith("#") and "=" in line:
            key, _, value = line.partition("=")
            inside.setdefault(key.strip(), value.strip())
    return groups
