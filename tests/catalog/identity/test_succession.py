"""Which photograph a file is, as walks and readings tell, without files."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tools.stored import SHOOT, model, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import Body
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.identity.claims import Files
from clipiqa_desktop.catalog.identity.listing import Changes
from clipiqa_desktop.catalog.identity.succession import ALIKE, IDENTICAL, Settled
from clipiqa_desktop.catalog.marks.marks import Mark

MAY, JUNE = 1_714_557_601.0, 1_717_236_001.0
MONTH_NS = 30 * 24 * 3600 * 10**9


@dataclass
class Disk:
    """Files that are not there: by path their size and time, what they hold, and what they say of themselves."""

    catalog: Catalog
    files: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def put(self, name: str, size: int = 10, mtime_ns: int = 1) -> Path:
        self.files[SHOOT / name] = (size, mtime_ns)
        return SHOOT / name

    def move(self, old: str, new: str) -> None:
        self.files[SHOOT / new] = self.files.pop(SHOOT / old)

    def remove(self, name: str) -> None:
        del self.files[SHOOT / name]

    def walk(self, root: Path = SHOOT, ctime_ns: int | None = None, raws: Collection[str] = ()) -> Changes:
        self.catalog.folders.add_root(root)
        return self.catalog.folders.record_listing(
            root,
            [
                FoundFile(path.parent, path.name, *version, companions=tuple(raws), ctime_ns=ctime_ns)
                for path, version in self.files.items()
                if root in path.parents
            ],
        )

    def id(self, name: str) -> int:
        found = self.catalog.photos.at(SHOOT / name)
        assert found is not None
        return found

    def settle(self, name: str, content: str, likeness: float = 0.0, **facts: object) -> Settled | None:
        return self.catalog.succession.settle(
            self.id(name), SHOOT / name, content, facts, Files(self.files.get), lambda _: likeness
        )

    def read(self, name: str, content: str, likeness: float = 0.0, **facts: object) -> int:
        """As the indexing reads a file; answers under which id it goes on."""
        settled = self.settle(name, content, likeness, **facts)
        assert settled
        self.catalog.photos.store_reading(settled.photo_id, "decoder", content, facts)
        return settled.photo_id

    def mark(self, name: str) -> Mark:
        return self.catalog.marks.of([self.id(name)])[self.id(name)]


@pytest.fixture
def disk(catalog: Catalog) -> Disk:
    return Disk(catalog)


@pytest.fixture
def known(disk: Disk) -> int:
    """A photograph of May that was read, marked and scored."""
    disk.put("a.jpg")
    disk.walk()
    photo = disk.read("a.jpg", "May", captured=MAY, camera="Canon")
    disk.catalog.marks.store({photo: Mark(4, 1, "red")}, now=100.0)
    score(disk.catalog, photo, model(disk.catalog))
    return photo


def is_scored(catalog: Catalog, photo_id: int) -> bool:
    return photo_id in catalog.scores.all(catalog.models.current())


def test_another_photograph_at_an_old_place_is_unmarked_at_once_and_stays_so(disk: Disk, known: int) -> None:
    disk.put("a.jpg", mtime_ns=MONTH_NS)
    assert disk.walk() == Changes(0, 1, 0)
    assert disk.id("a.jpg") == known  # until somebody has looked
    assert disk.mark("a.jpg") == Mark()
    new = disk.read("a.jpg", "June", captured=JUNE, camera="Canon")
    assert disk.id("a.jpg") == new != known
    assert disk.mark("a.jpg") == Mark()
    assert not is_scored(disk.catalog, new)
    assert disk.catalog.marks.of([known])[known] == Mark(4, 1, "red")
    assert is_scored(disk.catalog, known)
    assert not disk.walk()


@pytest.mark.parametrize(("captured", "is_same"), [(MAY, True), (JUNE, False)])
def test_a_clock_put_right_leaves_alone_which_photograph_a_file_is(
    disk: Disk, known: int, captured: float, is_same: bool
) -> None:
    disk.catalog.clocks.set_shifts(None, disk.catalog.folders.below(SHOOT), {Body("Canon"): JUNE - MAY})
    assert disk.catalog.photos.get(known).facts["captured"] == JUNE
    disk.put("a.jpg", mtime_ns=MONTH_NS)
    disk.walk()
    assert (disk.read("a.jpg", "edited", captured=captured, camera="Canon") == known) == is_same
    assert (disk.mark("a.jpg") == Mark(4, 1, "red")) == is_same
    assert disk.catalog.photos.get(disk.id("a.jpg")).facts["captured"] == captured + JUNE - MAY


def test_the_old_photograph_comes_back_with_its_content(disk: Disk, known: int) -> None:
    disk.put("a.jpg", mtime_ns=MONTH_NS)
    disk.walk()
    new = disk.read("a.jpg", "June", captured=JUNE, camera="Canon")
    disk.catalog.marks.store({new: Mark(1)})
    disk.put("b.jpg", mtime_ns=7)
    disk.walk()
    assert disk.settle("b.jpg", "May") == Settled(known, is_known=True)
    assert (disk.mark("a.jpg"), disk.mark("b.jpg")) == (Mark(1), Mark(4, 1, "red"))


def test_two_cards_in_turn_at_one_place_keep_their_marks(disk: Disk, known: int) -> None:
    disk.put("a.jpg", 11, MONTH_NS)
    disk.walk()
    new = disk.read("a.jpg", "June", captured=JUNE)
    disk.catalog.marks.store({new: Mark(0, -1)})
    for _ in range(2):
        disk.put("a.jpg")
        disk.walk()
        assert (disk.id("a.jpg"), disk.mark("a.jpg")) == (known, Mark(4, 1, "red"))
        disk.put("a.jpg", 11, MONTH_NS)
        disk.walk()
        assert (disk.id("a.jpg"), disk.mark("a.jpg")) == (new, Mark(0, -1))


@pytest.mark.parametrize(
    ("facts", "likeness", "is_same"),
    [
        ({"captured": MAY, "camera": "Canon"}, 0.0, True),
        ({"captured": MAY + 0.25, "camera": "Canon"}, 0.0, True),
        ({"captured": MAY}, 0.0, True),
        ({"captured": MAY, "camera": "Nikon"}, 1.0, False),
        ({"captured": JUNE, "camera": "Canon"}, 0.99, False),
        ({"captured": JUNE, "camera": "Canon"}, IDENTICAL, True),  # a clock that was put right
        ({"camera": "Canon"}, ALIKE, True),  # an editor dropped the date
        ({"camera": "Canon"}, 0.9, False),
    ],
)
def test_an_edit_is_told_from_another_photograph(
    disk: Disk, known: int, facts: dict[str, object], likeness: float, is_same: bool
) -> None:
    disk.put("a.jpg", 99, 2)
    disk.walk()
    assert (disk.read("a.jpg", "other", likeness, **facts) == known) is is_same
    assert disk.mark("a.jpg") == (Mark(4, 1, "red") if is_same else Mark())
    assert not is_scored(disk.catalog, disk.id("a.jpg"))


def test_without_date_and_camera_a_file_at_the_same_place_is_the_same_photograph(disk: Disk) -> None:
    disk.put("a.png")
    disk.walk()
    photo = disk.read("a.png", "one")
    disk.catalog.marks.store({photo: Mark(2)})
    disk.put("a.png", 20, 2)
    disk.walk()
    assert disk.read("a.png", "other") == photo
    assert disk.mark("a.png") == Mark(2)


def test_a_file_of_the_same_stem_is_another_photograph(disk: Disk) -> None:
    disk.put("a.jpg")
    disk.walk()
    disk.catalog.marks.store({disk.read("a.jpg", "one"): Mark(2)})
    disk.remove("a.jpg")
    disk.put("a.png", 20, 2)
    disk.walk()
    disk.read("a.png", "other")
    assert disk.mark("a.png") == Mark()


def test_what_was_marked_meanwhile_wins_field_by_field(disk: Disk, known: int) -> None:
    disk.put("a.jpg", 99, 2)
    disk.walk()
    disk.catalog.marks.store({disk.id("a.jpg"): Mark(0, -1)})
    assert disk.read("a.jpg", "edited", captured=MAY) == known
    assert disk.mark("a.jpg") == Mark(4, -1, "red")


def test_only_times_changed_brings_everything_back_without_decoding(disk: Disk, known: int) -> None:
    disk.put("a.jpg", 10, 5)
    disk.walk()
    assert [task.id for task in disk.catalog.photos.unsettled(disk.catalog.folders.below(SHOOT))] == [known]
    settled = disk.catalog.succession.by_content(known, SHOOT / "a.jpg", "May", Files(lambda _: (10, 1)))
    assert settled == Settled(known, is_known=True)
    assert disk.mark("a.jpg") == Mark(4, 1, "red")
    assert is_scored(disk.catalog, known)
    assert disk.catalog.photos.unsettled(disk.catalog.folders.below(SHOOT)) == []


def test_a_fingerprint_that_proves_nothing_has_it_decoded(disk: Disk, known: int) -> None:
    disk.put("a.jpg", 10, 5)
    disk.walk()
    succession, path = disk.catalog.succession, SHOOT / "a.jpg"
    assert succession.by_content(known, path, "May", Files(lambda _: (10, 1)), is_proof=False) is None
    settled = succession.settle(known, path, "May", {}, Files(lambda _: (10, 1)), lambda _: 0.0, is_proof=False)
    assert settled == Settled(known, is_known=False)
    assert disk.mark("a.jpg") == Mark(4, 1, "red")
    assert not is_scored(disk.catalog, known)


def test_a_second_change_while_waiting_keeps_what_was_put_aside(disk: Disk, known: int) -> None:
    for size in (20, 30):
        disk.put("a.jpg", size, 2)
        disk.walk()
    assert disk.read("a.jpg", "edited", captured=MAY) == known
    assert disk.mark("a.jpg") == Mark(4, 1, "red")


def test_a_file_gone_unseen_leaves_the_old_photograph_gone_with_everything(disk: Disk, known: int) -> None:
    disk.put("a.jpg", 20, 2)
    disk.walk()
    disk.remove("a.jpg")
    assert disk.walk() == Changes(0, 0, 1)
    disk.put("a.jpg")
    disk.walk()
    assert (disk.id("a.jpg"), disk.mark("a.jpg")) == (known, Mark(4, 1, "red"))


def test_an_editor_that_deletes_before_it_writes_keeps_the_marks(disk: Disk, known: int) -> None:
    disk.remove("a.jpg")
    disk.walk()
    disk.put("a.jpg", 20, 2)
    disk.walk()
    assert disk.mark("a.jpg") == Mark()
    assert disk.read("a.jpg", "edited", captured=MAY) == known
    assert disk.mark("a.jpg") == Mark(4, 1, "red")


def test_other_change_time_alone_is_looked_into_with_the_marks_in_place(disk: Disk, known: int) -> None:
    folders = disk.catalog.folders.below(SHOOT)
    assert not disk.walk(ctime_ns=1)  # noted where none was known
    assert disk.catalog.photos.unsettled(folders) == []
    assert not disk.walk(ctime_ns=2)
    assert [task.id for task in disk.catalog.photos.unsettled(folders)] == [known]
    assert disk.mark("a.jpg") == Mark(4, 1, "red")
    assert disk.catalog.succession.by_content(known, SHOOT / "a.jpg", "turned", Files(lambda _: (10, 1))) is None
    assert disk.mark("a.jpg") == Mark()
    assert disk.read("a.jpg", "turned", captured=MAY, camera="Canon") == known
    assert disk.mark("a.jpg") == Mark(4, 1, "red")
    assert not disk.walk(ctime_ns=2)


def test_a_move_is_followed_by_the_walk_itself(disk: Disk, known: int) -> None:
    disk.move("a.jpg", "keep/a.jpg")
    assert disk.walk() == Changes(0, 1, 0)
    assert (disk.id("keep/a.jpg"), disk.mark("keep/a.jpg")) == (known, Mark(4, 1, "red"))
    assert [task.id for task in disk.catalog.photos.unsettled(disk.catalog.folders.below(SHOOT))] == [known]


def test_names_that_go_round_are_followed(disk: Disk) -> None:
    names = ["a.jpg", "b.jpg", "c.jpg"]
    for number, name in enumerate(names):
        disk.put(name, 10 + number, number)
    disk.walk()
    photos = [disk.read(name, f"content {name}") for name in names]
    disk.catalog.marks.store({photo: Mark(stars) for stars, photo in enumerate(photos, 1)})
    disk.move("c.jpg", "d.jpg")
    disk.move("b.jpg", "c.jpg")
    disk.move("a.jpg", "b.jpg")
    assert disk.walk() == Changes(0, 3, 0)
    assert [disk.id(name) for name in ("b.jpg", "c.jpg", "d.jpg")] == photos
    assert [disk.mark(name).stars for name in ("b.jpg", "c.jpg", "d.jpg")] == [1, 2, 3]


def test_what_was_renamed_away_is_followed_and_its_place_is_anothers(disk: Disk, known: int) -> None:
    disk.move("a.jpg", "kept.jpg")
    disk.put("a.jpg", 20, MONTH_NS)
    assert disk.walk() == Changes(1, 1, 0)
    assert (disk.mark("a.jpg"), disk.mark("kept.jpg")) == (Mark(), Mark(4, 1, "red"))
    assert disk.read("a.jpg", "June", captured=JUNE) != known
    assert (disk.id("kept.jpg"), disk.mark("kept.jpg")) == (known, Mark(4, 1, "red"))
    assert disk.mark("a.jpg") == Mark()


def test_an_edit_that_leaves_a_copy_of_the_original_keeps_the_marks(disk: Disk, known: int) -> None:
    disk.put("Originals/a.jpg")
    disk.put("a.jpg", 20, MONTH_NS)
    disk.walk()
    settled = disk.settle("a.jpg", "edited", captured=MAY)
    assert settled == Settled(known, is_known=False, stirs=True)
    assert (disk.id("a.jpg"), disk.mark("a.jpg")) == (known, Mark(4, 1, "red"))
    assert disk.mark("Originals/a.jpg") == Mark()
    assert disk.read("Originals/a.jpg", "May", captured=MAY) != known
    assert disk.mark("a.jpg") == Mark(4, 1, "red")


def test_a_copy_found_before_its_original_was_replaced_goes_on_as_that(disk: Disk, known: int) -> None:
    disk.put("other/b.jpg", 10, 8)
    disk.put("a.jpg", 20, MONTH_NS)
    disk.walk(SHOOT / "other")
    disk.read("other/b.jpg", "May", captured=MAY)
    assert disk.mark("other/b.jpg") == Mark()
    disk.walk()
    disk.read("a.jpg", "June", captured=JUNE)
    assert (disk.id("other/b.jpg"), disk.mark("other/b.jpg")) == (known, Mark(4, 1, "red"))
    assert disk.mark("a.jpg") == Mark()


def test_a_new_place_read_before_the_old_one_is_missed(disk: Disk, known: int) -> None:
    disk.move("a.jpg", "other/b.jpg")
    disk.walk(SHOOT / "other")
    new = disk.id("other/b.jpg")
    disk.catalog.marks.store({new: Mark(0, 0, "blue")})
    assert disk.settle("other/b.jpg", "May") == Settled(known, is_known=True)
    assert disk.mark("other/b.jpg") == Mark(4, 1, "blue")
    assert disk.catalog.photos.id_now(new) == known
    disk.catalog.marks.store({new: Mark(5)})  # a window that does not know yet
    assert disk.mark("other/b.jpg") == Mark(5)
    assert disk.walk() == Changes(0, 0, 0)


@pytest.mark.parametrize("first", ["old", "new"])
def test_what_was_marked_before_it_was_read_follows_a_move(disk: Disk, first: str) -> None:
    disk.put("a.jpg", 10, 3)
    disk.put("other/b.jpg", 10, 4)
    disk.walk()
    photo = disk.id("a.jpg")
    disk.catalog.marks.store({photo: Mark(3)})
    disk.move("a.jpg", "other/a.jpg")
    for root in (SHOOT, SHOOT / "other") if first == "old" else (SHOOT / "other", SHOOT):
        disk.walk(root)
    assert (disk.id("other/a.jpg"), disk.mark("other/a.jpg")) == (photo, Mark(3))
    assert disk.mark("other/b.jpg") == Mark()


def test_a_move_by_copying_and_deleting_is_followed(disk: Disk, known: int) -> None:
    disk.put("disk/a.jpg", 10, 8)
    disk.walk()
    copy = disk.read("disk/a.jpg", "May", captured=MAY)
    assert copy != known
    disk.remove("a.jpg")
    disk.walk()
    assert (disk.id("disk/a.jpg"), disk.mark("disk/a.jpg")) == (known, Mark(4, 1, "red"))


def test_a_copy_that_was_marked_itself_stays_as_it_is(disk: Disk, known: int) -> None:
    disk.put("disk/a.jpg", 10, 8)
    disk.walk()
    copy = disk.read("disk/a.jpg", "May", captured=MAY)
    disk.catalog.marks.store({copy: Mark(0, -1)})
    disk.remove("a.jpg")
    disk.walk()
    assert (disk.id("disk/a.jpg"), disk.mark("disk/a.jpg")) == (copy, Mark(0, -1))
    assert disk.catalog.marks.of([known])[known] == Mark(4, 1, "red")


def test_raw_and_jpeg_of_another_shot_under_the_same_names_are_new(disk: Disk, known: int) -> None:
    disk.remove("a.jpg")
    disk.put("a.cr3", 99, MONTH_NS)
    disk.walk()
    assert disk.mark("a.cr3") == Mark()
    assert disk.read("a.cr3", "June", captured=JUNE) != known
    disk.remove("a.cr3")
    disk.put("a.jpg", 50, 2 * MONTH_NS)
    disk.walk(raws=["a.cr3"])
    assert disk.mark("a.jpg") == Mark()
    assert disk.read("a.jpg", "July", captured=JUNE + 10**6) != known
    assert disk.mark("a.jpg") == Mark()


def test_a_jpeg_made_of_its_raw_later_is_the_same_photograph(disk: Disk, known: int) -> None:
    disk.remove("a.jpg")
    disk.put("a.cr3", 99, 10)
    disk.walk()
    raw = disk.read("a.cr3", "raw", captured=JUNE)
    disk.catalog.marks.store({raw: Mark(5)})
    disk.remove("a.cr3")
    disk.put("a.jpg", 50, 2 * MONTH_NS)
    disk.walk(raws=["a.cr3"])
    assert disk.read("a.jpg", "export", captured=JUNE) == raw != known
    assert disk.mark("a.jpg") == Mark(5)


def test_a_file_that_is_not_listed_there_any_more_is_settled_by_nobody(disk: Disk, known: int) -> None:
    path = SHOOT / "a.jpg"
    disk.move("a.jpg", "b.jpg")
    disk.walk()
    assert disk.catalog.succession.by_content(known, path, "May", Files(lambda _: (10, 1))) is None
    assert disk.catalog.succession.by_content(99, path, "May", Files(lambda _: (10, 1))) is None
