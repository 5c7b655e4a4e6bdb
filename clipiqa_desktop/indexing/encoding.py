"""What runs in the encoding process: the network, and the only import of torch while the program indexes."""

import gc
import logging
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.freed_memory import keep_freed_memory
from clipiqa_desktop.perception.network_version import network_version
from clipiqa_desktop.perception.runtime.config import RuntimeOptions
from clipiqa_desktop.perception.weights import NoWeights, Weights
from clipiqa_desktop.photos.decoder_version import DECODER_VERSION

if TYPE_CHECKING:
    from clipiqa_desktop.perception.clip_iqa import ClipIqa

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """The network is loaded: what runs where, how, how many photographs at once, and CLIP's learned logit scale."""

    description: str
    precision: str
    on_processor: bool
    batch: int
    logit_scale: float


@dataclass(frozen=True)
class CannotStart:
    """The network cannot be loaded; `reason` is a sentence for the user."""

    reason: str
    is_of_weights: bool = False  # whether it is the file that cannot be used


def model_version(weights: Weights, precision: str = "fp32") -> str:
    """What vectors depend on: the weights, the network in its precision, and how photographs are decoded for it.

    So a catalog that is opened with another precision is scored anew, and never mixes the two.
    """
    return f"{weights.short_hash}/{network_version(precision)}/{DECODER_VERSION}"


def made_by(weights: Weights, version: str) -> bool:
    """Whether a model of this version has these weights, in any precision: prompts fit its vectors."""
    return version.startswith(f"{weights.short_hash}/")


def encoding_process(connection: Connection, weights: Weights, options: RuntimeOptions) -> None:
    """Answers a list of n photographs (height, width, 3), or a tuple of n prompts, with vectors (n, d)."""
    # The network's threads wait for each other at every layer. Where another process takes a core for a moment, those
    # that wait are not to burn theirs: beside a busy decoder the network then runs up to twice as fast.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    gc.disable()  # none of what torch makes while it is imported is garbage: to look for some takes a tenth of the time
    from clipiqa_desktop.perception.clip_iqa import ClipIqa

    gc.freeze()
    gc.enable()
    keep_freed_memory()
    try:
        network = ClipIqa(weights, options.device, options.precision, options.choices)
    except UserError as error:
        connection.send(_cannot_start(error))
        return
    config = network.config
    on_processor = config.device == "cpu"
    connection.send(Ready(network.description, config.precision, on_processor, config.batch, network.logit_scale))
    while True:
        job: list[NDArray[np.uint8]] | tuple[str, ...] = connection.recv()
        begun = time.monotonic()
        connection.send(network.image_vectors(job) if isinstance(job, list) else _prompt_vectors(network, job))
        what = "photographs" if isinstance(job, list) else "prompts"
        _log.debug("%d %s were encoded in %.3f s", len(job), what, time.monotonic() - begun)


def _prompt_vectors(network: "ClipIqa", prompts: tuple[str, ...]) -> NDArray[np.float32] | CannotStart:
    try:
        return network.prompt_vectors(prompts)
    except UserError as error:  # the text tower is read when prompts are new, and may be damaged
        return _cannot_start(error)


def _cannot_start(error: UserError) -> CannotStart:
    return CannotStart(str(error), is_of_weights=isinstance(error, NoWeights))
