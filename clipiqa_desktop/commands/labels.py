"""A table in which people's judgements stand beside the names of photographs."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clipiqa_desktop.catalog.names import showable
from clipiqa_desktop.errors import UserError


@dataclass(frozen=True)
class Label:
    """A photograph's name in the table, where it lies, and what people say of it."""

    image: str
    path: Path
    value: float


def read_labels(table: Path, images: Path, column: str) -> list[Label]:
    """The photographs named in the column `image`, relative to the folder `images`, and the numbers in `column`.

    Other columns do not matter. Raises UserError for a table that cannot be read, and for the first line that names no
    photograph that is there, one for the second time, or no number.
    """
    try:
        text = table.read_text(encoding="utf-8-sig")
        return list(_labels(csv.DictReader(text.splitlines(keepends=True)), table, images, column))
    except OSError as error:
        raise UserError(f"{showable(str(table))} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{showable(str(table))} is no CSV table in UTF-8: save it as one.") from error


def _labels(reader: "csv.DictReader[str]", table: Path, images: Path, column: str) -> Iterator[Label]:
    reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
    if not {"image", column} <= set(reader.fieldnames):
        raise UserError(
            f"{showable(str(table))} lacks a column: its first line must name “image” and “{column}”, with a comma "
            "between them."
        )
    seen: set[Path] = set()
    for row in reader:
        label, problem = _label(row["image"] or "", row[column] or "", images)
        if label.path in seen:
            problem = "stands there for the second time: leave one line of it"
        if problem:
            name = label.image or "an image without a name"
            raise UserError(f"{showable(str(table))}, line {reader.line_num}: {showable(name)} {problem}.")
        seen.add(label.path)
        yield label


def _label(image: str, number: str, images: Path) -> tuple[Label, str]:
    """The label, and what is wrong with it, if anything."""
    label = Label(image.strip(), images / image.strip(), _number(number))
    if not label.path.is_file():
        return label, f"is not in {showable(str(images))}: correct the line, or name another folder"
    if not math.isfinite(label.value):
        return label, f"has “{number.strip()}” where a number must be: correct the line"
    return label, ""


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
