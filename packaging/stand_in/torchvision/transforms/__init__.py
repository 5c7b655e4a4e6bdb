"""The names that open_clip imports to augment pictures and prepare them."""

from enum import Enum

from torchvision import NotPacked


class InterpolationMode(Enum):
    """As torchvision names them: open_clip has one as the default of an argument."""

    NEAREST = "nearest"
    NEAREST_EXACT = "nearest-exact"
    BILINEAR = "bilinear"
    BICUBIC = "bicubic"
    BOX = "box"
    HAMMING = "hamming"
    LANCZOS = "lanczos"


class CenterCrop(NotPacked):
    """Only by name."""


class ColorJitter(NotPacked):
    """Only by name."""


class Compose(NotPacked):
    """Only by name."""


class Grayscale(NotPacked):
    """Only by name."""


class Normalize(NotPacked):
    """Only by name."""


class RandomResizedCrop(NotPacked):
    """Only by name."""


class Resize(NotPacked):
    """Only by name."""


class ToTensor(NotPacked):
    """Only by name."""
