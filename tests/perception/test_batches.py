from collections.abc import Sequence

import numpy as np
import pytest
import torch

from clipiqa_desktop.perception.batches import Batches


class Device:
    """Answers with the first pixel of each photograph, as long as its memory takes them."""

    def __init__(self, memory: int, error: RuntimeError) -> None:
        self.memory, self.error = memory, error
        self.sizes: list[int] = []

    def encode(self, photographs: Sequence[np.ndarray]) -> np.ndarray:
        self.sizes.append(len(photographs))
        if len(photographs) > self.memory:
            raise self.error
        return np.array([[pixels[0, 0, 0]] for pixels in photographs], np.float32)


PHOTOGRAPHS = [np.full((2, 2, 3), level, np.uint8) for level in range(11)]
OUT_OF_MEMORY = [torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("MPS backend out of memory")]


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=["cuda", "mps"])
def test_nothing_is_lost_or_mixed_up_when_memory_runs_out(error: RuntimeError) -> None:
    device = Device(3, error)
    batches = Batches(device.encode, 8)
    assert batches.encode(PHOTOGRAPHS)[:, 0].tolist() == list(range(11))
    assert device.sizes == [8, 4, 2, 2, 2, 2, 2, 1]
    device.sizes.clear()
    batches.encode(PHOTOGRAPHS[:4])
    assert device.sizes == [2, 2], "it does not try again what failed before"


def test_one_photograph_that_memory_does_not_take_is_an_error() -> None:
    with pytest.raises(torch.OutOfMemoryError):
        Batches(Device(0, OUT_OF_MEMORY[0]).encode, 4).encode(PHOTOGRAPHS)


def test_other_errors_are_not_mistaken_for_it() -> None:
    with pytest.raises(RuntimeError, match="sizes"):
        Batches(Device(0, RuntimeError("sizes do not match")).encode, 4).encode(PHOTOGRAPHS)
