"""Kills the program at random moments of all that it does with files and marks, and counts what that cost.

Run `python tests/kills/kill_often.py --kills 1000`. Each round does one of WORKS in a child, which dies by SIGKILL at a
random moment, or right before a random one of its calls to the system and statements to the catalog. After each kill
the marks, the photographs and all that belongs to them are compared with what they must be; at the end all is ended
undisturbed, and what lies about although it should not is counted too. Needs a system that can fork.
"""

import argparse
import gzip
import hashlib
import io
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.marked import Marked
from tools.pictures import save_photographs

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.exporting import export
from clipiqa_desktop.culling.export.files import PART
from clipiqa_desktop.culling.export.leftovers import finish_moves
from clipiqa_desktop.culling.export.options import ExportOptions, Way
from clipiqa_desktop.culling.export.renaming import read_template
from clipiqa_desktop.culling.sidecar_files import write_marks
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.photos.jpeg_segments import read_segments
from clipiqa_desktop.photos.jpeg_xmp import read_embedded
from clipiqa_desktop.photos.sidecar import read_sidecar

EARLIER = Path(__file__).parents[1] / "commands" / "earlier" / "2026-11.db.gz"
PHOTOGRAPHS = 6
LONGEST_S = 0.15
CALLS = ("open", "os.", "sqlite3.", "shutil.")
TEMPORARY = (PART, ".tmp", ".part")
LOG = "marked.log"


@dataclass
class Place:
    """Two folders of photographs that are moved to and fro, two folders of copies, and a catalog."""

    base: Path

    @property
    def roots(self) -> list[Path]:
        return [self.base / "one", self.base / "two"]

    @property
    def copies(self) -> list[Path]:
        return [self.base / "copies", self.base / "links"]

    def opened(self) -> Catalog:
        return Catalog(self.base / "catalog.db", KEYS)

    def ids(self, catalog: Catalog) -> list[int]:
        """The photographs that were there at the beginning, by the ids that they have now."""
        return [catalog.photos.id_now(number) for number in range(1, PHOTOGRAPHS + 1)]


def mark(place: Place, chance: random.Random) -> None:
    """Says of each mark that it comes, and then that it is stored."""
    with closing(place.opened()) as catalog, (place.base / LOG).open("a") as log:
        for _ in range(4):
            number, stars, flag = chance.randrange(PHOTOGRAPHS), chance.randrange(6), chance.choice((-1, 0, 1))
            print("comes", number, stars, flag, file=log, flush=True)
            catalog.marks.store({place.ids(catalog)[number]: Mark(stars, flag)})
            print("stored", number, stars, flag, file=log, flush=True)


def sidecars(place: Place, chance: random.Random) -> None:
    with closing(place.opened()) as catalog:
        write_marks(catalog, place.ids(catalog), settings(chance), datetime.now(UTC))


def copy(place: Place, chance: random.Random) -> None:
    bring(place, chance, place.copies[0], "copy")


def link(place: Place, chance: random.Random) -> None:
    bring(place, chance, place.copies[1], "link")


def move(place: Place, chance: random.Random) -> None:
    """Under other names each time, so that none goes on with the one before."""
    names = read_template(f"{chance.choice('xyz')}{chance.randrange(1000)}_{{counter}}").names
    bring(place, chance, chance.choice(place.roots), "move", names=names)


def check(place: Place, chance: random.Random) -> None:
    """Looks through both folders, and reads what their sidecars say."""
    with closing(place.opened()) as catalog:
        finish_moves(catalog)
        for root in chance.sample(place.roots, 2):
            Marked(root, catalog, settings(chance)).read()


def migrate(place: Place, chance: random.Random) -> None:
    with closing(Catalog(place.base / "earlier" / "catalog.db", KEYS)):
        pass


WORKS: tuple[Callable[[Place, random.Random], None], ...] = (mark, sidecars, copy, link, move, check, migrate)


def settings(chance: random.Random) -> SidecarSettings:
    return SidecarSettings(mode="on export", embed=chance.random() < 0.7)


def bring(place: Place, chance: random.Random, target: Path, way: Way, **more: Any) -> None:
    with closing(place.opened()) as catalog:
        finish_moves(catalog)
        paths = catalog.photos.paths(place.ids(catalog))
        ids = [photo_id for photo_id, path in paths.items() if path.parent != target]
        if ids:
            export(catalog, ids, ExportOptions(target, way, **more), settings(chance))


