"""The text tower, reading 16 context vectors where ordinary prompts have words."""

from collections.abc import Sequence

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray
from torch import Tensor

from clipiqa_desktop.perception.clip import ARCHITECTURE, build_clip
from clipiqa_desktop.perception.text_encoder import PromptTooLong
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.perception.weights_file import state_of

CONTEXTS = 16


def open_context_tower(weights: Weights) -> "ContextTower":
    """The frozen tower of a weights file. Raises NoWeights where the file cannot be used."""
    clip = build_clip(state_of(weights))
    del clip.visual
    return ContextTower(clip)


class ContextTower:
    """Contexts in, vectors out, differentiable: a prompt is start, 16 contexts, end, and nothing else.

    No position sees what stands behind it, and the vector is that of the end: so only these 18 of the 77 positions are
    run, with the same result.
    """

    def __init__(self, clip: open_clip.CLIP) -> None:
        self._clip = clip
        self._tokenizer = open_clip.get_tokenizer(ARCHITECTURE)
        length = CONTEXTS + 2
        self._positions = clip.positional_embedding[:length]
        self._mask = clip.attn_mask[:length, :length]
        self.logit_scale = float(clip.logit_scale.exp())

    def __call__(self, contexts: Tensor) -> Tensor:
        """Contexts (k, 16, 512) become vectors (k, 1024), not normalised."""
        start, end = (
            self._embedded([token]).expand(len(contexts), -1, -1)
            for token in (self._tokenizer.sot_token_id, self._tokenizer.eot_token_id)
        )
        sequence = torch.cat([start, contexts, end], dim=1) + self._positions
        last = self._clip.transformer(sequence, attn_mask=self._mask)[:, -1]
        vectors: Tensor = self._clip.ln_final(last) @ self._clip.text_projection
        return vectors

    @property
    def reachable(self) -> Tensor:
        """(1024, 512): all vectors lie in the span of its columns, as the tower is narrower than they are."""
        projection: Tensor = self._clip.text_projection
        return projection.T

    def contexts_of(self, prompts: Sequence[str]) -> NDArray[np.float32]:
        """The contexts (k, 16, 512) that spell prompts, as `spelled` fills them. Raises PromptTooLong."""
        contexts: NDArray[np.float32] = torch.stack([self._embedded(self.spelled(each)) for each in prompts]).numpy()
        return contexts

    def spelled(self, prompt: str) -> list[int]:
        """The 16 tokens of a prompt: its own stand last, and before them they are repeated as often as there is room.

        `Good photo.` is `. Good photo. Good photo. Good photo. Good photo. Good photo.`
        """
        tokens: list[int] = self._tokenizer.encode(prompt)
        if len(tokens) > CONTEXTS:
            raise PromptTooLong(
                f"The prompt “{prompt[:40]}…” has {len(tokens)} tokens, but {CONTEXTS} are the most to learn from: "
                "shorten it."
            )
        return (tokens * CONTEXTS)[-CONTEXTS:]

    def _embedded(self, tokens: list[int]) -> Tensor:
        embedded: Tensor = self._clip.token_embedding(torch.tensor(tokens))
        return embedded
