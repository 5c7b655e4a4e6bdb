"""How long a cut takes to be suggested, after a slider moves and from the start, in many photographs."""

import argparse
import time
from collections.abc import Callable

import numpy as np

from clipiqa_desktop.catalog.query.cells import RowStacks
from clipiqa_desktop.culling.stacks.levels import by_column, by_focus
from clipiqa_desktop.culling.stacks.ranking import Ranking, rank
from clipiqa_desktop.culling.suggestions import REASONS, UNFOCUSED, CutOptions, CutSource, suggest

ROUNDS = 20


def main() -> None:
    """Prints the median and the longest of some rounds, in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=int, default=100_000)
    count = parser.parse_args().photographs
    rng = np.random.default_rng(0)
    stacks = np.sort(rng.integers(0, count // 4, count))
    widths, quality = rng.gamma(4, 0.25, count), rng.uniform(0, 1, count).astype(np.float32)
    flags = rng.choice([-1, 0, 1], count, p=[0.05, 0.9, 0.05]).astype(np.int8)
    captured = np.cumsum(rng.exponential(5, count))
    rows = RowStacks(stacks, np.bincount(stacks), frozenset(), np.zeros(count, np.int8))
    focus, best_by = by_focus(widths), by_column("quality", quality)

    def ranked() -> Ranking:
        return rank(rows, flags, [focus, best_by])

    inside, valued, clipped = np.ones(count, np.bool_), np.zeros(count, np.bool_), rng.uniform(0, 0.1, count)
    source = CutSource(inside, flags, valued, stacks, ranked(), best_by, widths, clipped, captured)
    limits = iter(np.linspace(1.3, 4, ROUNDS + 1).tolist())

    def moved() -> None:
        limit = next(limits)
        suggest(source, CutOptions(round(count / 20 * limit), frozenset(REASONS), {UNFOCUSED: limit}))

    print(f"{count:,} photographs in {len(np.unique(stacks)):,} stacks")
    _tell("Places in all stacks", ranked)
    _tell("Suggestions after a slider moved", moved)


def _tell(what: str, run: Callable[[], object]) -> None:
    taken = []
    for _ in range(ROUNDS):
        start, worked = time.perf_counter(), time.process_time()
        run()
        taken.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - worked)))
    (clock, work), (longest, most) = np.median(taken, axis=0), np.max(taken, axis=0)
    print(f"{what}: {clock:.0f} ms by the clock (longest {longest:.0f}), {work:.0f} ms of work (most {most:.0f})")


if __name__ == "__main__":
    main()
