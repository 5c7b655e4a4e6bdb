"""A disk is away while copies of what is on it are added: both are marked, also once it is back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tools.pictures import save_photographs
from tools.shoot import Shoot

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.marks.own_stacks import Membership
from clipiqa_desktop.files.questions import device_of
from clipiqa_desktop.indexing import find

MARK = Mark(4, 1, "red")


class Disk:
    """Three photographs, the first of them marked, on a disk that can be away."""

    def __init__(self, shoot: Shoot) -> None:
        self.shoot, self.root, self.aside = shoot, shoot.folder / "disk", shoot.folder / "drawer"
        save_photographs(self.root / "day", 3)
        self.index(self.root)
        shoot.catalog.marks.store({self.id(self.first): MARK})

    @property
    def first(self) -> Path:
        return self.root / "day" / "p00.jpg"

    def id(self, path: Path) -> int:
        found = self.shoot.catalog.photos.at(path)
        assert found is not None
        return found

    def mark(self, path: Path) -> Mark:
        return self.shoot.catalog.marks.of([self.id(path)])[self.id(path)]

    def index(self, *roots: Path) -> list[str]:
        for root in roots:
            self.shoot.catalog.folders.add_root(root)
        self.shoot.prepare().index(roots)
        return self.shoot.names_read()

    def copied(self, name: str = "copies", below: str = "day") -> Path:
        """The first photograph of a copy of the disk, which was looked through while the disk is away."""
        root = self.shoot.folder / name
        shutil.copytree(self.aside / "day", root / below)
        self.index(root)
        return root / below / "p00.jpg"


@pytest.fixture
def disk(shoot: Shoot) -> Disk:
    return Disk(shoot)


def unplug(disk: Disk) -> None:
    disk.root.rename(disk.aside)


def unmount(disk: Disk) -> None:
    """The folder stays, with nothing in it, on the disk that is below the one that was mounted."""
    disk.shoot.catalog.folders.note_device(disk.root, 1 + (device_of(disk.root) or 0))
    unplug(disk)
    disk.root.mkdir()
    disk.index(disk.root)


def plug_in(disk: Disk, root: Path) -> None:
    if root.exists():
        root.rmdir()
    disk.aside.rename(root)
    disk.root = root
    disk.index(root)


@pytest.fixture(params=[unplug, unmount])
def take_away(request: pytest.FixtureRequest) -> Callable[[Disk], None]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=["disk", "disk1"])
def back(request: pytest.FixtureRequest, disk: Disk) -> Path:
    """Where the disk is mounted again."""
    return disk.root.with_name(request.param)


def test_both_have_the_marks_and_from_then_on_each_its_own(
    disk: Disk, take_away: Callable[[Disk], None], back: Path
) -> None:
    before = disk.id(disk.first)
    take_away(disk)
    copy = disk.copied()
    assert disk.shoot.names_read() == []  # all is known
    assert disk.mark(copy) == MARK
    disk.shoot.catalog.marks.store({disk.id(copy): Mark(1)})
    plug_in(disk, back)
    assert (disk.id(disk.first), disk.mark(disk.first), disk.mark(copy)) == (before, MARK, Mark(1))
    assert disk.mark(disk.root / "day" / "p01.jpg") == Mark()
    assert disk.index(disk.root, copy.parent.parent) == []


def test_without_change_times_the_place_below_the_root_tells_it(
    disk: Disk, take_away: Callable[[Disk], None], back: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "_changed_ns", lambda _status: None)
    disk.shoot.catalog.connection.execute("UPDATE photos SET ctime_ns = NULL")
    take_away(disk)
    assert disk.mark(disk.copied()) == MARK
    plug_in(disk, back)
    assert disk.mark(disk.first) == MARK


def test_turns_and_stacks_of_the_person_go_over_too(disk: Disk, take_away: Callable[[Disk], None], back: Path) -> None:
    catalog, others = disk.shoot.catalog, [disk.root / "day" / f"p0{number}.jpg" for number in (1, 2)]
    catalog.turns.turn([disk.id(disk.first)], 1)
    catalog.own_stacks.join([[disk.id(each) for each in (disk.first, *others)]])
    take_away(disk)
    copy = disk.copied()
    plug_in(disk, back)
    copies = [disk.id(path) for path in sorted(copy.parent.iterdir())]
    originals = [disk.id(path) for path in sorted(disk.first.parent.iterdir())]
    said = catalog.own_stacks.of([*originals, *copies])
    assert [said[id_] for id_ in originals] == [Membership(1)] * 3
    assert [said[id_] for id_ in copies] == [Membership(2)] * 3
    turns = catalog.turns.of([*originals, *copies])
    assert [id_ for id_, quarters in turns.items() if quarters] == [originals[0], copies[0]]


def test_a_copy_of_the_copy_is_a_photograph_of_its_own(disk: Disk, take_away: Callable[[Disk], None]) -> None:
    take_away(disk)
    disk.copied()
    assert disk.mark(disk.copied("more", below="elsewhere")) == Mark()


def test_a_copy_that_moves_takes_its_own_marks_along(disk: Disk, take_away: Callable[[Disk], None]) -> None:
    take_away(disk)
    copy = disk.copied()
    disk.shoot.catalog.marks.store({disk.id(copy): Mark(1)})
    copies = copy.parent.parent
    copies.rename(copies.with_name("moved"))
    disk.index(copies.with_name("moved"))
    assert disk.mark(copies.with_name("moved") / "day" / "p00.jpg") == Mark(1)


def test_what_was_left_behind_and_is_deleted_comes_back_as_it_was(disk: Disk, back: Path) -> None:
    unplug(disk)
    copy = disk.copied()
    content = (disk.aside / "day" / "p00.jpg").read_bytes()
    (disk.aside / "day" / "p00.jpg").unlink()
    plug_in(disk, back)
    copy.unlink()
    disk.index(copy.parent.parent)
    disk.first.write_bytes(content)
    disk.index(disk.root)
    assert disk.mark(disk.first) == MARK
