"""An untrained RN50 of the true size and file format, for computers and tests without OpenAI's weights.

The file says in its own metadata that it is untrained. The numbers are random but behave like a network's: batch norms
are calibrated on made pictures, and the last batch norm of every residual branch is damped, as training does, so that
rounding is not amplified from layer to layer.
"""

import math
from pathlib import Path

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from safetensors.torch import save_file
from torch import nn

from clipiqa_desktop.perception.clip import ARCHITECTURE
from clipiqa_desktop.perception.tower import MEAN, STD
from clipiqa_desktop.perception.weights import UNTRAINED_KEY

DAMPING = 0.2


def untrained_state(seed: int = 0, architecture: str = ARCHITECTURE) -> dict[str, torch.Tensor]:
    """Named tensors, the same for the same seed."""
    torch.manual_seed(seed)
    clip = open_clip.CLIP(**open_clip.get_model_config(architecture))
    with torch.no_grad():
        clip.logit_scale.fill_(math.log(100.0))
        for name, parameter in clip.visual.named_parameters():
            if name.endswith("bn3.weight"):
                parameter.fill_(DAMPING)
    _calibrate(clip.visual, _synthetic_pictures(seed))
    return {name: tensor.contiguous() for name, tensor in clip.state_dict().items()}


def _synthetic_pictures(seed: int, count: int = 8, size: int = 224) -> torch.Tensor:
    """Normalised pictures (count, 3, size, size) with edges, gradients and grain at many scales."""
    rng = np.random.default_rng(seed)
    pictures = np.stack([_synthetic_picture(rng, size) for _ in range(count)])
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
    return (torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255 - mean) / std


def _synthetic_picture(rng: np.random.Generator, size: int) -> NDArray[np.uint8]:
    picture = np.zeros((size, size, 3), np.float64)
    for cells in (2, 4, 8, 16, 32, 64, size):
        noise = Image.fromarray(rng.integers(0, 256, (cells, cells, 3), np.uint8))
        picture += np.asarray(noise.resize((size, size), Image.Resampling.BICUBIC)) / cells**0.5
    picture = 255 * (picture - picture.min()) / np.ptp(picture)
    blurred = Image.fromarray(picture.astype(np.uint8)).filter(ImageFilter.GaussianBlur(rng.uniform(0, 1.5)))
    return np.asarray(blurred)


@torch.no_grad()
def _calibrate(visual: nn.Module, pictures: torch.Tensor) -> None:
    norms = [module for module in visual.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    visual.train()
    visual(pictures)
    visual.eval()


def save_untrained(path: Path, seed: int = 0, architecture: str = ARCHITECTURE) -> Path:
    """Writes the file and answers its path."""
    save_file(
        untrained_state(seed, architecture), path, metadata={"format": "pt", UNTRAINED_KEY: "true", "seed": str(seed)}
    )
    return path
