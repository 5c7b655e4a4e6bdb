"""How fast the network is, beside piq's CLIPIQA with the same weights, and where its time goes.

Run `python tests/benchmarks/engine.py --weights FILE [PHOTOS]`. Each in turn looks at a frame of 768 x 512 pixels, ours
for all attributes and piq's for one, so that whatever else the computer does hits all alike. Ours runs as in the
encoding process, a few frames at once; piq's runs as it comes, in a process of its own. The product of two 2048 x 2048
matrices says what the processor can do at all. With PHOTOS, a folder of photographs, files are scored end to end, too,
beside the decoder and the network alone.
"""

import argparse
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

# As in the encoding process.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import piq
import psutil
import torch
from shoot import machine, median_ms, print_table, repeated
from throughput import SAMPLE, indexed, one_by_one
from torch.profiler import ProfilerActivity, profile

from clipiqa_desktop.freed_memory import keep_freed_memory
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.image_encoder import ImageEncoder
from clipiqa_desktop.perception.resnet import ImageTower
from clipiqa_desktop.perception.runtime.selection import built_in_pairs, fast_precision, opened_encoder, score_drift
from clipiqa_desktop.perception.runtime.synthetic_pictures import HEIGHT, WIDTH, synthetic_pictures
from clipiqa_desktop.perception.runtime.tuning import PROCESSOR_BATCHES
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.text_encoder import TextEncoder
from clipiqa_desktop.perception.tower import CPU
from clipiqa_desktop.perception.weights_file import read_state

MATRIX = 2048
# Multiplications and additions of the trunk for one frame: its convolutions alone.
TRUNK_GFLOP = 84.0
KERNELS = 8
BATCH = max(PROCESSOR_BATCHES)
LARGEST = (512, 2048)

prepared: dict[str, Any] = {}

Rows = list[tuple[str, str]]
Seconds = dict[str, list[float]]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="?", type=Path, help="folder of photographs to score end to end")
    parser.add_argument("--weights", type=Path, required=True, help="weights file; an untrained one serves")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is timed (default: %(default)s)")
    parser.add_argument("--files", type=int, default=120, help="how many files the shoot has (default: %(default)s)")
    options = parser.parse_args()
    print_table(
        [*machine(), ("torch", f"{torch.__version__}, {torch.get_num_threads()} threads, piq {piq.__version__}")]
    )
    print_table(network(options.weights, options.rounds))
    if options.photos:
        print_table(end_to_end(options.photos, options.weights, options.files))


def network(weights: Path, rounds: int) -> Rows:
    """The table of the network alone."""
    keep_freed_memory()
    clip = build_clip(read_state(weights))
    tower = ImageTower(clip.visual, float(clip.logit_scale.exp()))
    pairs = built_in_pairs(TextEncoder(clip).encode)
    encoders = {name: opened_encoder(tower, CPU, name) for name in dict.fromkeys(("fp32", fast_precision(CPU)))}
    frame = next(synthetic_pictures())
    looks: dict[str, Callable[[], object]] = {"piq": lambda: piq_process.submit(piqs_look).result()}
    for name, encoder in encoders.items():
        looks[name] = lambda encoder=encoder: scores(encoder.encode_many([frame] * BATCH), pairs, 100.0)
        matrix = torch.rand(MATRIX, MATRIX).to(encoder.precision)
        looks[f"matrices, {name}"] = lambda matrix=matrix: matrix @ matrix
    with ProcessPoolExecutor(1, get_context("spawn"), prepare_piq, (weights, pairs[0], frame)) as piq_process:
        seconds = interleaved(looks, rounds)
    for name in encoders:
        seconds[name] = [each / BATCH for each in seconds[name]]
    rows = [
        (
            "piq, 1 attribute",
            f"{median_ms(seconds['piq'])} for {WIDTH} x {HEIGHT}, at best {min(seconds['piq']) * 1000:.0f} ms",
        )
    ]
    for name, encoder in encoders.items():
        rows += [speed(name, seconds), *where_time_goes(name, encoder, frame)]
    if len(encoders) > 1:
        exact, fast = (lambda encoder=encoder: encoder.encode for encoder in encoders.values())
        moved = score_drift(pairs, tower.logit_scale, exact, fast)
        rows.append(("made pictures", f"{moved}, accepted by auto: {moved.acceptable}"))
    for encoder in encoders.values():
        encoder.encode(np.zeros((*LARGEST, 3), np.uint8))
    return [
        *rows,
        ("memory after 2048 x 512", f"{psutil.Process().memory_info().rss / 1e6:.0f} MB, all of these together"),
    ]


