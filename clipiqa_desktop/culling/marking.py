"""The change of marks as a command: one field of one photograph or many, which can be taken back and done again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clipiqa_desktop.catalog.marks.marks import FieldChange, Mark, MarkStore, Value
from clipiqa_desktop.culling.undo import ChangeCommand, Command
from clipiqa_desktop.mark_words import LABELS, MOST_STARS, NO_FLAG, PICK, REJECT

Values = Mapping[str, Mapping[int, Value]]  # by field and photograph


@dataclass(frozen=True)
class MarkChange:
    """One of FIELDS gets a value; with `toggles` that is taken away again where all have it already."""

    field: str
    value: Value
    toggles: bool = False

    def of(self, shown: Mapping[int, Mark]) -> Values:
        """What that means for these photographs, which are marked so in the eyes of the person."""
        taken_away = self.toggles and all(getattr(mark, self.field) == self.value for mark in shown.values())
        return {self.field: dict.fromkeys(shown, getattr(Mark(), self.field) if taken_away else self.value)}


class MarkCommand(ChangeCommand[FieldChange]):
    """Gives photographs these values."""

    def __init__(self, marks: MarkStore, words: str, wanted: Values) -> None:
        super().__init__(words, lambda: marks.set_fields(wanted), marks.swap_fields)
        self._wanted = wanted

    @property
    def wanted(self) -> Values:
        """What doing it gives, or gives again."""
        if self._did is None:
            return self._wanted
        values: dict[str, dict[int, Value]] = {}
        for each in self._did:
            values.setdefault(each.field, {})[each.photo_id] = each.after
        return values

    @property
    def ids(self) -> tuple[int, ...]:
        """Those that get a value."""
        return tuple(dict.fromkeys(photo_id for values in self.wanted.values() for photo_id in values))


def unsaved(waiting: Iterable[Command]) -> Values:
    """What the marks among these commands will give, the later ones over the earlier."""
    values: dict[str, dict[int, Value]] = {}
    for command in waiting:
        if isinstance(command, MarkCommand):
            for field, given in command.wanted.items():
                values.setdefault(field, {}).update(given)
    return values


def with_stars(stars: int) -> MarkChange:
    """Gives so many stars, 0 to 5."""
    return MarkChange("stars", stars)


def with_flag(flag: int) -> MarkChange:
    """Picks, rejects, or takes the flag away."""
    return MarkChange("flag", flag)


def with_label(label: str) -> MarkChange:
    """Gives a colour; where all have it already, takes it away."""
    return MarkChange("label", label, toggles=True)


STARS_WORDS = tuple(f"{n} star{'s' if n != 1 else ''}" for n in range(MOST_STARS + 1))

# What the keys do: name, key, words, change.
KEYED: tuple[tuple[str, str, str, MarkChange], ...] = (
    ("pick", "P", "Pick", with_flag(PICK)),
    ("reject", "X", "Reject", with_flag(REJECT)),
    ("unflag", "U", "No flag", with_flag(NO_FLAG)),
    *((f"stars_{n}", str(n), words, with_stars(n)) for n, words in enumerate(STARS_WORDS)),
    *(
        (f"label_{name}", key, f"{name.capitalize()} label", with_label(name))
        for name, key in zip(LABELS[1:], "6789V", strict=True)
    ),
)
