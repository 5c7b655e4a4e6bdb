"""Learning a taste from marks: how long it takes, what it agrees with, and whether marks by chance fool it.

Run `python tests/benchmarks/taste.py --weights FILE`. The vectors are composed, with a hidden direction that the person
likes; of each stack of five one frame was kept. Beside the agreement on what was held out, which the program tells,
stands the share of pairs of a second shoot, never marked, that are in the order in which the person would like them.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import psutil
from shoot import machine, print_table
from tools.tastes import Composed, composed, opened, store

from clipiqa_desktop.catalog.scores.models import Model
from clipiqa_desktop.indexing.encoding import model_version
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import Weights, identify
from clipiqa_desktop.processes import Worker
from clipiqa_desktop.taste.decisions import decisions
from clipiqa_desktop.taste.lessons import Lesson, lessons
from clipiqa_desktop.taste.process import Begun, Ended, LearnTaste, Step, Tried, taste_process
from clipiqa_desktop.taste.source import TasteSource

SIZE, SCALE, COLUMNS = 5, 100.0, 21
VECTORS_BAR_S, PROMPTS_BAR_S = 2.0, 30.0
CHANCE = 40  # shoots that are marked by chance


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, help="weights file, to learn prompts too; an untrained one serves")
    parser.add_argument("--marks", type=int, default=500, help="how many (default: %(default)s)")
    options = parser.parse_args()
    weights = identify(options.weights) if options.weights else None
    stacks = options.marks // SIZE
    print_table([*machine(), ("marks", f"{stacks * SIZE:,}"), *timed(stacks, weights), *told(), *by_chance(stacks)])


def timed(stacks: int, weights: Weights | None) -> Iterator[tuple[str, str]]:
    """As the window does it, in a process of its own."""
    version = model_version(weights) if weights else "made/by/nobody"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        with closing(opened(path)) as catalog:
            question = LearnTaste(store(catalog, composed(stacks, SIZE), version), weights)
        started = time.perf_counter()
        worker = Worker(taste_process, path, niceness=5)
        worker.greeting = worker.receive()
        yield "start of the process", f"{time.perf_counter() - started:.1f} s"
        begun = time.perf_counter()
        worker.give(question, question)
        yield from answers(worker, begun)
        worker.stop()


def answers(worker: Worker, begun: float) -> Iterator[tuple[str, str]]:
    """What the process tells, and when."""
    used = processor_s()
    while not isinstance(told := worker.receive(), Ended):
        if isinstance(told, Begun):
            yield "pairs, and inside stacks", f"{told.pairs:,}, {told.inside:,}"
        elif isinstance(told, Tried):
            way, bar = ("prompts", PROMPTS_BAR_S) if told.lesson.by_prompts else ("vectors", VECTORS_BAR_S)
            seconds, held_out = time.perf_counter() - begun, 100 * told.lesson.verdict.agreement
            busy = processor_s() - used
            yield (
                f"as {way} (bar: {bar:.0f} s)",
                f"{seconds:.1f} s ({busy:.1f} s of one core's time), {held_out:.0f} % held out",
            )
            begun, used = time.perf_counter(), processor_s()
        elif not isinstance(told, Step):
            yield "refused", str(told)
    if told.without_prompts:
        yield "prompts", told.without_prompts


def processor_s() -> float:
    """Of the process that learns, which is the busiest of all children."""
    times = [each.cpu_times() for each in psutil.Process().children()]
    return max(each.user + each.system for each in times)


def told() -> Iterator[tuple[str, str]]:
    """What it says of tastes of several strengths, after several numbers of marks."""
    for taste in (1.0, 2.0, 4.0):
        for stacks in (20, 50, 100, 200):
            found = [examined(stacks, taste, seed) for seed in range(5)]
            held_out, true, most = (100 * np.mean([each[place] for each in found]) for place in range(3))
            ready = sum(not each[3] for each in found)
            yield (
                f"taste {taste:.0f}, {stacks * SIZE:,} marks",
                f"{held_out:.0f} % held out, {true:.0f} % of a second shoot, {most:.0f} % at most; ready {ready} of 5",
            )


def examined(stacks: int, taste: float, seed: int) -> tuple[float, float, float, int]:
    """Agreement held out, and with a second shoot; that of the person on another day; how many marks are missing."""
    whole = composed(stacks + 100, SIZE, taste, seed)
    first, second = half(whole, slice(stacks * SIZE)), half(whole, slice(stacks * SIZE, None))
    lesson = learned(first, seed)
    given = scores(second.vectors, lesson.pair.vectors[None], SCALE)[:, 0].reshape(-1, SIZE)
    liked = second.liked.reshape(-1, SIZE)
    pairs = decisions(second.marked).pairs
    pairs = pairs[second.marked.groups[pairs[:, 0]] == second.marked.groups[pairs[:, 1]]]
    true, most = (float((each[pairs[:, 0]] > each[pairs[:, 1]]).mean()) for each in (given.ravel(), liked.ravel()))
    return lesson.verdict.agreement, true, most, lesson.verdict.missing


def half(whole: Composed, rows: slice) -> Composed:
    """Some of its stacks."""
    marked = type(whole.marked)(whole.marked.flags[rows], whole.marked.stars[rows], whole.marked.groups[rows])
    return Composed(whole.vectors[rows], marked, whole.liked[rows])


def learned(shoot: Composed, seed: int) -> Lesson:
    """As vectors, beside columns by chance."""
    columns = np.random.default_rng(seed).random((len(shoot), COLUMNS), np.float32)
    titles = tuple(f"column {number}" for number in range(COLUMNS))
    groups = np.unique(shoot.marked.groups, return_inverse=True)[1]
    model = Model(0, "made/by/nobody", "", "", SCALE)
    source = TasteSource(model, len(shoot), shoot.vectors, groups, decisions(shoot.marked, seed), columns, titles)
    return next(lessons(source, None, lambda _done, _most: None, lambda: False))


def by_chance(stacks: int) -> Iterator[tuple[str, str]]:
    """Where there is no taste it must not find one."""
    for count in (stacks // 4, stacks):
        found = [learned(composed(count, SIZE, 0.0, seed), seed).verdict for seed in range(CHANCE)]
        fooled = sum(not each.missing for each in found)
        agreement = 100 * np.mean([each.agreement for each in found])
        yield (
            f"marks by chance, {count * SIZE:,} of them",
            f"“not yet” {CHANCE - fooled} of {CHANCE} times, {agreement:.0f} % held out on average",
        )


if __name__ == "__main__":
    main()