def content(path: Path) -> str:
    """What a file holds but for the marks in it."""
    data = path.read_bytes()
    if path.suffix == ".jpg":
        segments = list(read_segments(io.BytesIO(data)))
        kept = [segment.payload for segment in segments if not segment.is_xmp]
        data = b"".join([*kept, data[segments[-1].end :]])
    return hashlib.sha256(data).hexdigest()


def files_in(*folders: Path) -> Iterator[Path]:
    """All but what a killed program was writing."""
    for folder in folders:
        if folder.is_dir():
            yield from (path for path in sorted(folder.iterdir()) if not path.name.endswith(TEMPORARY))


@dataclass
class Kills:
    """Kills and compares. `faults` are sentences; `most` is about how many calls each kind of work makes."""

    place: Place
    chance: random.Random
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    most: dict[str, float] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    marks: dict[int, Mark] = field(default_factory=dict)

    def prepare(self) -> None:
        first = self.place.roots[0]
        names = [path.stem for path in save_photographs(first, PHOTOGRAPHS)]
        for number, name in enumerate(names):
            for suffix in (".cr2", ".jpg.pp3", ".WAV")[: number % 4]:
                (first / f"{name}{suffix}").write_bytes(self.chance.randbytes(self.chance.choice((300, 200_000))))
        self.place.roots[1].mkdir()
        self.known = {content(path) for path in files_in(first)}
        with closing(self.place.opened()) as catalog:
            for root in self.place.roots:
                Marked(root, catalog, SidecarSettings()).walk()
        self.marks = dict.fromkeys(range(PHOTOGRAPHS), Mark())
        self.renew_earlier()

    def renew_earlier(self) -> None:
        """A catalog of an earlier version, with nothing beside it."""
        folder = self.place.base / "earlier"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "catalog.db").write_bytes(gzip.decompress(EARLIER.read_bytes()))

    def round(self) -> bool:
        """Does one work; answers whether it was killed over it."""
        work = self.chance.choice(WORKS)
        name, seed = work.__name__, self.chance.random()
        by_call = self.chance.random() < 0.6
        most = self.most.setdefault(name, 300.0)
        at = self.chance.randrange(int(most)) if by_call else None
        (self.place.base / LOG).write_text("")
        child = os.fork()
        if not child:
            _child(lambda: work(self.place, random.Random(seed)), at)
        if at is None:
            time.sleep(self.chance.random() ** 2 * LONGEST_S)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        was_killed = os.WIFSIGNALED(status)
        if by_call:
            self.most[name] = most * 1.02 if was_killed else max(20.0, most * 0.9)
        if not was_killed and os.WEXITSTATUS(status):
            self.faults.append(f"{name} ended with an error")
        self.counts[name] += was_killed
        self.compare(name)
        return was_killed

    def compare(self, work: str) -> None:
        place = self.place
        with closing(place.opened()) as catalog:
            self._compare_marks(catalog, work)
            paths = catalog.photos.paths(place.ids(catalog)).values()
            self._expect(len(paths) == PHOTOGRAPHS and all(path.is_file() for path in paths), work, "a place is wrong")
            self._expect(_is_sound(catalog.connection), work, "the catalog is damaged")
        there = {content(path) for path in files_in(*place.roots)}
        self._expect(self.known <= there, work, f"{len(self.known - there)} files lost")
        for path in files_in(*place.roots, *place.copies):
            self._compare_file(path, work)
        if work == "migrate":
            self._compare_earlier()

    def _compare_marks(self, catalog: Catalog, work: str) -> None:
        """The marks are those that were stored; of one that was to come nobody heard whether it was."""
        coming: dict[int, Mark] = {}
        for line in (self.place.base / LOG).read_text().splitlines():
            what, number, *values = line.split()
            (coming if what == "comes" else self.marks)[int(number)] = Mark(*map(int, values))
        (self.place.base / LOG).write_text("")
        found = catalog.marks.of(ids := self.place.ids(catalog))
        for number, photo_id in enumerate(ids):
            expected = (self.marks[number], coming.get(number, self.marks[number]))
            self._expect(found[photo_id] in expected, work, f"{found[photo_id]} of {number} should be {expected}")
            self.marks[number] = found[photo_id]

    def _compare_file(self, path: Path, work: str) -> None:
        try:
            if path.suffix == ".xmp":
                read_sidecar(path)
                return
            self._expect(content(path) in self.known, work, f"{path.name} is not whole")
            if path.suffix == ".jpg":
                read_embedded(path)
        except (UserError, ValueError) as error:
            self.faults.append(f"after {work}: {path.name}: {error}")

    def _compare_earlier(self) -> None:
        """Whatever stands there is a whole catalog with all its photographs and marks."""
        folder = self.place.base / "earlier"
        with closing(Catalog(folder / "catalog.db", KEYS)):
            pass
        (folder / "expected.db").write_bytes(gzip.decompress(EARLIER.read_bytes()))
        expected = _kept(folder / "expected.db")
        for path in folder.glob("catalog*.db"):
            self._expect(_kept(path) == expected, "migrate", f"{path.name} lost something")
        beside = [path.name for path in folder.iterdir() if path.suffix not in {".db", ".db-wal", ".db-shm"}]
        self._expect(not beside, "migrate", f"{beside} lie about")
        self.renew_earlier()

    def _expect(self, holds: bool, work: str, fault: str) -> None:
        if not holds:
            self.faults.append(f"after {work}: {fault}")

    def end(self) -> None:
        """All is done once more, undisturbed, an hour and more later: nothing but what belongs there is left.

        What a move that was killed early had brought is taken back by the first look at the folders.
        """
        for path in self.place.base.rglob("*"):
            if path.name.endswith(TEMPORARY):
                os.utime(path, (0, 0))
        for work in (check, sidecars, copy, link, away, home, check):
            child = os.fork()
            if not child:
                _child(lambda work=work: work(self.place, random.Random(1)), None)
            _, status = os.waitpid(child, 0)
            self._expect(status == 0, work.__name__, "it ended with an error")
            self.compare(work.__name__)
            self._compare_counts(work.__name__)
        litter = [path for path in self.place.base.rglob("*") if path.name.endswith(TEMPORARY)]
        self._expect(not litter, "the end", f"{len(litter)} files lie about, first {litter[:1]}")

    def _compare_counts(self, work: str) -> None:
        pictures = Counter(content(path) for path in files_in(*self.place.roots) if path.suffix != ".xmp")
        twice = sum(count > 1 for count in pictures.values())
        self._expect(not twice, work, f"{twice} files lie there twice")


