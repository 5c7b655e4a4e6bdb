"""Photographs a second from file to score, beside the speed of the network and of the decoder alone.

Run `python tests/benchmarks/throughput.py PHOTOS --weights FILE`. All three are measured in one run, because what else
a computer is doing changes from minute to minute.
"""

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from shoot import PeakMemory, arguments, machine, print_table, repeated

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.indexing.decoding import Reading, read_photograph
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.indexing.progress import Progress
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.indexing.setup import Setup
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.input_size import too_small
from clipiqa_desktop.perception.weights import identify

SAMPLE = 60


def main() -> None:
    """Measures and prints."""
    options = arguments(__doc__.splitlines()[0])
    with repeated(options.photos, options.files) as folder:
        files = sorted(each.folder / each.name for each in find_photographs(folder))
        step = max(1, len(files) // SAMPLE)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            decode_s, encode_s = alone.submit(one_by_one, files[::step], options.weights).result()
        moments, first_s, memory = indexed(folder, options.weights)
    seconds, network = moments["encode"], 1 / encode_s
    rate = len(files) / seconds
    print_table([
        *machine(),
        ("photographs", str(len(files))),
        ("decoding alone", f"{decode_s * 1000:.0f} ms a photograph, one process"),
        ("network alone", f"{encode_s * 1000:.0f} ms a photograph, {network:.2f} a second"),
        ("file to score", f"{rate:.2f} a second, {seconds:.0f} s in all, start of the network included"),
        ("after the first score", f"{(len(files) - 1) / (seconds - first_s):.2f} a second"),
        ("share of the network's own speed", f"{(len(files) - 1) / (seconds - first_s) / network:.0%}"),
        ("heads of all files read", f"after {moments['glance']:.1f} s"),
        ("measuring, behind the last score", f"{moments['measure'] - seconds:.1f} s"),
        *memory.rows(),
    ])  # fmt: skip


def one_by_one(files: list[Path], weights: Path) -> tuple[float, float]:
    """Mean seconds a photograph for decoding and for the network, with nothing else running."""
    from clipiqa_desktop.perception.clip_iqa import ClipIqa

    network = ClipIqa(identify(weights), "cpu")
    started = time.perf_counter()
    every = [reading for reading in map(read_photograph, files) if isinstance(reading, Reading)]
    decoded = time.perf_counter()
    readings = [reading for reading in every if not too_small(*reading.pixels.shape[:2])]
    for reading in readings[:3]:
        network.image_vector(reading.pixels)
    warm = time.perf_counter()
    for reading in readings:
        network.image_vector(reading.pixels)
    return (decoded - started) / len(files), (time.perf_counter() - warm) / len(readings)


def indexed(folder: Path, weights: Path) -> tuple[dict[str, float], float, PeakMemory]:
    """Seconds to the end of each stage, seconds to the first score, and the memory of all processes."""
    memory, firsts, ends = PeakMemory(), [], {}
    started = time.perf_counter()

    def look(progress: Progress) -> None:
        memory.look()
        if progress.stage == "encode" and progress.done and not firsts:
            firsts.append(time.perf_counter() - started)
        for stage in progress.stages:
            if stage.done == stage.total:
                ends.setdefault(stage.name, time.perf_counter() - started)

    with tempfile.TemporaryDirectory() as base:
        places = Path(base)
        with (
            closing(Catalog(places / "catalog.db", KEYS)) as catalog,
            closing(ThumbnailStore(places / "thumbnails.db")) as thumbnails,
        ):
            catalog.folders.add_root(folder)
            Run(catalog, thumbnails, Setup(identify(weights), "cpu"), Listener(progress=look)).index([folder])
    return ends, firsts[0], memory


if __name__ == "__main__":
    main()
