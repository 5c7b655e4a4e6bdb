"""The image tower: OpenAI's ResNet-50 whose attention pool runs without its positional embedding."""

from copy import deepcopy

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from clipiqa_desktop.perception.trunk import Trunk

# CLIP's own normalisation of RGB in [0, 1].
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)

CPU = torch.device("cpu")


class AttentionPool(nn.Module):
    """CLIP's attention pool without positional embedding, so that a photograph may have any height and width.

    Only the answer of token 0, the mean, leaves the pool. So one query is projected instead of all, the projection of
    the keys is folded into it (the keys' bias shifts all logits alike and falls out of the softmax), and the values
    are projected after they were weighed. The result is that of the full multi-head attention, at a cost linear in the
    number of positions.
    """

    def __init__(self, original: open_clip.modified_resnet.AttentionPool2d) -> None:
        super().__init__()
        self.heads: int = original.num_heads
        self.query: nn.Linear = original.q_proj
        self.key: nn.Linear = original.k_proj
        self.value: nn.Linear = original.v_proj
        self.output: nn.Linear = original.c_proj

    def forward(self, features: Tensor) -> Tensor:
        """Features (n, c, h, w) of the trunk become vectors (n, d)."""
        positions = features.flatten(2)
        tokens = torch.cat([positions.mean(dim=2, keepdim=True), positions], dim=2)
        weights = torch.softmax(self._queries(tokens[:, :, 0]) @ tokens, dim=-1)
        pooled = torch.einsum("nht,nct->nhc", weights, tokens)
        values = torch.einsum("nhc,hdc->nhd", pooled, self._per_head(self.value.weight)).flatten(1)
        answer: Tensor = self.output(values + self.value.bias)
        return answer

    def _queries(self, mean: Tensor) -> Tensor:
        query = self._per_head(self.query(mean).T).permute(2, 0, 1)
        folded = torch.einsum("nhd,hdc->nhc", query, self._per_head(self.key.weight))
        return torch.mul(folded, query.shape[-1] ** -0.5)

    def _per_head(self, weight: Tensor) -> Tensor:
        return weight.reshape(self.heads, -1, weight.shape[-1])


class ImageEncoder(nn.Module):
    """Photographs in, vectors out, with the image tower of `clip`, which stays as it is.

    The trunk runs in `precision`; the pool, where little is to be won, and the vectors are always fp32.
    """

    mean: Tensor
    std: Tensor

    def __init__(
        self,
        clip: open_clip.CLIP,
        device: torch.device = CPU,
        precision: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        # Copies, so that nothing here holds on to the file of all weights, of which the text tower is the larger part.
        self.pool = deepcopy(AttentionPool(clip.visual.attnpool)).to(device)
        self.trunk = Trunk(clip.visual).to(device, precision).to(memory_format=torch.channels_last)
        self.register_buffer("mean", torch.tensor(MEAN, device=device).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(STD, device=device).view(1, 3, 1, 1))
        self.precision = precision

    def forward(self, rgb: Tensor) -> Tensor:
        """RGB in [0, 1], (n, 3, height, width) with sides of at least 32, becomes vectors (n, 1024)."""
        normalised = ((rgb - self.mean) / self.std).to(self.precision, memory_format=torch.channels_last)
        vectors: Tensor = self.pool(self.trunk(normalised).float())
        return vectors

    @torch.inference_mode()
    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """One sRGB photograph (height, width, 3) becomes its vector (1024,), not normalised."""
        image = torch.from_numpy(pixels).to(self.mean.device).permute(2, 0, 1).unsqueeze(0)
        vector: NDArray[np.float32] = self(image.float() / 255.0)[0].cpu().numpy()
        return vector
