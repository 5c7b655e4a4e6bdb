"""The pages of the manual, as they lie in the program's resources."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from clipiqa_desktop.packed import resource
from clipiqa_desktop.ui.window.keys_dialog import Row

# In the order of the contents.
PAGES = (
    "first-shoot",
    "window",
    "keys",
    "looking-closely",
    "finding",
    "your-own",
    "export",
    "settings",
    "files",
    "scores",
    "troubleshooting",
    "command-line",
)
KEYS_PLACE = "<!-- keys -->"  # stands in the text where the table of keys is put


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
    """All pages in the order of the contents, with the table of these keys."""
    return tuple(_read(folder() / f"{name}.md", keys) for name in PAGES)


def anchor(heading: str) -> str:
    """What links write behind `#` for a heading: `Your own attributes` is `your-own-attributes`."""
    return re.sub(r"[^\w-]", "", heading.strip().lower().replace(" ", "-"))


def _read(file: Path, keys: Sequence[Row]) -> Page:
    text = file.read_text(encoding="utf-8").replace(KEYS_PLACE, _keys_table(keys))
    return Page(file.name, text.partition("\n")[0].removeprefix("# "), text)


def _keys_table(rows: Sequence[Row]) -> str:
    """A heading and a table for each menu."""
    parts = []
    for heading, entries in groupby(rows, key=lambda row: row[0]):
        lines = [f"| {_escaped(keys)} | {_escaped(words.rstrip('…'))} |" for _, keys, words in entries]
        parts.append("\n".join((f"### {heading}", "", "| keys | what they do |", "|---|---|", *lines)))
    return "\n\n".join(parts)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_|<>\[\]])", r"\\\1", text)
