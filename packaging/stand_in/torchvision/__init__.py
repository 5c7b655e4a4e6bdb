"""Stands in for torchvision in the packed program.

open_clip imports it for augmentation and for training, which this program has no use for: it makes its own pixels out
of photographs. The names are here, and whoever calls one is told that it is not. So the program does not carry
torchvision's libraries, and does not depend on the one build of it that belongs to the build of PyTorch.
"""

from typing import Any


class NotPacked:
    """A name of torchvision's that can be imported and inherited from, but not made."""

    def __init__(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError(f"torchvision's {type(self).__name__} is not part of this program")
