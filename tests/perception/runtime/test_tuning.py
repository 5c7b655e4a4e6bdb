"""The clock is played: what is measured is never how fast this computer happens to be."""

import time
from collections.abc import Sequence

import numpy as np
import pytest
import torch

from clipiqa_desktop.perception.runtime import tuning as measuring
from clipiqa_desktop.perception.runtime.tuning import best_batch, best_threads


class Clock:
    """Stands still but for what the played network takes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.threads = 0.0, 2
        monkeypatch.setattr(measuring.os, "cpu_count", lambda: 4)
        monkeypatch.setattr(torch, "get_num_threads", lambda: self.threads)
        monkeypatch.setattr(torch, "set_num_threads", lambda number: setattr(self, "threads", number))
        monkeypatch.setattr(time, "perf_counter", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize(("seconds", "threads"), [({2: 1.0, 4: 0.7}, 4), ({2: 1.0, 4: 0.95}, 2), ({2: 1.0, 4: 3.0}, 2)])
def test_more_threads_are_taken_where_they_are_clearly_faster(
    clock: Clock, seconds: dict[int, float], threads: int
) -> None:
    def encode(photographs: Sequence[np.ndarray]) -> np.ndarray:
        clock.now += seconds[clock.threads]
        return np.zeros((len(photographs), 4), np.float32)

    assert best_threads(encode) == threads
    assert clock.threads == threads


@pytest.mark.parametrize(
    ("device", "overhead", "memory", "batch"),
    [("cpu", 0.0, 99, 1), ("cpu", 0.05, 99, 4), ("cuda", 0.0, 99, 1), ("cuda", 20.0, 99, 32), ("cuda", 20.0, 9, 8)],
)
def test_batches_are_as_large_as_is_faster_and_as_memory_takes(
    clock: Clock, device: str, overhead: float, memory: int, batch: int
) -> None:
    def encode(photographs: Sequence[np.ndarray]) -> np.ndarray:
        if len(photographs) > memory:
            raise torch.OutOfMemoryError
        clock.now += overhead + len(photographs)
        return np.zeros((len(photographs), 4), np.float32)

    assert best_batch(encode, torch.device(device)) == batch