def away(place: Place, chance: random.Random) -> None:
    bring(place, chance, place.roots[1], "move")


def home(place: Place, chance: random.Random) -> None:
    bring(place, chance, place.roots[0], "move")


def _child(work: Callable[[], None], at: int | None) -> None:
    """Works and ends, or dies before its call number `at`."""
    try:
        if at is not None:
            _die_at(at)
        work()
    except BaseException:  # noqa: BLE001 (the parent is told by the status)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _die_at(at: int) -> None:
    left = at

    def count() -> None:
        nonlocal left
        left -= 1
        if left == -1:  # this call is heard of, too
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, _arguments: tuple[Any, ...]) -> None:
        if event.startswith(CALLS):
            count()

    connect = sqlite3.connect

    def connected(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **more)
        connection.set_trace_callback(lambda _statement: count())
        return connection

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.addaudithook(heard)


def _is_sound(connection: sqlite3.Connection) -> bool:
    checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
    return [connection.execute(each).fetchall() for each in checks] == [[("ok",)], []]


def _kept(catalog: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(catalog)) as connection:
        return connection.execute(
            """SELECT photos.id, folder_id, name, size, mtime_ns, gone, fingerprint, captured, stars, flag, label
            FROM photos LEFT JOIN marks ON photo_id = photos.id ORDER BY photos.id"""
        ).fetchall()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2207)
    parser.add_argument("--place", type=Path, help="folder to work in, which is kept")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        kills = Kills(Place(arguments.place or Path(passing)), random.Random(arguments.seed))
        kills.prepare()
        done = 0
        while done < arguments.kills and not kills.faults:
            done += kills.round()
        kills.end()
    by_work = ", ".join(f"{count} over {name}" for name, count in kills.counts.most_common())
    print(f"{done} kills: {by_work}")
    for fault in kills.faults:
        print(fault)
    print(f"{len(kills.faults)} faults")
    return 1 if kills.faults else 0


if __name__ == "__main__":
    sys.exit(main())
