"""The image tower: OpenAI's ResNet-50 whose attention pool runs without its positional embedding."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import chain

import torch
from torch import Tensor, nn

from clipiqa_desktop.perception.resnet import PoolLayers, ResNetLayers
from clipiqa_desktop.perception.tower import CPU, Pixels, Tower
from clipiqa_desktop.perception.trunk import Trunk


class AttentionPool(nn.Module):
    """CLIP's attention pool without positional embedding, so that a photograph may have any height and width.

    Only the answer of token 0, the mean, leaves the pool. So one query is projected instead of all, the projection of
    the keys is folded into it (the keys' bias shifts all logits alike and falls out of the softmax), and the values
    are projected after they were weighed. The result is that of the full multi-head attention, at a cost linear in the
    number of positions. The projections are large and read once for all photographs.
    """

    def __init__(self, original: PoolLayers) -> None:
        super().__init__()
        self.heads: int = original.num_heads
        self.query: nn.Linear = original.q_proj
        self.key: nn.Linear = original.k_proj
        self.value: nn.Linear = original.v_proj
        self.output: nn.Linear = original.c_proj

    def forward(self, features: Sequence[Tensor]) -> Tensor:
        """Features of the trunk, for each size one tensor (n, c, h, w), become vectors (all n, d) in their order."""
        positions = [each.flatten(2).mT for each in features]
        means = [each.mean(dim=1, keepdim=True) for each in positions]
        queries = torch.split(self._queries(torch.cat(means)[:, 0]), [len(each) for each in means])
        pooled = torch.cat([_weighed(*each) for each in zip(queries, means, positions, strict=True)])
        values = torch.einsum("nhc,hdc->nhd", pooled, self._per_head(self.value.weight)).flatten(1)
        vectors: Tensor = self.output(values + self.value.bias)
        return vectors

    def _queries(self, mean: Tensor) -> Tensor:
        query = self._per_head(self.query(mean).T).permute(2, 0, 1)
        folded = torch.einsum("nhd,hdc->nhc", query, self._per_head(self.key.weight))
        return torch.mul(folded, query.shape[-1] ** -0.5)

    def _per_head(self, weight: Tensor) -> Tensor:
        return weight.reshape(self.heads, -1, weight.shape[-1])


def _weighed(queries: Tensor, mean: Tensor, positions: Tensor) -> Tensor:
    """The tokens, the mean (n, 1, c) before the positions (n, t, c), weighed by the queries (n, heads, c)."""
    weights = torch.softmax(torch.cat([queries @ mean.mT, queries @ positions.mT], dim=-1), dim=-1)
    return weights[..., :1] * mean + weights[..., 1:] @ positions


class ImageEncoder(Tower):
    """Photographs in, vectors out, with these layers, which stay as they are.

    The trunk runs in `precision`; the pool, where little is to be won, and the vectors are always fp32.
    """

    def __init__(
        self,
        layers: ResNetLayers,
        device: torch.device = CPU,
        precision: torch.dtype = torch.float32,
    ) -> None:
        super().__init__(device, precision)
        # Copies, so that nothing here holds on to the file of all weights, of which the text tower is the larger part.
        self.pool = deepcopy(AttentionPool(layers.attnpool)).to(device)
        self.trunk = Trunk(layers).to(device, precision).to(memory_format=torch.channels_last)

    def vectors(self, photographs: Sequence[Pixels]) -> Tensor:
        """Vectors (n, 1024) of photographs of any sizes, not normalised.

        A graphics device takes those of one size at once. A processor's caches hold the trunk's features of just one
        photograph: there only the pool takes all.
        """
        device = self.scale.device
        groups = _alone(photographs) if device.type == "cpu" else _of_one_size(photographs)
        features = [self.trunk(self.normalised([photographs[at] for at in group])).float() for group in groups]
        order = torch.tensor(list(chain.from_iterable(groups)), device=device).argsort()
        vectors: Tensor = self.pool(features)[order]
        return vectors


def _of_one_size(photographs: Sequence[Pixels]) -> list[list[int]]:
    """Where the photographs of each size stand."""
    places: dict[tuple[int, ...], list[int]] = {}
    for at, pixels in enumerate(photographs):
        places.setdefault(pixels.shape, []).append(at)
    return list(places.values())


def _alone(photographs: Sequence[Pixels]) -> list[list[int]]:
    return [[at] for at in range(len(photographs))]
