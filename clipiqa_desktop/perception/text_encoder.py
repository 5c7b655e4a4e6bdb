"""The text tower: prompts become vectors. It keeps its positional embedding."""

from collections.abc import Sequence

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.clip import ARCHITECTURE, build_clip
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.perception.weights_file import state_of


class PromptTooLong(UserError):
    """A prompt has more tokens than the text tower can read."""


def open_text_encoder(weights: Weights) -> "TextEncoder":
    """The text tower of a weights file, without the image tower. Raises NoWeights where the file cannot be used."""
    clip = build_clip(state_of(weights))
    del clip.visual
    return TextEncoder(clip)


class TextEncoder:
    """Prompts in, vectors out."""

    def __init__(self, clip: open_clip.CLIP) -> None:
        self._clip = clip
        self._tokenizer = open_clip.get_tokenizer(ARCHITECTURE)

    @torch.inference_mode()
    def encode(self, prompts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, 1024), not normalised. Raises PromptTooLong for more than 77 tokens, start and end included."""
        for prompt in prompts:
            self._check_length(prompt)
        tokens = self._tokenizer(list(prompts)).to(self._clip.positional_embedding.device)
        vectors: NDArray[np.float32] = self._clip.encode_text(tokens).float().cpu().numpy()
        return vectors

    def _check_length(self, prompt: str) -> None:
        length = len(self._tokenizer.encode(prompt)) + 2
        if length > self._clip.context_length:
            raise PromptTooLong(
                f"The prompt “{prompt[:40]}…” has {length} tokens, but {self._clip.context_length} are the most: "
                "shorten it."
            )
