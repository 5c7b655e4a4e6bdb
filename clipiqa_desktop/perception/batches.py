"""How many photographs a device takes at once."""

import logging
from collections.abc import Callable, Sequence

import numpy as np
import torch

from clipiqa_desktop.perception.tower import Floats, Pixels

_log = logging.getLogger(__name__)


class Batches:
    """Takes as many photographs at once as were asked for, and fewer from the moment that memory runs out."""

    def __init__(self, encode: Callable[[Sequence[Pixels]], Floats], most: int) -> None:
        self._encode = encode
        self.most = most

    def encode(self, photographs: Sequence[Pixels]) -> Floats:
        """Vectors (n, d) of n photographs, at least one. Raises RuntimeError where memory does not take even one."""
        answers: list[Floats] = []
        done = 0
        while done < len(photographs):
            batch = photographs[done : done + self.most]
            if (vectors := self._tried(batch)) is not None:
                answers.append(vectors)
                done += len(batch)
        return np.concatenate(answers)

    def _tried(self, batch: Sequence[Pixels]) -> Floats | None:
        try:
            return self._encode(batch)
        except RuntimeError as error:
            if len(batch) == 1 or not _memory_ran_out(error):
                raise
            self.most = len(batch) // 2
            _log.warning("The device's memory does not take %d photographs at once: now %d", len(batch), self.most)
        _give_back()
        return None


def _memory_ran_out(error: RuntimeError) -> bool:
    # MPS and the processor's allocator have no class of their own for it.
    return isinstance(error, torch.OutOfMemoryError) or "memory" in str(error).lower()


def _give_back() -> None:
    """What the failed try holds on to; only after its exception is gone, which refers to it."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()
