"""The layers of OpenAI's ResNet-50 image tower under their own names, to be filled from a weights file.

Layers and names are those of Radford et al. 2021 as OpenAI published them. open_clip makes the same, but takes longer
to be imported than all the rest of a start; its text tower is needed only where prompts are new.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from clipiqa_desktop.perception.weights import NoWeights

WIDTH, VECTOR, HEADS = 64, 1024, 32
BLOCKS = (3, 4, 6, 3)
GRID = 7  # of the positional embedding, which the tower does without
EXPANSION = 4
_VISUAL, _SCALE = "visual.", "logit_scale"
PREFIXES = (_VISUAL, _SCALE)
"""How the names of the image tower's tensors begin in a weights file."""


class BottleneckLayers(nn.Module):
    """Three convolutions with their batch norms, and the shortcut's own where the shape changes."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = width * EXPANSION
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        self.avgpool = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
        self.conv3, self.bn3 = nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        self.downsample: nn.Sequential | None = None
        if stride > 1 or inputs != outputs:
            conv, norm = nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
            self.downsample = nn.Sequential(OrderedDict({"-1": nn.AvgPool2d(stride), "0": conv, "1": norm}))


class PoolLayers(nn.Module):
    """The projections of the attention pool, and the positional embedding that is left out."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.num_heads = HEADS
        self.positional_embedding = nn.Parameter(torch.empty(GRID**2 + 1, width))
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(width, width) for _ in range(3))
        self.c_proj = nn.Linear(width, VECTOR)


class ResNetLayers(nn.Module):
    """A stem of three convolutions, four layers of bottlenecks, the attention pool."""

    def __init__(self) -> None:
        super().__init__()
        half = WIDTH // 2
        self.conv1, self.bn1 = nn.Conv2d(3, half, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(half)
        self.conv2, self.bn2 = nn.Conv2d(half, half, 3, padding=1, bias=False), nn.BatchNorm2d(half)
        self.conv3, self.bn3 = nn.Conv2d(half, WIDTH, 3, padding=1, bias=False), nn.BatchNorm2d(WIDTH)
        self.avgpool = nn.AvgPool2d(2)
        inputs, layers = WIDTH, list[nn.Sequential]()
        for number, blocks in enumerate(BLOCKS):
            width = WIDTH * 2**number
            strides = (1 if number == 0 else 2, *[1] * (blocks - 1))
            layer = [
                BottleneckLayers(inputs if not at else width * EXPANSION, width, stride)
                for at, stride in enumerate(strides)
            ]
            layers.append(nn.Sequential(*layer))
            inputs = width * EXPANSION
        self.layer1, self.layer2, self.layer3, self.layer4 = layers
        self.attnpool = PoolLayers(inputs)


@dataclass(frozen=True)
class ImageTower:
    """The frozen layers of a weights file, in fp32 and eval mode, and CLIP's learned logit scale."""

    layers: ResNetLayers
    logit_scale: float


def image_tower(state: Mapping[str, Tensor]) -> ImageTower:
    """The image tower among the tensors of OpenAI's RN50. Raises NoWeights where it is not there."""
    with torch.device("meta"):
        layers = ResNetLayers()
    try:
        layers.load_state_dict(
            {name.removeprefix(_VISUAL): each.float() for name, each in state.items() if name.startswith(_VISUAL)},
            strict=True,
            assign=True,
        )
        scale = float(state[_SCALE].float().exp())
    except (RuntimeError, KeyError, ValueError) as error:
        raise NoWeights(
            "The weights file is not OpenAI's CLIP RN50 (its layers have other names or shapes): "
            "choose RN50.pt or open_clip_model.safetensors."
        ) from error
    if not 0 < scale < float("inf"):
        raise NoWeights("The weights file is not OpenAI's CLIP RN50: its logit scale is beyond all measure.")
    return ImageTower(layers.eval().requires_grad_(requires_grad=False), scale)
