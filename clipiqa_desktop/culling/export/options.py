"""What is to be exported how, and what came of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export.mark_places import MarkPlaces
from clipiqa_desktop.culling.export.words import files
from clipiqa_desktop.notation import figures

if TYPE_CHECKING:  # the command line knows its options without what opens catalogs
    from clipiqa_desktop.catalog.catalog import Catalog

Way = Literal["copy", "move", "link"]
Taken = Callable[[int, str], bool]
WAYS: tuple[Way, ...] = get_args(Way)

EXPORTED, UPDATED, SKIPPED, FAILED = "exported", "updated", "skipped", "failed"


@dataclass(frozen=True)
class ExportOptions:
    """Where photographs go, and how.

    flat: all into one folder; else each keeps its path below the folder that was added. sidecars: marks are written
    first, unless the person turned sidecars off, and sidecars come along; they always do where photographs are moved.
    replacing: characters in names that the target's file system refuses are replaced. returning: they go back to where
    an earlier move took them from. names: answers other beginnings of their names, by their ids, and asks about each
    whether the photograph finds it taken.
    """

    target: Path
    way: Way = "copy"
    flat: bool = True
    sidecars: bool = True
    replacing: bool = False
    returning: bool = False
    names: "Callable[[Catalog, Sequence[int], Taken], Mapping[int, str]]" = lambda _catalog, _ids, _taken: {}

    @property
    def with_sidecars(self) -> bool:
        """Whether sidecars come along."""
        return self.sidecars or self.way == "move"

    def repeats_in(self, roots: Iterable[Path]) -> Path | None:
        """Of these folders that were added the one in which copies would be found as photographs of their own."""
        if self.way == "move":
            return None
        return next((root for root in roots if root == self.target or root in self.target.parents), None)

    def folder_of(self, photo: Path, roots: Iterable[Path]) -> Path:
        """Where this photograph goes; `roots` are the folders that were added."""
        return self.target / self.folder_below(photo, roots)

    def folder_below(self, photo: Path, roots: Iterable[Path]) -> Path:
        """The same, below the target."""
        above = [root for root in roots if root in photo.parents]
        if self.flat or not above:
            return Path()
        return photo.parent.relative_to(max(above, key=lambda root: len(root.parts)))


@dataclass(frozen=True)
class Outcome:
    """What came of one photograph: EXPORTED, UPDATED where it was there and lacked what changed here since, SKIPPED
    because it was there already, or FAILED.

    The reason is a sentence: why it failed or was skipped, or what the person should know although it was exported.
    marks: where in the target its marks are said; nothing where it failed, or marks were not to go along.
    """

    photo_id: int
    photo: Path
    state: str
    reason: str = ""
    marks: MarkPlaces = field(default_factory=MarkPlaces)


@dataclass(frozen=True)
class Result:
    """The photographs that the export came to. `stopped` is the sentence why it ended before its end, or empty.

    left: what belongs to them and did not go along: only pictures were asked for, or its editor keeps it elsewhere.
    stays: photographs of an earlier move that was killed, which lie at their old places, each with a sentence why.
    made: folders that were not there before, each after those around it. kept: how many have another name there, from
    an earlier export, than was asked for.
    """

    outcomes: Sequence[Outcome]
    wanted: int
    stopped: str = ""
    cancelled: bool = False
    left: Sequence[str] = ()
    stays: Sequence[tuple[Path, str]] = ()
    made: Sequence[Path] = ()
    kept: int = 0

    def of(self, state: str) -> list[Outcome]:
        """Those that ended in this state."""
        return [each for each in self.outcomes if each.state == state]

    @property
    def from_before(self) -> str:
        """`2 were brought up to date, 1 was there already`, and how many keep names; empty where none was there."""
        counts = ((UPDATED, "brought up to date"), (SKIPPED, "there already"))
        numbers = ((len(self.of(state)), what) for state, what in counts)
        said = [f"{figures(count)} {'was' if count == 1 else 'were'} {what}" for count, what in numbers if count]
        keeps = "keeps the name that it" if self.kept == 1 else "keep the names that they"
        return ", ".join([*said, *([f"{figures(self.kept)} {keeps} got there before"] if self.kept else [])])

    @property
    def marks(self) -> MarkPlaces:
        """Where the marks of all of them are said."""
        return MarkPlaces.sum(each.marks for each in self.outcomes)

    @property
    def left_behind(self) -> str:
        """`3 files that belong to them stay behind, like IMG_1.xmp`; empty where none does."""
        stay = f"{files(len(self.left))} that belong to them {'stay' if len(self.left) > 1 else 'stays'} behind"
        return f"{stay}, like {displayable_name(self.left[0])}" if self.left else ""

    @property
    def remarks(self) -> list[Outcome]:
        """Those that the person should know more about; that one was there already is no news."""
        return [each for each in self.outcomes if each.reason and each.state != SKIPPED]

    @property
    def reasons(self) -> list[tuple[Path, str]]:
        """The files about which there is something to know, each with the sentence that says it."""
        return [*((each.photo, each.reason) for each in self.remarks), *self.stays]


@dataclass(frozen=True)
class Progress:
    """How far it is: photographs and bytes, done and in all."""

    done: int
    total: int
    bytes_done: int
    bytes_total: int
