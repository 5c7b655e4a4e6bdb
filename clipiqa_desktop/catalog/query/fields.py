"""What there is to know of every column that sorts, filters, is shown or exported, in one place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.notation import hundredths, thousandths


class Section(Enum):
    """What belongs together, in the order in which it shows, under the title that it has there."""

    MEASURED = "Measured at 100 %"
    LOOK = "Look"
    FEEL = "Feel"
    OWN = "Your own"
    TAKEN = "Taken"
    MARKS = "Marks"
    FOUND = "Found"


# Of the other sections the window has lists and fields of their own.
PANEL = (Section.FOUND, Section.MEASURED, Section.LOOK, Section.FEEL, Section.OWN, Section.TAKEN)


class Source(Enum):
    """Where the values of a field lie."""

    FILE = "the file's name"
    FACTS = "table photos: what the camera wrote"
    MARKS = "table marks: what the person decided; without a row 0"
    MEASURES = "table measures: one column a field, named like its key"
    FOCUS = "table focus: one column a field, named like its key"
    FACES = "table faces: one column a field, named like its key"
    SCORES = "table scores: one column a field, named like its key"
    COMPUTED = "memory alone"


class Kind(Enum):
    """What its values are, which says what can be done with them."""

    NUMBER = "sorts, filters by a range, has a histogram"
    MOMENT = "a number too: seconds since 1970 by the camera's clock, typed as a date"
    CHOICE = "one of a few things, which can be chosen"
    TEXT = "sorts alone"
    DETAIL = "is told and exported, neither sorts nor filters"


class Axis(Enum):
    """How the numbers of a field stand in its histogram: LOG2 where a step is a factor, as in ISO 100, 200, 400."""

    LINEAR = "linear"
    LOG2 = "log2"


@dataclass(frozen=True)
class Value:
    """A value of a choice, the word for it in commands, and what the window calls it."""

    value: int
    word: str
    title: str


@dataclass(frozen=True)
class Field:
    """One column. `words` and `short` put a finite value into words: in full where it stands alone, and in the fewest
    characters where the title says the rest.
    """

    key: str
    title: str
    section: Section
    source: Source
    kind: Kind = Kind.NUMBER
    axis: Axis = Axis.LINEAR
    words: Callable[[float], str] = thousandths
    short: Callable[[float], str] = hundredths
    entry: str = "Its own numbers"  # what the numbers of a range are that is typed
    limits: tuple[float, float] = (0.0, 1.0)  # between what a number makes sense
    ends: tuple[str, str] = ("lowest", "highest")  # what its least and its greatest values are called
    ascending: bool = False  # whether one sorts by the least first
    percentile: bool = False  # whether it shows by its place in the shoot, or as it is
    in_text: str = ""  # the title within a sentence, where that is not the title in small letters
    command: str = ""  # the name on the command line, where that is not the key
    plural: str = ""  # over all values that a shoot has, of a choice that may be any text
    values: tuple[Value, ...] = ()  # all there can be, of a choice; empty where it may be any text
    prompts: tuple[str, str] = ("", "")  # of a score, the high end first
    is_taste: bool = False  # whether it was learned from the marks of this catalog

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return self.command or self.key

    @property
    def within_text(self) -> str:
        """The title within a sentence."""
        return self.in_text or self.title.lower()

    @property
    def is_number(self) -> bool:
        """Whether a range filters by it."""
        return self.kind in {Kind.NUMBER, Kind.MOMENT}

    @property
    def sorts(self) -> bool:
        """Whether photographs can be sorted by it; not by what is one of a few things."""
        return (self.is_number and not self.values) or self.kind is Kind.TEXT

    @property
    def in_panel(self) -> bool:
        """Whether it has a row in the list of attributes."""
        return self.is_number and self.sorts and self.section in PANEL

    @property
    def brief(self) -> Callable[[float], str]:
        """How a value is told without its title beside it."""
        return self.short if self.percentile else self.words

    def knows(self, value: object) -> bool:
        """Whether this can be a value of the choice."""
        if not self.values:
            return isinstance(value, str)
        known = isinstance(value, int) and not isinstance(value, bool)
        return known and value in {each.value for each in self.values}


def own_field(attribute: OwnAttribute) -> Field:
    """The field of an attribute of the person's own."""
    field = score_field(attribute.key, attribute.title, Section.OWN, attribute.prompts, in_text=attribute.title)
    return replace(field, is_taste=attribute.learning is not None and attribute.learning.follows is not None)


def score_field(key: str, title: str, section: Section, prompts: tuple[str, str], in_text: str = "") -> Field:
    """The field of an antonym pair's scores."""
    entry = "Raw scores, 0 to 1"
    return Field(key, title, section, Source.SCORES, entry=entry, percentile=True, in_text=in_text, prompts=prompts)


@dataclass(frozen=True, init=False)
class Fields:
    """Fields by section, within it in the order in which they were given; never changed, only followed by others."""

    all: tuple[Field, ...]

    def __init__(self, fields: Iterable[Field] = ()) -> None:
        places = {section: place for place, section in enumerate(Section)}
        object.__setattr__(self, "all", tuple(sorted(fields, key=lambda field: places[field.section])))

    def __iter__(self) -> Iterator[Field]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, key: str) -> Field:
        return self._by_key[key]

    def get(self, key: str) -> Field | None:
        """The field of this key; None where there is none."""
        return self._by_key.get(key)

    def title(self, key: str) -> str:
        """What the window calls the field; its key, where there is none."""
        return self._by_key[key].title if key in self._by_key else key

    @cached_property
    def numbers(self) -> tuple[Field, ...]:
        """Those that ranges filter by, and that have a histogram."""
        return tuple(field for field in self.all if field.is_number)

    @cached_property
    def choices(self) -> tuple[Field, ...]:
        """Those of which values are chosen."""
        return tuple(field for field in self.all if field.kind is Kind.CHOICE)

    @cached_property
    def sorting(self) -> tuple[Field, ...]:
        """Those that photographs can be sorted by."""
        return tuple(field for field in self.all if field.sorts)

    @cached_property
    def panel(self) -> tuple[Field, ...]:
        """Those that have a row in the list of attributes."""
        return tuple(field for field in self.all if field.in_panel)

    def of(self, *wanted: Source | Section) -> tuple[Field, ...]:
        """Those of these sources or sections."""
        return tuple(field for field in self.all if field.source in wanted or field.section in wanted)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """What sorts by its name on the command line."""
        return {field.name: field for field in self.sorting}

    def with_fields(self, *more: Field) -> "Fields":
        """These and more; one that has a key which is here already takes its place."""
        new = {field.key: field for field in more}
        return Fields([*(new.pop(field.key, field) for field in self.all), *new.values()])

    def without(self, *keys: str) -> "Fields":
        """These but those of the keys."""
        return Fields(field for field in self.all if field.key not in keys)

    def with_own(self, own: Iterable[OwnAttribute]) -> "Fields":
        """With these attributes of the person's own, and no others of the kind."""
        others = (field for field in self.all if field.section is not Section.OWN)
        return Fields([*others, *map(own_field, own)])

    @cached_property
    def _by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.all}
