"""What a table says of photographs, made ready to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.commands.labelled_vectors import VectorsByPath, stacked
from clipiqa_desktop.commands.labels import Label, Preference, read_labels, read_preferences
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import is_folder
from clipiqa_desktop.perception.learning_examples import Examples, Preferences, Ratings

FEWEST = 20


class Judgements(Protocol):
    """Photographs, and what to learn from them."""

    @property
    def paths(self) -> Sequence[Path]:
        """The photographs that are spoken of, each once."""

    def examples(self, vectors: VectorsByPath) -> Examples:
        """What can be learned with those photographs that have vectors. Raises UserError where that is too little."""


@dataclass(frozen=True)
class Rated:
    """Photographs with numbers; the highest becomes 1, the lowest 0."""

    table: Path
    labels: Sequence[Label]

    @property
    def paths(self) -> Sequence[Path]:
        """The photographs."""
        return [label.path for label in self.labels]

    def examples(self, vectors: VectorsByPath) -> Examples:
        """Ratings of those that have vectors."""
        labels = [label for label in self.labels if label.path in vectors]
        _check_enough(self.table, len(labels), "photographs")
        values = np.array([label.value for label in labels])
        if not np.ptp(values):
            raise UserError(
                f"{displayable_name(str(self.table))} says the same of all photographs: nothing follows from it."
            )
        scaled = (values - values.min()) / np.ptp(values)
        return Ratings(stacked(vectors, [label.path for label in labels]), scaled.astype(np.float32))


@dataclass(frozen=True)
class Preferred:
    """Pairs of photographs, of each of which one is better."""

    table: Path
    preferences: Sequence[Preference]

    @property
    def paths(self) -> Sequence[Path]:
        """The photographs."""
        return _paths(self.preferences)

    def examples(self, vectors: VectorsByPath) -> Examples:
        """The pairs of which both have vectors."""
        pairs = [each for each in self.preferences if {each.better, each.worse} <= vectors.keys()]
        _check_enough(self.table, len(pairs), "pairs")
        paths = _paths(pairs)
        rows = {path: row for row, path in enumerate(paths)}
        return Preferences(stacked(vectors, paths), np.array([(rows[each.better], rows[each.worse]) for each in pairs]))


def read_judgements(table: Path, images: Path) -> Judgements:
    """What the table says of photographs in the folder `images`. Raises UserError where nothing can be learned from it.

    Its columns are `image` and `label` or `mos`, or for pairs `better` and `worse`.
    """
    if not is_folder(images):
        raise UserError(
            f"{displayable_name(str(images))} is no folder: name the folder of the photographs with --images."
        )
    preferences = read_preferences(table, images)
    if preferences is not None:
        _check_enough(table, len(preferences), "pairs")
        return Preferred(table, preferences)
    labels = read_labels(table, images, "label", "mos")
    _check_enough(table, len(labels), "photographs")
    if len({label.value for label in labels}) < 2:
        raise UserError(f"{displayable_name(str(table))} says the same of all photographs: nothing follows from it.")
    return Rated(table, labels)


def _paths(preferences: Sequence[Preference]) -> list[Path]:
    return list(dict.fromkeys(path for each in preferences for path in (each.better, each.worse)))


def _check_enough(table: Path, count: int, what: str) -> None:
    if count < FEWEST:
        raise UserError(
            f"{displayable_name(str(table))} has {count} {what} to learn from: it takes {FEWEST} at least, "
            "and some hundred to learn well."
        )
