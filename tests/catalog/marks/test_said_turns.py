"""What sidecars say of turns, where it becomes known which photograph a file is."""

from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.stored import SHOOT, ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.identity.claims import Files
from clipiqa_desktop.catalog.identity.succession import Settled
from clipiqa_desktop.catalog.marks.orientations import orientation_after

MAY, JUNE = 1_714_557_601.0, 1_717_236_001.0


@dataclass(frozen=True)
class _Nothing:
    stars: None = None
    flag: None = None
    label: None = None


@dataclass(frozen=True)
class Said:
    """A sidecar that says how a photograph stands, and no marks."""

    orientation: int | None
    digest: str = "a"
    marks: _Nothing = _Nothing()
    modified: float = 100.0
    file_modified: float = 100.0
    size: int = 7
    mtime_ns: int = 100
    label_text: str = ""


def say(catalog: Catalog, photo: int, orientation: int | None, name: str = "a.xmp") -> bool:
    return catalog.sidecars.merge(photo, name, lambda: Said(orientation, f"{name} {orientation}"))


def settle(catalog: Catalog, name: str, content: str, captured: float) -> int:
    """The file of this name, which says that it stands upright, is looked at; answers as which photograph."""
    facts = {"captured": captured, "orientation": 1}
    photo = ids(catalog)[name]
    settled = catalog.succession.settle(photo, SHOOT / name, content, facts, Files(lambda _: None), lambda _: 0.0)
    assert isinstance(settled, Settled)
    catalog.photos.store_reading(settled.photo_id, "decoder", content, facts)
    catalog.sidecars.turns.settle()
    return settled.photo_id


def turned(catalog: Catalog, photo: int) -> int:
    return catalog.turns.of([photo])[photo] or 0


@pytest.fixture
def photo(catalog: Catalog) -> int:
    """One of May, upright, that was looked at."""
    listed(catalog, "a.jpg")
    return settle(catalog, "a.jpg", "May", MAY)


def test_what_was_said_of_one_photograph_does_not_turn_the_next_one_at_its_place(catalog: Catalog, photo: int) -> None:
    say(catalog, photo, 6)
    assert turned(catalog, photo) == 1
    listed(catalog, "a.jpg", mtime_ns=10**15)
    other = settle(catalog, "a.jpg", "June", JUNE)
    say(catalog, other, 6)
    assert turned(catalog, other) == 0
    say(catalog, other, 3)
    assert turned(catalog, other) == 2


def test_a_photograph_that_was_edited_stands_as_was_said_meanwhile(catalog: Catalog, photo: int) -> None:
    listed(catalog, "a.jpg", mtime_ns=10**15)
    say(catalog, ids(catalog)["a.jpg"], 6)
    assert settle(catalog, "a.jpg", "May, edited", MAY) == photo
    assert turned(catalog, photo) == 1


def test_a_photograph_that_was_edited_keeps_its_turn_of_meanwhile(catalog: Catalog, photo: int) -> None:
    listed(catalog, "a.jpg", mtime_ns=10**15)
    catalog.turns.turn(ids(catalog).values(), 1)
    assert settle(catalog, "a.jpg", "May, edited", MAY) == photo
    assert turned(catalog, photo) == 1


@pytest.mark.parametrize("before", [None, 1, 8])
def test_a_photograph_that_went_elsewhere_stands_as_is_said_there(
    catalog: Catalog, photo: int, before: int | None
) -> None:
    say(catalog, photo, before)
    listed(catalog, "below/b.jpg", mtime_ns=2)
    say(catalog, ids(catalog)["b.jpg"], 6, "b.xmp")
    listed_below = SHOOT / "below/b.jpg"
    settled = catalog.succession.by_content(ids(catalog)["b.jpg"], listed_below, "May", Files(lambda _: None))
    assert settled
    assert settled.photo_id == photo
    catalog.sidecars.turns.settle()
    assert turned(catalog, photo) == 1


