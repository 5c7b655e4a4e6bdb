"""Three loops of `clipiqa-desktop mark` in step over the same photographs, one for each field, and what they lost.

Run `python tests/kills/mark_in_step.py --photographs 500 --runs 10`. Each loop is a process that runs the command once
for each photograph; before each one all three wait for one another.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path

from clipiqa_desktop.__main__ import main as command
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.marks.marks import FIELDS, Mark
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.places import own_places

LOOPS = (("--stars", "4"), ("--flag", "pick"), ("--label", "red"))
WANTED = Mark(4, PICK, "red")
PATIENCE_S = 300


def main() -> int:
    """Runs the loops and prints what each run cost; 1 where a mark was lost or a command failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", type=int, default=500, help="how many (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=10, help="how many (default: %(default)s)")
    options = parser.parse_args()
    lost = [run(number, options.photographs) for number in range(1, options.runs + 1)]
    print(f"{sum(lost)} of {3 * options.photographs * options.runs:,} marks lost in {options.runs} runs")
    return int(any(lost))


def run(number: int, count: int) -> int:
    """One run over a new catalog; answers how many marks are not there afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        base, shoot = Path(folder) / "own", Path(folder) / "shoot"
        files = make(base, shoot, count)
        start = time.perf_counter()
        failed = loops(base, files)
        lost = missing(base, count)
        print(f"run {number}: {lost} lost, {failed} commands failed, {time.perf_counter() - start:.0f} s", flush=True)
    return lost + failed


def make(base: Path, shoot: Path, count: int) -> list[Path]:
    """Photographs that nobody decodes, known to a catalog."""
    shoot.mkdir()
    files = [shoot / f"{number:04}.jpg" for number in range(count)]
    for file in files:
        file.write_bytes(b"\xff\xd8\xff\xd9")
    with closing(Catalog(own_places(base).catalog, KEYS)) as catalog:
        catalog.folders.add_root(shoot)
        catalog.folders.record_listing(
            shoot, [FoundFile(shoot, file.name, 4, file.stat().st_mtime_ns) for file in files]
        )
    return files


def loops(base: Path, files: list[Path]) -> int:
    """Runs the three to their end; answers how many commands did not exit with 0."""
    spawned = multiprocessing.get_context("spawn")
    step = spawned.Barrier(len(LOOPS))
    with spawned.Pool(len(LOOPS), initializer=remember, initargs=(step,)) as pool:
        return sum(pool.starmap(loop, [(base, files, words) for words in LOOPS], chunksize=1))


def remember(step: Barrier) -> None:
    """What the loops of this process wait at."""
    global _step  # noqa: PLW0603 (a barrier reaches a child only when that starts)
    _step = step


def loop(base: Path, files: list[Path], words: tuple[str, str]) -> int:
    """One of the three; answers how many of its commands did not exit with 0."""
    failed = 0
    for file in files:
        _step.wait(PATIENCE_S)
        failed += command(["mark", str(file), *words, "--basedir", str(base)]) != 0
    return failed


def missing(base: Path, count: int) -> int:
    """How many of the marks are not in the catalog."""
    with closing(Catalog(own_places(base).catalog, KEYS)) as catalog:
        ids = [row[0] for row in catalog.connection.execute("SELECT id FROM photos")]
        marks = catalog.marks.of(ids).values()
    return 3 * count - sum(getattr(mark, field) == getattr(WANTED, field) for mark in marks for field in FIELDS)


if __name__ == "__main__":
    sys.exit(main())
