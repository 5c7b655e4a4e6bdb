"""What runs in the encoding process: the network, and the only import of torch while the program indexes."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.network_version import NETWORK_VERSION
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.photos.decode import DECODER_VERSION


@dataclass(frozen=True)
class Ready:
    """The network is loaded: what runs where, and CLIP's learned logit scale."""

    description: str
    logit_scale: float


@dataclass(frozen=True)
class CannotStart:
    """The network cannot be loaded; `reason` is a sentence for the user."""

    reason: str


def model_version(weights: Weights) -> str:
    """What vectors depend on: the weights, the network, and how photographs are decoded for it."""
    return f"{weights.short_hash}/{NETWORK_VERSION}/{DECODER_VERSION}"


def encoding_process(connection: Connection, weights: Weights, device: str) -> None:
    """Answers pixels (height, width, 3) with a vector (d,), and a tuple of n prompts with vectors (n, d)."""
    # The network's threads wait for each other at every layer. Where another process takes a core for a moment, those
    # that wait are not to burn theirs: beside a busy decoder the network then runs up to twice as fast.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from clipiqa_desktop.perception.clip_iqa import ClipIqa

    try:
        network = ClipIqa(weights, device)
    except UserError as error:
        connection.send(CannotStart(str(error)))
        return
    connection.send(Ready(network.description, network.logit_scale))
    while True:
        job: NDArray[np.uint8] | Sequence[str] = connection.recv()
        connection.send(network.image_vector(job) if isinstance(job, np.ndarray) else network.prompt_vectors(job))
