"""A new attribute, and a search by words, over a large library: from the prompts to scores that are stored and shown.

Run `python tests/benchmarks/own_attributes.py --weights FILE`. The vectors are made, as many as --photographs.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import psutil
from shoot import machine, median_ms, print_table

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.fields import BUILT_IN, fields_of
from clipiqa_desktop.indexing.encoding import model_version
from clipiqa_desktop.indexing.prompt_process import ScorePrompts, ScoreSentence, StoredAttribute, StorePrompts
from clipiqa_desktop.indexing.prompting import Delete, Prompting
from clipiqa_desktop.indexing.vectors import Vectors
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.weights import Weights, identify

SHOOT = Path("/no/such/place")
BAR_S = 2.0
TIMES = 5
PAIR = ("Elegant photo.", "Clumsy photo.")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True, help="weights file; an untrained one serves")
    parser.add_argument("--photographs", type=int, default=100_000, help="how many (default: %(default)s)")
    options = parser.parse_args()
    weights = identify(options.weights)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        fill(path, weights, options.photographs)
        print_table(
            [*machine(), ("photographs", f"{options.photographs:,}"), *after_encoding(path), *measured(path, weights)]
        )


def fill(path: Path, weights: Weights, count: int) -> None:
    """A catalog of so many photographs with made vectors and scores."""
    rng = np.random.default_rng(0)
    with closing(Catalog(path, KEYS)) as catalog:
        catalog.folders.add_root(SHOOT)
        catalog.folders.record_listing(SHOOT, [FoundFile(SHOOT, f"{number}.jpg", 10, 1) for number in range(count)])
        model = catalog.models.make_current(model_version(weights), "", "", 100.0)
        ids = [row[0] for row in catalog.connection.execute("SELECT id FROM photos ORDER BY id")]
        with catalog.transaction():
            for id_ in ids:
                vector = rng.normal(size=1024).astype(np.float32)
                catalog.scores.store(id_, model, vector, rng.random(len(KEYS), np.float32))


def after_encoding(path: Path) -> Iterator[tuple[str, str]]:
    """The steps that follow once the prompts are encoded, alone and in this process."""
    pair = np.random.default_rng(1).normal(size=(2, 1024)).astype(np.float32)
    with closing(Catalog(path, KEYS)) as catalog:
        model = catalog.models.current()
        assert model is not None
        vectors = Vectors(catalog, model)
        read_s = timed(vectors.refresh)
        score_s = statistics.median(repeated_s(lambda: vectors.scores(pair)))
        key, ids, scores = catalog.own_attributes.add("Measured", PAIR).key, vectors.ids.tolist(), vectors.scores(pair)
        store_s = statistics.median(repeated_s(lambda: catalog.scores.store_column(model, key, ids, scores)))
        catalog.own_attributes.delete(key)
    yield "read all vectors, once", median_ms([read_s])
    yield f"score and store all, after encoding (bar: {BAR_S:.0f} s)", median_ms([score_s + store_s])


def measured(path: Path, weights: Weights) -> Iterator[tuple[str, str]]:
    """One line after the other, in the order in which a person would do it."""
    prompting = Prompting(path, lambda: weights)
    try:
        started_s = timed(lambda: prompting.ask(ScorePrompts(("One photo.", "Two photo."))))
        yield "first question, with the start of the process", median_ms([started_s])
        yield "memory of the process", memory()
        yield (
            "rank by a sentence, encoding included",
            median_ms(repeated_s(lambda: prompting.ask(ScoreSentence("bride laughing")))),
        )
        yield "encode a pair and score all (preview)", median_ms(repeated_s(lambda: prompting.ask(ScorePrompts(PAIR))))
        with marking(path) as waits:
            kept, seconds = timed_answer(lambda: prompting.ask(StorePrompts("Elegant", PAIR)))
        assert isinstance(kept, StoredAttribute)
        yield "encode, score and store all", median_ms([seconds])
        yield "longest wait of the window for a mark meanwhile", median_ms([max(waits)])
        yield from shown(path, kept)
        yield "delete it", median_ms([timed(lambda: prompting.ask(Delete(kept.key)))])
    finally:
        prompting.stop_process()


def shown(path: Path, kept: StoredAttribute) -> Iterator[tuple[str, str]]:
    """What the window's thread does with the answer."""
    with closing(Catalog(path, KEYS)) as catalog:
        columns = load(catalog, BUILT_IN)
        seconds = repeated_s(lambda: columns.put_scores(kept.key, kept.scores.ids, kept.scores.values))
        yield "take the scores into the window's columns", median_ms(seconds)
        again = load(catalog, fields_of(catalog))
    np.testing.assert_array_equal(again.scores, columns.scores)


@contextmanager
def marking(path: Path) -> Iterator[list[float]]:
    """Marks a photograph again and again meanwhile, and tells how many seconds each took."""
    ended, waits = threading.Event(), []

    def mark() -> None:
        with closing(Catalog(path, KEYS)) as catalog:
            while not ended.wait(0.01):
                waits.append(timed(lambda: catalog.marks.store({1: Mark(flag=PICK)})))

    thread = threading.Thread(target=mark)
    thread.start()
    yield waits
    ended.set()
    thread.join()


def memory() -> str:
    """Of the process that understands prompts: resident, and what is its own alone."""
    found = max((each.memory_full_info() for each in psutil.Process().children()), key=lambda info: info.rss)
    return f"{found.rss / 1e6:,.0f} MB resident, {found.uss / 1e6:,.0f} MB its own"


def timed_answer(work: Callable[[], object]) -> tuple[object, float]:
    """What it answers, and how many seconds it takes."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    return timed_answer(work)[1]


def repeated_s(work: Callable[[], object]) -> list[float]:
    """The seconds that it takes each time."""
    return [timed(work) for _ in range(TIMES)]


if __name__ == "__main__":
    main()
