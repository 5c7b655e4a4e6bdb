"""Marks with undo: every change is one operation that can be taken back and done again, without limit."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from clipiqa_desktop.catalog.marks import Mark, MarkStore
from clipiqa_desktop.mark_words import LABELS, MOST_STARS, NO_FLAG, PICK, REJECT

Changing = Callable[[Mapping[int, Mark]], Mapping[int, Mark]]


@dataclass(frozen=True)
class Operation:
    """One thing that was done, to one photograph or many; `words` name it in the menu."""

    words: str
    before: Mapping[int, Mark]
    after: Mapping[int, Mark]


class Marking:
    """Changes marks, saved at once."""

    def __init__(self, marks: MarkStore) -> None:
        self._marks = marks
        self._done: list[Operation] = []
        self._undone: list[Operation] = []

    def mark(self, photo_ids: Collection[int], words: str, changing: Changing) -> Collection[int]:
        """Changes the marks of these photographs; answers the ids of those that really changed."""
        before = self._marks.of(photo_ids)
        changed = {photo_id: mark for photo_id, mark in changing(before).items() if mark != before[photo_id]}
        if changed:
            self._marks.store(changed)
            self._done.append(Operation(words, {photo_id: before[photo_id] for photo_id in changed}, changed))
            self._undone.clear()
        return changed.keys()

    def undo(self) -> Operation | None:
        """Takes the last operation back; None where there is none."""
        if not self._done:
            return None
        operation = self._done.pop()
        self._marks.store(operation.before)
        self._undone.append(operation)
        return operation

    def redo(self) -> Operation | None:
        """Does again what was taken back last; None where there is nothing."""
        if not self._undone:
            return None
        operation = self._undone.pop()
        self._marks.store(operation.after)
        self._done.append(operation)
        return operation


def with_stars(stars: int) -> Changing:
    """Gives so many stars, 0 to 5."""
    return lambda marks: {photo_id: replace(mark, stars=stars) for photo_id, mark in marks.items()}


def with_flag(flag: int) -> Changing:
    """Picks, rejects, or takes the flag away."""
    return lambda marks: {photo_id: replace(mark, flag=flag) for photo_id, mark in marks.items()}


def with_label(label: str) -> Changing:
    """Gives a colour; where all have it already, takes it away."""

    def changing(marks: Mapping[int, Mark]) -> Mapping[int, Mark]:
        wanted = "" if all(mark.label == label for mark in marks.values()) else label
        return {photo_id: replace(mark, label=wanted) for photo_id, mark in marks.items()}

    return changing


# What the keys do: name, key, words, change.
KEYED: tuple[tuple[str, str, str, Changing], ...] = (
    ("pick", "P", "Pick", with_flag(PICK)),
    ("reject", "X", "Reject", with_flag(REJECT)),
    ("unflag", "U", "No flag", with_flag(NO_FLAG)),
    *((f"stars_{n}", str(n), f"{n} star{'s' if n != 1 else ''}", with_stars(n)) for n in range(MOST_STARS + 1)),
    *(
        (f"label_{name}", key, f"{name.capitalize()} label", with_label(name))
        for name, key in zip(LABELS[1:5], "6789", strict=True)
    ),
    ("label_purple", "", "Purple label", with_label(LABELS[5])),
)
