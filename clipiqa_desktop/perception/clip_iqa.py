"""CLIP-IQA as one object: the network of one weights file on one device."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from clipiqa_desktop.perception.batches import Batches
from clipiqa_desktop.perception.image_encoder import ImageEncoder
from clipiqa_desktop.perception.input_size import SHORTER_SIDE
from clipiqa_desktop.perception.prompt_vectors import PromptVectors
from clipiqa_desktop.perception.resnet import PREFIXES, image_tower
from clipiqa_desktop.perception.runtime.config import RuntimeOptions, recall, remember
from clipiqa_desktop.perception.runtime.device import choose_device
from clipiqa_desktop.perception.runtime.selection import choose, opened_encoder
from clipiqa_desktop.perception.tower import Floats, Pixels
from clipiqa_desktop.perception.weights import NoWeights, Weights
from clipiqa_desktop.perception.weights_file import state_of

_USUAL = (SHORTER_SIDE, SHORTER_SIDE * 3 // 2)


class ClipIqa:
    """Vectors of photographs and prompts. Raises NoWeights or UserError where weights or device cannot be used.

    How it runs is chosen at the first time, and remembered in the file `choices` if one is named; beside it the vectors
    of prompts are kept.
    """

    def __init__(
        self, weights: Weights, device: str = "auto", precision: str = "fp32", choices: Path | None = None
    ) -> None:
        self.device = choose_device(device)
        self._weights = weights
        tower = image_tower(state_of(weights, PREFIXES))
        self.logit_scale = tower.logit_scale
        self._prompts = PromptVectors(weights, choices and choices.parent, self._encode_prompts)
        options = RuntimeOptions(device, precision, choices)
        before = recall(weights, options)
        is_known = before is not None and before.device == self.device.type
        self.config = before if before and is_known else choose(tower, self.device, precision, self.prompt_vectors)
        torch.set_num_threads(self.config.threads)
        encoder = opened_encoder(tower, self.device, self.config.precision)
        encoder.trunk.lay_out(*_USUAL)
        if not is_known:  # of a known one this is known too
            self._require_finite(encoder)
            remember(weights, options, self.config)
        self._images = Batches(encoder.encode_many, self.config.batch)

    @property
    def description(self) -> str:
        """What runs where, for people: `CLIP-IQA · RN50 · CPU bf16`."""
        return f"CLIP-IQA · RN50 · {self.config.description}"

    def prompt_vectors(self, prompts: Sequence[str]) -> Floats:
        """Vectors (n, 1024) of prompts. Raises NoWeights where the text tower cannot be used."""
        return self._prompts.of(prompts)

    def image_vectors(self, photographs: Sequence[Pixels]) -> Floats:
        """Vectors (n, 1024) of sRGB photographs, each (height, width, 3), of any sizes of at least 32 pixels."""
        return self._images.encode(photographs)

    def image_vector(self, pixels: Pixels) -> Floats:
        """The vector (1024,) of one photograph."""
        vector: Floats = self.image_vectors([pixels])[0]
        return vector

    def _require_finite(self, encoder: ImageEncoder) -> None:
        if not np.isfinite(encoder.encode(np.zeros((*_USUAL, 3), np.uint8))).all():
            raise NoWeights(
                f"The weights in {self._weights.path} give no finite numbers: they are not CLIP's, or damaged."
            )

    def _encode_prompts(self, prompts: Sequence[str]) -> Floats:
        """With the text tower, which is loaded for the occasion: it is rarely needed, and large."""
        from clipiqa_desktop.perception.text_encoder import open_text_encoder

        return open_text_encoder(self._weights).encode(prompts)
