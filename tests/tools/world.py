"""Folders of photographs in which things happen by chance, also while they are indexed."""

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tools.in_process import WEIGHTS, Picture, glance, measure, read, vector_of
from tools.shoot import Progresses, Shoot

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.indexing.decoding import content_of
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.indexing.setup import Setup


class World:
    """Folders of photographs, a catalog, and what is to be true of both."""

    names = 12  # so few that places are used again

    def __init__(self, shoot: Shoot, seed: int) -> None:
        self.shoot, self.chance = shoot, random.Random(seed)
        self.place = shoot.folder.parent
        self.roots = [self.place / "A", self.place / "Z"]
        self.known_roots = set(self.roots)
        self.photos = self.clock = 0
        self.files: dict[Path, Picture] = {}
        self.stash: list[tuple[Picture, str]] = []
        self.marks: dict[int, Mark] = {}
        self.run: Run | None = None
        self.said: list[str] = []
        for root in self.roots:
            (root / "day").mkdir(parents=True)

    def folders(self) -> list[Path]:
        return [folder for root in self.roots for folder in (root, root / "day")]

    def write(self, path: Path, picture: Picture, mtime_ns: int | None = None) -> None:
        self.clock += 1
        path.write_bytes(picture.written())
        os.utime(path, ns=(1, self.clock * 10**9 if mtime_ns is None else mtime_ns))
        self.files[path] = picture

    def fresh(self) -> Picture:
        self.photos += 1
        is_dated = self.chance.random() < 0.8
        captured = float(self.photos * 1000) if is_dated else None
        return Picture(self.photos, 0, captured, self.chance.choice(["Canon", "Nikon", None]))

    def row(self, path: Path) -> int | None:
        return self.shoot.catalog.photos.at(path)

    def is_in_step(self, path: Path) -> bool:
        """Whether the catalog knows the file as it is."""
        row = self.row(path)
        return row is not None and self.shoot.catalog.photos.get(row).fingerprint == content_of(path)

    def a_file(self, *, in_step: bool = False) -> Path | None:
        paths = [path for path in sorted(self.files) if not in_step or self.is_in_step(path)]
        return self.chance.choice(paths) if paths else None

    def free_place(self, name: str | None = None) -> Path:
        while True:
            path = self.chance.choice(self.folders()) / (name or f"P{self.chance.randrange(self.names):02}.jpg")
            if path not in self.files:
                return path
            name = None

    # What people and programs do to files.

    def create(self) -> None:
        self.write(self.free_place(), self.fresh())

    def edit(self) -> None:
        if path := self.a_file(in_step=True):
            picture = self.files[path]
            self.write(path, replace(picture, version=picture.version + 1))

    def edit_keeping_times(self) -> None:
        if path := self.a_file(in_step=True):
            picture, before = self.files[path], path.stat()
            while path.stat().st_ctime_ns == before.st_ctime_ns:
                self.write(path, replace(picture, version=picture.version + 1), before.st_mtime_ns)

    def touch(self) -> None:
        if path := self.a_file():
            self.write(path, self.files[path])

    def replace(self) -> None:
        if (path := self.a_file(in_step=True)) and self.files[path].captured is not None:
            self.stash.append((self.files[path], path.name))
            self.write(path, replace(self.fresh(), captured=self.photos * 1e3))

    def move(self) -> None:
        if path := self.a_file(in_step=True):
            self.moved(path, self.free_place(path.name))

    def rename(self) -> None:
        if path := self.a_file(in_step=True):
            self.moved(path, self.free_place())

    def copy_and_delete(self) -> None:
        if path := self.a_file(in_step=True):
            picture, target = self.files.pop(path), self.free_place(path.name)
            path.unlink()
            self.write(target, picture)

    def move_all(self) -> None:
        paths = [path for path in sorted(self.files) if self.is_in_step(path)]
        for path in paths:
            self.moved(path, self.free_place(path.name))

    def swap(self) -> None:
        one, other = self.a_file(in_step=True), self.a_file(in_step=True)
        # in folders that are looked through one after the other it might as well be a copy and an edit
        if one and other and one.parent == other.parent and one != other:
            aside = one.with_name("aside")
            self.moved(one, aside)
            self.moved(other, one)
            self.moved(aside, other)

    def moved(self, path: Path, target: Path) -> None:
        path.rename(target)
        self.files[target] = self.files.pop(path)

    def delete(self) -> None:
        # what nobody dated cannot be told from what comes to its place
        if (path := self.a_file(in_step=True)) and self.files[path].captured is not None:
            self.stash.append((self.files.pop(path), path.name))
            path.unlink()

    def bring_back(self) -> None:
        if self.stash:
            picture, name = self.stash.pop(self.chance.randrange(len(self.stash)))
            self.write(self.free_place(name), picture)

    def move_root(self) -> None:
        if all(self.is_in_step(path) for path in self.files):
            number = self.chance.randrange(len(self.roots))
            old, new = self.roots[number], self.new_root(number)
            old.rename(new)
            self.shoot.catalog.folders.add_root(new)
            self.files = {
                new / path.relative_to(old) if old in path.parents else path: picture
                for path, picture in self.files.items()
            }

    def new_root(self, number: int) -> Path:
        new = self.roots[number] = self.place / f"R{len(self.known_roots)}"
        self.known_roots.add(new)
        return new

    def mark(self) -> None:
        """The person sees a photograph, and marks that."""
        path = self.a_file(in_step=True)
        if path and (row := self.row(path)):
            # every field says something: where two rows are found to be one photograph, the later one wins in each
            mark = Mark(self.chance.randrange(1, 6), self.chance.choice([-1, 1]), self.chance.choice(["blue", "red"]))
            self.shoot.catalog.marks.store({row: mark})
            self.marked(path, row, mark)

    def marked(self, path: Path, _row: int, mark: Mark) -> None:
        self.marks[self.files[path].photo] = mark

    def do_something(self) -> None:
        often = [self.create, self.mark, self.mark, self.move, self.rename, self.edit, self.replace, self.delete]
        seldom = [self.bring_back, self.swap, self.touch, self.edit_keeping_times, self.move_all, self.copy_and_delete]
        action: Callable[[], None] = self.chance.choice([*often, *often, *seldom, self.move_root, *self.more()])
        self.said.append(action.__name__)
        action()

    @property
    def has_away(self) -> bool:
        """Whether there are photographs that cannot be looked at now."""
        return False

    def more(self) -> list[Callable[[], None]]:
        """What may happen in worlds that know more."""
        return []

    def meanwhile(self) -> None:
        """At every step of a run."""
        if self.chance.random() < 0.25:
            self.do_something()
            if self.run and self.chance.random() < 0.5:
                self.run.add(self.chance.choice(self.roots))

    def index(self, roots: list[Path]) -> Progresses:
        progress = Progresses()
        for root in roots:
            self.shoot.catalog.folders.add_root(root)
        setup = Setup(WEIGHTS, "cpu", decoders=2, glancer=glance, reader=read, measurer=measure)
        self.run = Run(self.shoot.catalog, self.shoot.thumbnails, setup, Listener(progress=progress.append))
        self.run.index(roots)
        self.run = None
        return progress

    def check(self) -> None:
        """What is there is known, with its own marks and scores; nothing else is said to be there."""
        catalog = self.shoot.catalog
        found = {folder.id for folder in catalog.folders.all()}
        photos = {photo.path: photo for photo in catalog.photos.in_folders(found) if photo.path in self.files}
        assert photos.keys() == self.files.keys()
        gone = {photo.path for photo in catalog.photos.in_folders(found)} - photos.keys()
        assert not [path for path in gone if path.parent.exists()]
        model = catalog.models.current()
        assert model or not photos
        if not model:
            return
        vectors = catalog.scores.vectors_of([photo.id for photo in photos.values()], model.weights)
        for path, photo in photos.items():
            picture = self.files[path]
            assert (path, photo.error, photo.fingerprint) == (path, None, content_of(path))
            assert (path, list(vectors[photo.id])) == (path, vector_of(picture.photo, picture.version))
            self.check_mark(path, picture, catalog.marks.of([photo.id])[photo.id])
        assert catalog.scores.all(model).keys() >= {photo.id for photo in photos.values()}

    def check_mark(self, path: Path, picture: Picture, mark: Mark) -> None:
        assert (path, picture, mark) == (path, picture, self.marks.get(picture.photo, Mark()))
