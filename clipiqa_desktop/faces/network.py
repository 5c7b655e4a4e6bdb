"""One of the two networks, as TensorFlow Lite runs it on the processor."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]

_RUNTIME = "ai_edge_litert"


def has_runtime() -> bool:
    """Whether what runs the networks is there: its makers have no package for every system."""
    return find_spec(_RUNTIME) is not None


class Network:
    """Pictures (height, width, 3) in, one at a time, on one core. Raises ValueError for bytes that are no model."""

    def __init__(self, model: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with _silent():
            self._interpreter = Interpreter(model_content=model, num_threads=1)
            self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = [each["index"] for each in self._interpreter.get_output_details()]

    def __call__(self, picture: Numbers) -> Sequence[Numbers]:
        """What the network says, in its own order and without the dimensions that are one."""
        self._interpreter.set_tensor(self._input, picture[np.newaxis])
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index)[0] for index in self._outputs]


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """What the runtime writes to the terminal of whoever runs a command is for its makers."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
