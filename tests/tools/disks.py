"""Worlds in which a disk goes away, copies of what is on it are added, and it comes back, also at another place."""

import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tools.in_process import Picture
from tools.shoot import Shoot
from tools.world import World

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.indexing.decoding import content_of


@dataclass
class Away:
    """A disk: which of the roots it was, where it lies meanwhile, and what is on it, with the marks that are known."""

    number: int
    place: Path
    files: dict[Path, Picture]
    marks: dict[Path, Mark]


class Disks(World):
    """Where there are several files with the same content, each has a mark that one of them was given, or none.

    A row that was marked by hand keeps that mark, on the same content; and what comes back untouched has what it had.
    """

    names = 99

    def __init__(self, shoot: Shoot, seed: int) -> None:
        super().__init__(shoot, seed)
        self.away: Away | None = None
        self.twins = 0
        self.twinned: set[int] = set()
        self.given: dict[int, set[Mark]] = defaultdict(lambda: {Mark()})
        self.by_row: dict[int, tuple[int, Mark]] = {}
        self.prints: dict[object, int] = {}
        self.promised: dict[Path, tuple[Picture, Mark]] = {}

    def folders(self) -> list[Path]:
        gone = self.roots[self.away.number] if self.away else None
        return [folder for folder in super().folders() if gone not in (folder, folder.parent)]

    @property
    def has_away(self) -> bool:
        return self.away is not None

    def more(self) -> list[Callable[[], None]]:
        return [self.copies_added] * 3 + [self.disk_back] * 2 if self.away else [self.disk_away] * 2

    def move_root(self) -> None:
        if not self.away:
            super().move_root()
            self.promised.clear()

    def disk_away(self) -> None:
        number = self.chance.randrange(len(self.roots))
        root, place = self.roots[number], self.place / "away"
        files = {path: picture for path, picture in self.files.items() if root in path.parents}
        if self.away or not all(self.is_in_step(path) for path in files):
            return  # what was edited meanwhile would be another photograph at another place
        known = {path: self.mark_at(path) for path in files if self.is_as_walked(path)}
        root.rename(place)
        self.files = {path: picture for path, picture in self.files.items() if path not in files}
        self.away = Away(
            number,
            place,
            {path.relative_to(root): picture for path, picture in files.items()},
            {path.relative_to(root): mark for path, mark in known.items()},
        )

    def copies_added(self) -> None:
        if not self.away:
            return
        for path, picture in self.away.files.items():
            if self.chance.random() < 0.7:
                target = self.free_place(path.name)
                shutil.copy2(self.away.place / path, target)
                self.twins += 1
                self.twinned.add(picture.photo)
                self.files[target] = replace(picture, twin=self.twins)

    def disk_back(self) -> None:
        if not self.away:
            return
        away, self.away = self.away, None
        root = self.roots[away.number]
        if self.chance.random() < 0.5:
            root = self.new_root(away.number)
            self.shoot.catalog.folders.add_root(root)
        away.place.rename(root)
        self.files |= {root / path: picture for path, picture in away.files.items()}
        self.promised |= {root / path: (away.files[path], mark) for path, mark in away.marks.items()}

    def mark_at(self, path: Path) -> Mark:
        row = self.row(path)
        assert row
        return self.shoot.catalog.marks.of([row])[row]

    def is_as_walked(self, path: Path) -> bool:
        """Whether the catalog knows the file by its content and all its times."""
        if not self.is_in_step(path):
            return False
        rows = self.shoot.catalog.connection.execute(
            "SELECT size, mtime_ns, ctime_ns FROM photos WHERE id = ?", (self.row(path),)
        )
        status = path.stat()
        return rows.fetchone() == (status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    def write(self, path: Path, picture: Picture, mtime_ns: int | None = None) -> None:
        super().write(path, picture, mtime_ns)
        self.prints[content_of(path)] = picture.photo
        self.promised.pop(path, None)

    def moved(self, path: Path, target: Path) -> None:
        super().moved(path, target)
        self.promised.pop(path, None)

    def marked(self, path: Path, row: int, mark: Mark) -> None:
        super().marked(path, row, mark)
        photo = self.files[path].photo
        self.given[photo].add(mark)
        self.by_row[row] = photo, mark
        self.promised.pop(path, None)

    def check(self) -> None:
        super().check()
        catalog = self.shoot.catalog
        for row, told in self.by_row.items():
            now = catalog.photos.id_now(row)
            photo = self.prints.get(catalog.photos.content(now))
            assert (row, photo, catalog.marks.of([now])[now]) == (row, *told)

    def check_mark(self, path: Path, picture: Picture, mark: Mark) -> None:
        if picture.photo not in self.twinned:
            super().check_mark(path, picture, mark)
        assert mark in self.given[picture.photo], (path, picture, mark)
        if path in self.promised:
            assert (path, picture, mark) == (path, *self.promised[path])