def test_a_photograph_that_went_elsewhere_keeps_its_turn_of_there(catalog: Catalog, photo: int) -> None:
    catalog.turns.turn([photo], 2)
    listed(catalog, "below/b.jpg", mtime_ns=2)
    new = ids(catalog)["b.jpg"]
    catalog.turns.turn([new], 1)
    settled = catalog.succession.by_content(new, SHOOT / "below/b.jpg", "May", Files(lambda _: None))
    assert settled
    assert turned(catalog, photo) == 1


def test_files_of_one_shot_stand_alike_when_they_become_one_photograph_and_when_they_part(catalog: Catalog) -> None:
    def walk(*names: str, raws: tuple[str, ...] = ()) -> None:
        catalog.folders.add_root(SHOOT)
        catalog.folders.record_listing(SHOOT, [FoundFile(SHOOT, name, 10, 1, raws) for name in names])

    walk("a.cr2", "a.jpg")
    catalog.turns.turn([ids(catalog)["a.cr2"]], 3)
    walk("a.jpg", raws=("a.cr2",))
    assert turned(catalog, ids(catalog)["a.jpg"]) == 3
    walk("a.cr2", "a.jpg")
    assert [turned(catalog, photo) for photo in ids(catalog).values()] == [3, 3]
    walk("b.jpg", raws=("b.cr2",))
    catalog.turns.turn([ids(catalog)["b.jpg"]], 1)
    walk("b.cr2", "b.jpg")
    assert [turned(catalog, photo) for photo in ids(catalog).values()] == [1, 1]


@dataclass
class Expected:
    """How the photograph is to stand that lies at one place, upright by what its file says."""

    stands: int = 1
    said: int | None = None
    is_turned: bool = False

    def turn(self, by: int) -> None:
        self.stands, self.is_turned = orientation_after(self.stands, by), True

    def say(self, orientation: int) -> None:
        """What is said anew holds, unless the person turned it to stand otherwise than was said before."""
        if orientation != self.said and not (self.is_turned and self.stands != (self.said or 1)):
            self.stands = orientation
        self.said = orientation

    def edit(self, step: "Step") -> None:
        """The person turns what lies there now, not knowing yet what it is."""
        if step[0] == "turn":
            self.stands = 1
        self.do(step)

    def replace(self, step: "Step") -> None:
        self.stands, self.is_turned = 1, False
        self.do(step)

    def do(self, step: "Step") -> None:
        if step[0]:
            getattr(self, step[0])(step[1])


Step = tuple[str, Any]
TURNED_OR_SAID = st.tuples(st.just("turn"), st.sampled_from((-1, 1, 2))) | st.tuples(
    st.just("say"), st.sampled_from((1, 3, 6, 8))
)
MEANWHILE = st.tuples(st.sampled_from(("edit", "replace")), TURNED_OR_SAID | st.just(("", None)))


class Place:
    """The same with a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog, self._versions = catalog, count(1)
        self.photograph = -1
        self.replace(("", None))

    @property
    def stands(self) -> int:
        return orientation_after(1, turned(self._catalog, ids(self._catalog)["a.jpg"]))

    def turn(self, by: int) -> None:
        self._catalog.turns.turn(ids(self._catalog).values(), by)

    def say(self, orientation: int) -> None:
        say(self._catalog, ids(self._catalog)["a.jpg"], orientation)

    def edit(self, step: Step) -> None:
        version = next(self._versions)
        listed(self._catalog, "a.jpg", mtime_ns=version * 10**15)
        self.do(step)
        settle(self._catalog, "a.jpg", f"version {version}", MAY + self.photograph * 1000)

    def replace(self, step: Step) -> None:
        self.photograph += 1
        self.edit(step)

    def do(self, step: Step) -> None:
        if step[0]:
            getattr(self, step[0])(step[1])


@settings(max_examples=60, deadline=None)
@given(st.lists(TURNED_OR_SAID | MEANWHILE, max_size=8))
def test_no_turn_is_lost_and_none_comes_to_another_photograph(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder, closing(Catalog(Path(folder) / "catalog.db", ())) as catalog:
        place, expected = Place(catalog), Expected()
        for step in steps:
            place.do(step)
            expected.do(step)
            assert place.stands == expected.stands
