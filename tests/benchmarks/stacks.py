"""How long stacks take: all of a catalog, all again by other rules, and one photograph that came or changed.

Run `python tests/benchmarks/stacks.py --photographs 100000`. The catalog is a made-up one: bursts of five, two cameras
that take turns, every pause shorter than a minute and a half, so that nearly all neighbours are compared.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.stacks.grouper import Grouper
from clipiqa_desktop.photos.signature import LENGTH, SIGNATURE_VERSION

BURST = 5
ROUNDS = 9


def fill(catalog: Catalog, count: int) -> None:
    """Photographs with times, cameras and signatures; those of a burst look alike."""
    chance = np.random.default_rng(0)
    begins = np.arange(count) % BURST == 0
    times = np.cumsum(np.where(begins, chance.uniform(3, 90, count), chance.uniform(0.1, 0.5, count)))
    scenes = chance.integers(0, 250, (count // BURST + 1, LENGTH))
    with catalog.transaction():
        connection = catalog.connection
        connection.execute("INSERT INTO folders (id, path, is_root) VALUES (1, '/shoot', 1)")
        connection.executemany(
            """INSERT INTO photos (id, folder_id, name, size, mtime_ns, decoder, fingerprint, width, height, captured,
            camera, serial, shutter_s, iso, aperture, focal_length_mm)
            VALUES (?1, 1, printf('DSC_%06d.JPG', ?1), 1, 1, 'd', 'f' || ?1, 6000, 4000, ?2, 'Nikon', ?3, 0.01, 100, 4,
            50)""",
            ((row + 1, float(times[row]), str(row // 2500 % 2)) for row in range(count)),
        )
        for row in range(count):
            look = np.clip(scenes[row // BURST] + chance.integers(-20, 20, LENGTH), 0, 255).astype(np.uint8)
            catalog.signatures.store(row + 1, SIGNATURE_VERSION, look.tobytes())


def add(catalog: Catalog) -> int:
    """Another frame of the last burst; its id."""
    (last,) = catalog.connection.execute("SELECT max(id) FROM photos").fetchone()
    names = [row[1] for row in catalog.connection.execute("PRAGMA table_info(photos)")]
    other = {"id": "id + 1", "name": "'x' || name", "fingerprint": "'x' || fingerprint", "captured": "captured + 0.1"}
    values = ", ".join(other.get(name, name) for name in names)
    with catalog.transaction():
        catalog.connection.execute(f"INSERT INTO photos SELECT {values} FROM photos WHERE id = ?", (last,))
        look = catalog.signatures.all(SIGNATURE_VERSION, [last])[last]
        catalog.signatures.store(last + 1, SIGNATURE_VERSION, look)
    return int(last) + 1


def seconds(work: Callable[[], object], rounds: int) -> NDArray[np.float64]:
    """Of each round (rounds, 2): by the clock, and what all processors worked, whatever else the computer does."""
    found = []
    for _ in range(rounds):
        begun, worked = time.perf_counter(), time.process_time()
        work()
        found.append((time.perf_counter() - begun, time.process_time() - worked))
    return np.array(found)


def _print(what: str, found: NDArray[np.float64], unit: str) -> None:
    print(f"{what:28} {found[0]:7.2f} by the clock, {found[1]:7.2f} of work, {unit}")


def main() -> None:
    """Prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=int, default=100_000)
    count = parser.parse_args().photographs
    with tempfile.TemporaryDirectory() as folder, closing(Catalog(Path(folder) / "catalog.db", ())) as catalog:
        fill(catalog, count)
        grouper = Grouper(catalog, "normal")
        whole = seconds(lambda: Grouper(catalog, "normal"), 3)
        rules = seconds(lambda: (grouper.group_by("strict"), grouper.group_by("normal")), 3)
        one = seconds(lambda: (grouper.change([count // 2]), grouper.stacks), ROUNDS)
        new = seconds(lambda: (grouper.change([add(catalog)]), grouper.stacks), ROUNDS)
        stacks = len(set(grouper.stacks.stacks.tolist()))
    print(f"{count:,} photographs, {stacks:,} stacks")
    _print("read and grouped", whole.min(axis=0), "s (best of 3)")
    _print("again, by other rules", rules.min(axis=0) / 2, "s (best of 3)")
    _print("one photograph that changed", 1000 * np.median(one, axis=0), f"ms (median of {ROUNDS})")
    _print("one photograph that is new", 1000 * np.median(new, axis=0), f"ms (median of {ROUNDS})")


if __name__ == "__main__":
    main()
