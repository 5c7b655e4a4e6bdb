"""What open_clip freezes layers with when it trains."""

from torchvision import NotPacked


class FrozenBatchNorm2d(NotPacked):
    """Only by name."""
