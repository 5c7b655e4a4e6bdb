"""The pages of the manual, as they lie in the program's resources."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from clipiqa_desktop.packed import resource
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.ui.window.keys_dialog import Row

TITLE = "Manual"

# In the order of the contents.
PAGES = (
    "first-shoot",
    "window",
    "keys",
    "looking-closely",
    "stacks",
    "cut",
    "faces",
    "finding",
    "your-own",
    "export",
    "settings",
    "files",
    "scores",
    "troubleshooting",
    "command-line",
)
# These stand in the text where a table is put: what is known elsewhere is not written down twice.
KEYS_PLACE, ATTRIBUTES_PLACE = "<!-- keys -->", "<!-- attributes -->"


@dataclass(frozen=True)
class Page:
    """One page: `name` as links write it, `first-shoot.md`, its title, and its text in Markdown."""

    name: str
    title: str
    text: str

    @property
    def pictures(self) -> list[str]:
        """The names of its pictures."""
        return re.findall(r"!\[[^\]]*\]\(([^)]*)\)", self.text)


def folder() -> Path:
    """Where pages and pictures lie."""
    return resource("help")


def read_pages(keys: Sequence[Row]) -> tuple[Page, ...]:
    """All pages in the order of the contents, with tables of these keys and of the attributes."""
    return tuple(_read(folder() / f"{name}.md", keys) for name in PAGES)


def anchor(heading: str) -> str:
    """What links write behind `#` for a heading: `Your own attributes` is `your-own-attributes`."""
    return re.sub(r"[^\w-]", "", heading.strip().lower().replace(" ", "-"))


def _read(file: Path, keys: Sequence[Row]) -> Page:
    text = file.read_text(encoding="utf-8")
    text = text.replace(KEYS_PLACE, _keys_table(keys)).replace(ATTRIBUTES_PLACE, _attributes_table())
    return Page(file.name, text.partition("\n")[0].removeprefix("# "), text)


def _keys_table(rows: Sequence[Row]) -> str:
    """A heading and a table for each menu."""
    parts = []
    for heading, entries in groupby(rows, key=lambda row: row[0]):
        lines = [(keys, words.rstrip("…")) for _, keys, words in entries]
        parts.append(f"### {heading}\n\n{_table(('keys', 'what they do'), lines)}")
    return "\n\n".join(parts)


def _attributes_table() -> str:
    """The attributes that everybody has, with the words of both ends."""
    lines = [(each.title, *(prompt.removesuffix(" photo.") for prompt in each.prompts)) for each in BUILT_IN]
    return _table(("attribute", "high", "low"), lines)


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *([_escaped(text) for text in line] for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_|<>\[\]])", r"\\\1", text)
