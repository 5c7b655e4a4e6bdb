"""Measures with how many threads and photographs at once a network is fastest on this computer."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import torch

from clipiqa_desktop.perception.batches import Batches
from clipiqa_desktop.perception.runtime.synthetic_pictures import synthetic_pictures
from clipiqa_desktop.perception.tower import Floats, Pixels

# Another number of threads than PyTorch's own, or a larger batch on a graphics device, has to be faster than chance.
CLEARLY_FASTER = 0.9
# On a processor a batch only spares what is read once for all, a few per cent, and costs patience: so just two sizes.
PROCESSOR_BATCHES, DEVICE_BATCHES = (1, 4), (1, 4, 8, 16, 32)
ROUNDS = 3

EncodeMany = Callable[[Sequence[Pixels]], Floats]


def best_threads(encode: EncodeMany) -> int:
    """PyTorch's own number, as a rule that of the cores, or that of the hardware's threads where that is faster.

    Leaves PyTorch with that number.
    """
    own = torch.get_num_threads()
    candidates = dict.fromkeys((own, os.cpu_count() or own))
    pictures = list(islice(synthetic_pictures(), 1))

    def seconds(threads: int) -> float:
        torch.set_num_threads(threads)
        return _seconds(encode, pictures)

    best = _fastest(candidates, seconds, CLEARLY_FASTER)
    torch.set_num_threads(best)
    return best


def best_batch(encode: EncodeMany, device: torch.device) -> int:
    """How many photographs at once are fastest, as far as memory takes them."""
    sizes, better = (PROCESSOR_BATCHES, 1.0) if device.type == "cpu" else (DEVICE_BATCHES, CLEARLY_FASTER)
    picture = next(synthetic_pictures())
    batches = Batches(encode, max(sizes))
    best = _fastest(sizes, lambda size: _seconds(batches.encode, [picture] * size), better)
    return min(best, batches.most)


def _fastest(candidates: Iterable[int], seconds: Callable[[int], float], better: float) -> int:
    """The first candidate, unless a later one takes less than `better` times as long as the best before it."""
    best, *others = candidates
    least = seconds(best) if others else 0.0
    for other in others:
        if (needed := seconds(other)) < better * least:
            best, least = other, needed
    return best


def _seconds(encode: EncodeMany, pictures: Sequence[Pixels]) -> float:
    """Seconds a picture, at best, after one try to warm up."""
    encode(pictures)
    return min(_timed(encode, pictures) for _ in range(ROUNDS)) / len(pictures)


def _timed(encode: EncodeMany, pictures: Sequence[Pixels]) -> float:
    started = time.perf_counter()
    encode(pictures)
    return time.perf_counter() - started
