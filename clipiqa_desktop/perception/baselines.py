"""The networks of the paper's Table 2, to compare with: other backbones and positional embeddings, the naive prompt.

Only experiments use them: what the window and the catalog show comes from `ClipIqa`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import open_clip
import torch
from PIL import Image
from torch import Tensor, nn
from torch.func import functional_call

from clipiqa_desktop.perception.clip import ARCHITECTURE, build_clip
from clipiqa_desktop.perception.experiment import REMOVED, RN50, VANILLA, VIT_B_32, Experiment
from clipiqa_desktop.perception.image_encoder import ImageEncoder
from clipiqa_desktop.perception.runtime.device import choose_device
from clipiqa_desktop.perception.scoring import normalised, scores
from clipiqa_desktop.perception.text_encoder import TextEncoder
from clipiqa_desktop.perception.tower import Floats, Pixels, Tower
from clipiqa_desktop.perception.weights import NoWeights, Origin, Weights, find_weights, identify
from clipiqa_desktop.perception.weights_file import state_of

ARCHITECTURES: Mapping[str, str] = {RN50: ARCHITECTURE, VIT_B_32: "ViT-B-32-quickgelu"}  # OpenAI's activation
CLIP_SIDE = 224  # pixels; both of OpenAI's networks were trained on squares of this size

# OpenAI's archive ViT-B-32.pt, whose address names its SHA-256.
_VIT_ARCHIVE_SHA256 = "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af"

Encode = Callable[[Pixels], Floats]


def weights_for(backbone: str, named: Path | None, user_folder: Path) -> Weights:
    """The weights of a backbone: RN50's as everywhere, ViT-B-32's only where they are named. Raises NoWeights."""
    if backbone == RN50:
        return find_weights(named, user_folder)
    if named is None:
        raise NoWeights(f"The program does not bring {backbone}: name OpenAI's ViT-B-32.pt with --weights.")
    weights = identify(named)
    return replace(weights, origin=Origin.OPENAI) if weights.sha256 == _VIT_ARCHIVE_SHA256 else weights


class Baseline:
    """Photographs in, scores out, in fp32. Raises NoWeights or UserError where weights or device cannot be used."""

    def __init__(self, weights: Weights, experiment: Experiment, device: str = "auto") -> None:
        clip = build_clip(state_of(weights), ARCHITECTURES[experiment.backbone])
        learned = experiment.learned
        self._pair = TextEncoder(clip).encode(experiment.prompts) if learned is None else learned
        self._logit_scale = float(clip.logit_scale.exp())
        self._naive = experiment.naive
        self._encode = _encoder(clip, experiment, choose_device(device))

    def score(self, pixels: Pixels) -> float:
        """The score of an sRGB photograph (height, width, 3), sides of at least 32 pixels; NaN means "unscored".

        With x the image vector and t1, t2 those of the prompts: for the naive prompt Eq. 1 of the paper, the cosine
        s1 = x . t1 / (|x| |t1|), in [-1, 1]; for a pair Eq. 3, exp(c s1) / (exp(c s1) + exp(c s2)), in [0, 1], where c
        is CLIP's learned logit scale, 100.
        """
        vector = self._encode(pixels)[None]
        if self._naive:
            return float((normalised(vector) @ normalised(self._pair[:1]).T).item())
        return float(scores(vector, self._pair[None], self._logit_scale)[0, 0])


def _encoder(clip: open_clip.CLIP, experiment: Experiment, device: torch.device) -> Encode:
    if (experiment.backbone, experiment.positional) == (RN50, REMOVED):
        return ImageEncoder(clip.visual, device).encode
    tower = PositionalTower(clip.visual, removed=experiment.positional == REMOVED).to(device)
    if experiment.positional == VANILLA:
        return lambda pixels: tower.encode(as_clip_does(pixels))
    return tower.encode


def as_clip_does(pixels: Pixels) -> Pixels:
    """CLIP's own preparation of (height, width, 3): the shorter side becomes 224, also where it was smaller, bicubic;
    of that the middle square (224, 224, 3). The rounding is torchvision's, down for sides and half to even for places.
    """
    height, width = pixels.shape[:2]
    scaled_width, scaled_height = (int(CLIP_SIDE * side / min(width, height)) for side in (width, height))
    resized = np.asarray(Image.fromarray(pixels).resize((scaled_width, scaled_height), Image.Resampling.BICUBIC))
    top, left = (round((side - CLIP_SIDE) / 2) for side in resized.shape[:2])
    return resized[top : top + CLIP_SIDE, left : left + CLIP_SIDE].copy()


class PositionalTower(Tower):
    """An image tower of OpenAI's as it stands, for any size: its positional embedding is interpolated, or zero."""

    def __init__(self, visual: nn.Module, *, removed: bool) -> None:
        super().__init__()
        self.visual = visual
        self.removed = removed
        self._name = next(name for name, _ in visual.named_parameters() if name.endswith("positional_embedding"))
        self._grid_side = _transformer_side if self._name == "positional_embedding" else _resnet_side

    def vectors(self, photographs: Sequence[Pixels]) -> Tensor:
        """Vectors (n, d) of photographs of any sizes, not normalised."""
        return torch.cat([self._vector(self.normalised([pixels])) for pixels in photographs])

    def _vector(self, rgb: Tensor) -> Tensor:
        grid = self._grid_side(rgb.shape[2]), self._grid_side(rgb.shape[3])
        table = self._positions(self.visual.get_parameter(self._name), grid)
        vectors: Tensor = functional_call(self.visual, {self._name: table}, (rgb,))
        return vectors

    def _positions(self, table: Tensor, grid: tuple[int, int]) -> Tensor:
        if self.removed:
            return table.new_zeros(1 + grid[0] * grid[1], table.shape[1])
        return interpolated(table, grid)


def interpolated(table: Tensor, grid: tuple[int, int]) -> Tensor:
    """The embedding (1 + side * side, d) of one token and a square becomes (1 + h * w, d) for a `grid` of (h, w).

    Bicubic and antialiased, as open_clip resizes it; the first token's row stays as it is.
    """
    side = round((len(table) - 1) ** 0.5)
    if grid == (side, side):
        return table
    square = table[1:].T.reshape(1, -1, side, side)
    resized = nn.functional.interpolate(square, grid, mode="bicubic", antialias=True)
    return torch.cat([table[:1], resized.flatten(2)[0].T])


def _transformer_side(pixels: int) -> int:
    """Positions along a side: whole patches of 32 pixels; what is left at the edge is not looked at."""
    return pixels // 32


def _resnet_side(pixels: int) -> int:
    """Positions along a side: a 32nd of the pixels; the first halving rounds up, the other four down."""
    return (pixels + 1) // 2 // 16
