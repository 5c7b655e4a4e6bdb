"""A table in which people's judgements stand beside the names of photographs."""

import csv
import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.file_names import from_address
from clipiqa_desktop.files.questions import is_file
from clipiqa_desktop.files.regular_file import read_regular

FEWEST_RATED = 3
_MOST_BYTES = 32 << 20
_LONGEST_LINE = 1 << 16


@dataclass(frozen=True)
class Label:
    """A photograph's name in the table, where it lies, and what people say of it."""

    image: str
    path: Path
    value: float


@dataclass(frozen=True)
class Preference:
    """Somebody wants this photograph rather than that one."""

    better: Path
    worse: Path


def read_labels(table: Path, images: Path, *columns: str) -> list[Label]:
    """The photographs named in the column `image`, relative to the folder `images`, and the numbers in that one of
    `columns` which is there.

    Other columns do not matter. Raises UserError for a table that cannot be read, and for the first line that names no
    photograph that is there, one for the second time, or no number.
    """
    with _opened(table) as reader:
        column = next((name for name in columns if name in reader.fieldnames), columns[0])
        _check_columns(reader, table, "image", column)
        return list(_labels(reader, table, images, column))


def read_preferences(table: Path, images: Path) -> list[Preference] | None:
    """The photographs in the columns `better` and `worse`, relative to the folder `images`; None where there are no
    such columns.

    Raises UserError for a table that cannot be read, and for the first line that does not name two photographs that are
    there.
    """
    with _opened(table) as reader:
        return list(_preferences(reader, table, images)) if {"better", "worse"} <= set(reader.fieldnames) else None


class _Table:
    """The lines of a table in UTF-8, by the names of its columns. Raises csv.Error and UnicodeDecodeError."""

    def __init__(self, data: bytes) -> None:
        self._reader = csv.DictReader(_lines(data))
        self.fieldnames = [name.strip() for name in self._reader.fieldnames or ()]
        self._reader.fieldnames = self.fieldnames

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each with its number."""
        for row in self._reader:
            yield self._reader.line_num, {name: (row[name] or "").strip() for name in self.fieldnames}


def _lines(data: bytes) -> Iterator[str]:
    for line in io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline=""):
        if len(line) > _LONGEST_LINE:
            raise csv.Error("a line is longer than any of such a table")
        yield line


@contextmanager
def _opened(table: Path) -> Iterator[_Table]:
    try:
        yield _Table(read_regular(table, _MOST_BYTES))
    except OSError as error:
        raise UserError(f"{displayable_name(str(table))} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{displayable_name(str(table))} is no CSV table in UTF-8: save it as one.") from error


def _check_columns(reader: _Table, table: Path, *columns: str) -> None:
    if not set(columns) <= set(reader.fieldnames):
        raise UserError(
            f"{displayable_name(str(table))} lacks a column: its first line must name “{'” and “'.join(columns)}”"
            ", with a comma between them."
        )


def _labels(reader: _Table, table: Path, images: Path, column: str) -> Iterator[Label]:
    seen: set[Path] = set()
    for line, row in reader:
        label = Label(row["image"], images / from_address(row["image"]), _number(row[column]))
        problem = _missing(label.path, images)
        if not problem and not math.isfinite(label.value):
            problem = f"has “{row[column]}” where a number must be: correct the line"
        if label.path in seen:
            problem = "stands there for the second time: leave one line of it"
        _complain(table, line, label.image, problem)
        seen.add(label.path)
        yield label


def _preferences(reader: _Table, table: Path, images: Path) -> Iterator[Preference]:
    for line, row in reader:
        pair = Preference(images / from_address(row["better"]), images / from_address(row["worse"]))
        for name in (row["better"], row["worse"]):
            _complain(table, line, name, _missing(images / from_address(name), images))
        same = "is said to be better than itself: name two photographs" if pair.better == pair.worse else ""
        _complain(table, line, row["better"], same)
        yield pair


def _complain(table: Path, line: int, image: str, problem: str) -> None:
    if problem:
        name = displayable_name(image) or "an image without a name"
        raise UserError(f"{displayable_name(str(table))}, line {line}: {name} {problem}.")


def _missing(path: Path, images: Path) -> str:
    """What is wrong with a photograph that is not there."""
    if is_file(path):
        return ""
    return f"is not in {displayable_name(str(images))}: correct the line, or name another folder"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
