"""Cells of a table that other programs open: a spreadsheet is to show what stands in them, and never to run it."""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

_MARK = "'"
# Where one begins: at the beginning of a text, and behind what other programs part cells at than those of this table,
# as spreadsheets do at a semicolon wherever the comma is part of a number.
_RUN = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[=+\-@\t\r\n＝＋－＠'])")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def safe_cell(value: object) -> object:
    """A text that a spreadsheet would run, or that begins with an apostrophe, gets an apostrophe before it, and so does
    what stands behind a semicolon, a tab or the end of a line in it.

    So whoever takes one apostrophe away wherever a cell could begin with one has the text again. Numbers stay numbers.
    """
    return value if not isinstance(value, str) or _NUMBER.fullmatch(value) else _RUN.sub(_MARK, value)


class TableWriter:
    """Writes lines of safe cells as CSV."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        # Python quotes a cell for the end of its own lines alone; other programs end them at this one too.
        self._quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)

    def writerow(self, row: Sequence[object]) -> None:
        """One line."""
        writer = self._quoting if any("\r" in cell for cell in row if isinstance(cell, str)) else self._writer
        writer.writerow([safe_cell(cell) for cell in row])

    def writerows(self, rows: Iterable[Sequence[object]]) -> None:
        """One line after another."""
        for row in rows:
            self.writerow(row)
