"""The trunk of OpenAI's ResNet-50: its convolutions with their batch norms folded in, up to the attention pool."""

import open_clip
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

# oneDNN can add the shortcut and apply ReLU while a convolution's output is still in the cache. These are the operators
# that PyTorch's own compiler emits on a CPU; a build without them takes the same steps one after the other.
_ONE_PASS = torch._C._has_mkldnn and hasattr(torch.ops.mkldnn, "_convolution_pointwise")


class Convolution(nn.Module):
    """A convolution and, in eval mode, the batch norm behind it: one affine map a channel, folded into the weights."""

    weight: Tensor
    bias: Tensor

    def __init__(self, conv: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        folded = fuse_conv_bn_eval(conv, norm)
        assert folded.bias is not None
        self.register_buffer("weight", folded.weight.detach())
        self.register_buffer("bias", folded.bias.detach())
        self.where = (folded.padding, folded.stride, folded.dilation, folded.groups)
        self._packed = False

    def forward(self, x: Tensor, shortcut: Tensor | None = None, *, relu: bool = True) -> Tensor:
        """(n, c, h, w), plus `shortcut`, which is overwritten, through ReLU."""
        if _ONE_PASS and x.device.type == "cpu":
            return self._in_one_pass(x, shortcut, relu)
        padding, stride, dilation, groups = self.where
        y = functional.conv2d(x, self.weight, self.bias, stride, padding, dilation, groups)
        y = y if shortcut is None else shortcut.add_(y)
        return y.relu_() if relu else y

    def _as_wanted(self, x: Tensor) -> Tensor:
        """The weights as the processor wants them for photographs like the first one; others work as well."""
        if not self._packed:
            self.weight = torch.ops.mkldnn._reorder_convolution_weight(self.weight, *self.where, x.shape)
            self._packed = True
        return self.weight

    def _in_one_pass(self, x: Tensor, shortcut: Tensor | None, relu: bool) -> Tensor:
        activation = "relu" if relu else "none"
        place = (x, self._as_wanted(x), self.bias, *self.where)
        if shortcut is None:
            y: Tensor = torch.ops.mkldnn._convolution_pointwise(*place, activation, [], "")
            return y
        torch.ops.mkldnn._convolution_pointwise_.binary(shortcut, *place, "add", 1.0, activation, [], "")
        return shortcut


class Bottleneck(nn.Module):
    """Three convolutions beside a shortcut. Where the size is halved, it is by averaging."""

    def __init__(self, original: open_clip.modified_resnet.Bottleneck) -> None:
        super().__init__()
        self.narrow = Convolution(original.conv1, original.bn1)
        self.look = Convolution(original.conv2, original.bn2)
        self.halve = original.avgpool
        self.widen = Convolution(original.conv3, original.bn3)
        self.shortcut: Convolution | None = None
        if original.downsample is not None:
            average, conv, norm = original.downsample
            self.average, self.shortcut = average, Convolution(conv, norm)

    def forward(self, x: Tensor) -> Tensor:
        """Features in, features out; `x` may be overwritten."""
        y = self.halve(self.look(self.narrow(x)))
        shortcut = x if self.shortcut is None else self.shortcut(self.average(x), relu=False)
        features: Tensor = self.widen(y, shortcut)
        return features


class Trunk(nn.Sequential):
    """Normalised RGB (n, 3, h, w) becomes features (n, 2048, h / 32, w / 32). For inference only."""

    def __init__(self, visual: open_clip.modified_resnet.ModifiedResNet) -> None:
        stem = ((visual.conv1, visual.bn1), (visual.conv2, visual.bn2), (visual.conv3, visual.bn3))
        layers = (visual.layer1, visual.layer2, visual.layer3, visual.layer4)
        super().__init__(
            *(Convolution(conv, norm) for conv, norm in stem),
            visual.avgpool,
            *(Bottleneck(block) for layer in layers for block in layer),
        )