def prepare_piq(weights: Path, pair: np.ndarray, frame: np.ndarray) -> None:
    """In a process of its own: piq's CLIPIQA, with these weights instead of those that it would download."""
    from piq.feature_extractors.clip import build_model

    state = read_state(weights)
    metric = piq.CLIPIQA.__new__(piq.CLIPIQA)
    torch.nn.Module.__init__(metric)
    metric.feature_extractor = build_model(dict(state)).float().eval()
    metric.feature_extractor.load_state_dict(state)
    metric.data_range, metric.logit_scale = 255.0, torch.tensor(100.0)
    metric.anchors = torch.from_numpy(pair / np.linalg.norm(pair, axis=1, keepdims=True))
    for name, values in (("mean", piq.clip_iqa.OPENAI_CLIP_MEAN), ("std", piq.clip_iqa.OPENAI_CLIP_STD)):
        setattr(metric, f"default_{name}", torch.tensor(values).view(1, 3, 1, 1))
    prepared["piq"], prepared["image"] = metric, torch.from_numpy(frame).permute(2, 0, 1)[None].float().contiguous()


def piqs_look() -> float:
    """piq's score of the frame."""
    return float(prepared["piq"](prepared["image"]))


def interleaved(looks: dict[str, Callable[[], object]], rounds: int) -> Seconds:
    """How long each took, in turn, after one round to warm up."""
    seconds: Seconds = {name: [] for name in looks}
    for turn in range(rounds + 1):
        for name, look in looks.items():
            started = time.perf_counter()
            look()
            if turn:
                seconds[name].append(time.perf_counter() - started)
    return seconds


def speed(name: str, seconds: Seconds) -> tuple[str, str]:
    """How many times as fast as piq; where others use the computer too, the best times say more."""
    ours, piqs, matrices = seconds[name], seconds["piq"], seconds[f"matrices, {name}"]
    return (
        f"ours, {len(BUILT_IN)} attributes, {name}",
        f"{median_ms(ours)}, {median(piqs) / median(ours):.2f} times as fast; at best {min(ours) * 1000:.0f} ms, "
        f"{min(piqs) / min(ours):.2f} times; {TRUNK_GFLOP / min(ours):.0f} GFLOP/s of convolutions "
        f"where a matrix product has {2e-9 * MATRIX**3 / min(matrices):.0f}",
    )


def where_time_goes(name: str, encoder: ImageEncoder, frame: np.ndarray) -> Rows:
    """The costliest operators of one frame."""
    with profile(activities=[ProfilerActivity.CPU]) as profiled:
        encoder.encode(frame)
    events = sorted(profiled.key_averages(), key=lambda event: event.self_cpu_time_total, reverse=True)
    total = sum(event.self_cpu_time_total for event in events)
    return [
        (f"  {name}: {event.key}", f"{event.self_cpu_time_total / total:.1%} in {event.count} calls")
        for event in events[:KERNELS]
    ]


def end_to_end(photos: Path, weights: Path, count: int) -> Rows:
    """Files to scores, beside the least that the cores could need."""
    with repeated(photos, count) as folder:
        files = sorted(each.folder / each.name for each in find_photographs(folder))
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            step = max(1, len(files) // SAMPLE)
            decode_s, encode_s = alone.submit(one_by_one, files[::step], weights).result()
        seconds, first_s, memory = indexed(folder, weights)
    # Alone, the network keeps all cores busy and the decoder one.
    cores = os.cpu_count() or 1
    least_s = (len(files) - 1) * (decode_s / cores + encode_s)
    return [
        ("end to end", f"{len(files)} files in {seconds:.0f} s, {first_s:.0f} s to the first score"),
        ("decoding alone", f"{decode_s * 1000:.0f} core-ms a file"),
        ("network alone", f"{encode_s * 1000:.0f} ms a file on {cores} cores"),
        ("after the first score", f"{(seconds - first_s) / least_s:.2f} times the least that {cores} cores need"),
        *memory.rows(),
    ]


if __name__ == "__main__":
    main()
