"""CLIP-IQA as one object: the network of one weights file on one device."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.device import choose_device
from clipiqa_desktop.perception.image_encoder import ImageEncoder
from clipiqa_desktop.perception.text_encoder import open_text_encoder
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.perception.weights_file import read_state


class ClipIqa:
    """Vectors of photographs and prompts. Raises NoWeights or UserError where weights or device cannot be used."""

    def __init__(self, weights: Weights, device: str = "auto") -> None:
        self.device = choose_device(device)
        self._weights = weights
        clip = build_clip(read_state(weights.path))
        self.logit_scale = float(clip.logit_scale.exp())
        self._images = ImageEncoder(clip).to(self.device)

    @property
    def description(self) -> str:
        """What runs where, for people: `CLIP-IQA · RN50 · CPU fp32`."""
        return f"CLIP-IQA · RN50 · {self.device.type.upper()} fp32"

    def prompt_vectors(self, prompts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, 1024) of prompts. The text tower is loaded for the occasion: it is rarely needed, and large."""
        return open_text_encoder(self._weights).encode(prompts)

    def image_vector(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The vector (1024,) of an sRGB photograph (height, width, 3), sides of at least 32 pixels."""
        return self._images.encode(pixels)
