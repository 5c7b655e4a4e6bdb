"""The trunk of OpenAI's ResNet-50: its convolutions with their batch norms folded in, up to the attention pool.

The network is the one of Radford et al. 2021, section 2.4: a stem of three convolutions, and average pooling wherever
the size is halved. Folding changes nothing but rounding: norm(conv(x)) = g (w x + b - m) / s + d is a convolution with
the weights g w / s and the bias g (b - m) / s + d, where s = sqrt(variance + epsilon).
"""

from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from clipiqa_desktop.perception.resnet import BottleneckLayers, ResNetLayers

# oneDNN can add the shortcut and apply ReLU while a convolution's output is still in the cache. These are the operators
# that PyTorch's own compiler emits on a CPU; a build without them takes the same steps one after the other.
_ONE_PASS = torch._C._has_mkldnn and hasattr(torch.ops.mkldnn, "_convolution_pointwise")


class Convolution(nn.Module):
    """A convolution and, in eval mode, the batch norm behind it: one affine map a channel, folded into the weights."""

    weight: Tensor
    bias: Tensor

    def __init__(self, *convolutions: tuple[nn.Conv2d, nn.BatchNorm2d]) -> None:
        """Of several, alike but for their inputs, the sum: one convolution of the inputs behind one another.

        w1 x1 + w2 x2 = (w1 w2) (x1 x2), so weights (out, in, kh, kw) are joined along `in`, and biases (out,) added.
        """
        super().__init__()
        folded = [fuse_conv_bn_eval(conv, norm) for conv, norm in convolutions]
        self.register_buffer("weight", torch.cat([each.weight.detach() for each in folded], dim=1))
        self.register_buffer(
            "bias", torch.stack([each.bias.detach() for each in folded if each.bias is not None]).sum(0)
        )
        first = folded[0]
        self.where = (first.padding, first.stride, first.dilation, first.groups)
        self._packed = False

    def lay_out(self, height: int, width: int) -> tuple[int, int]:
        """Lays the weights out for features that come in at this size; answers at which they leave."""
        if _ONE_PASS and self.weight.device.type == "cpu":
            self._as_wanted(torch.Size((1, self.weight.shape[1], height, width)))
        _, (down, across), _, _ = self.where
        return -(-height // down), -(-width // across)

    def forward(self, x: Tensor, shortcut: Tensor | None = None) -> Tensor:
        """relu(conv(x) + shortcut) for `x` (n, in, h, w): (n, out, h', w'), as `shortcut`, which is overwritten."""
        if _ONE_PASS and x.device.type == "cpu":
            return self._in_one_pass(x, shortcut)
        padding, stride, dilation, groups = self.where
        y = functional.conv2d(x, self.weight, self.bias, stride, padding, dilation, groups)
        return (y if shortcut is None else shortcut.add_(y)).relu_()

    def _as_wanted(self, shape: torch.Size) -> Tensor:
        """The weights as the processor wants them for photographs like the first one; others work as well."""
        if not self._packed:
            self.weight = torch.ops.mkldnn._reorder_convolution_weight(self.weight, *self.where, shape)
            self._packed = True
        return self.weight

    def _in_one_pass(self, x: Tensor, shortcut: Tensor | None) -> Tensor:
        place = (x, self._as_wanted(x.shape), self.bias, *self.where)
        if shortcut is None:
            y: Tensor = torch.ops.mkldnn._convolution_pointwise(*place, "relu", [], "")
            return y
        torch.ops.mkldnn._convolution_pointwise_.binary(shortcut, *place, "add", 1.0, "relu", [], "")
        return shortcut


class Bottleneck(nn.Module):
    """Three convolutions beside a shortcut. Where the size is halved, it is by averaging.

    Where the shortcut has a convolution of its own, that and the last of the three are one.
    """

    def __init__(self, original: BottleneckLayers) -> None:
        super().__init__()
        self.conv1 = Convolution((original.conv1, original.bn1))
        self.conv2 = Convolution((original.conv2, original.bn2))
        self.halve = original.avgpool
        self.average: nn.Module | None = None
        last: list[Any] = [(original.conv3, original.bn3)]
        if original.downsample is not None:
            self.average, *shortcut = original.downsample
            last.append(shortcut)
        self.conv3 = Convolution(*last)

    def lay_out(self, height: int, width: int) -> tuple[int, int]:
        """As `Convolution.lay_out`."""
        size = _halved(self.halve, *self.conv2.lay_out(*self.conv1.lay_out(height, width)))
        return self.conv3.lay_out(*size)

    def forward(self, x: Tensor) -> Tensor:
        """Features (n, in, h, w) become (n, out, h, w), or half as high and wide; `x` may be overwritten."""
        y = self.halve(self.conv2(self.conv1(x)))
        if self.average is None:
            features: Tensor = self.conv3(y, x)
        else:
            features = self.conv3(torch.cat([y, self.average(x)], dim=1))
        return features


class Trunk(nn.Sequential):
    """RGB (n, 3, h, w), normalised as CLIP's, becomes features (n, 2048, h / 32, w / 32). For inference only.

    Sides that are no multiple of 32 are halved as `baselines._resnet_side` says.
    """

    def __init__(self, visual: ResNetLayers) -> None:
        stem = ((visual.conv1, visual.bn1), (visual.conv2, visual.bn2), (visual.conv3, visual.bn3))
        layers = (visual.layer1, visual.layer2, visual.layer3, visual.layer4)
        super().__init__(
            *(Convolution(each) for each in stem),
            visual.avgpool,
            *(Bottleneck(cast(BottleneckLayers, block)) for layer in layers for block in layer),
        )

    def lay_out(self, height: int, width: int) -> None:
        """Lays the weights out for photographs of this size, for which otherwise the first one would do."""
        for part in self:
            if isinstance(part, Convolution | Bottleneck):
                height, width = part.lay_out(height, width)
            else:
                height, width = _halved(part, height, width)


def _halved(pool: nn.Module, height: int, width: int) -> tuple[int, int]:
    """The size behind it; the same where it is none."""
    by = cast(int, pool.kernel_size) if isinstance(pool, nn.AvgPool2d) else 1
    return height // by, width // by
