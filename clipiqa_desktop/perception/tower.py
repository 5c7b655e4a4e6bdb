"""What all image towers share: photographs in, vectors out."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

# CLIP's own normalisation of RGB in [0, 1].
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)

CPU = torch.device("cpu")

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


class Tower(nn.Module, ABC):
    """An image tower. Photographs are sRGB, (height, width, 3), with sides of at least 32 pixels."""

    scale: Tensor
    shift: Tensor

    def __init__(self, device: torch.device = CPU, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        mean, std = torch.tensor(MEAN, device=device), torch.tensor(STD, device=device)
        self.register_buffer("scale", 1.0 / (255.0 * std))
        self.register_buffer("shift", -mean / std)
        self.precision = precision

    @abstractmethod
    def vectors(self, photographs: Sequence[Pixels]) -> Tensor:
        """Vectors (n, d) of photographs of any sizes, not normalised."""

    @torch.inference_mode()
    def encode_many(self, photographs: Sequence[Pixels]) -> Floats:
        """Photographs, of any sizes, become their vectors (n, d), not normalised."""
        return np.asarray(self.vectors(photographs).cpu().numpy(), np.float32)

    def encode(self, pixels: Pixels) -> Floats:
        """One photograph becomes its vector (d,), not normalised."""
        vector: Floats = self.encode_many([pixels])[0]
        return vector

    def normalised(self, photographs: Sequence[Pixels]) -> Tensor:
        """Photographs of one size become normalised RGB (n, 3, height, width), channels last, on the device."""
        height, width = photographs[0].shape[:2]
        rows = self._sent(photographs).view(len(photographs), height, 3 * width).float()
        # Along whole rows, because three values a pixel are too few for the processor's wide registers.
        scaled = torch.addcmul(self.shift.repeat(width), rows, self.scale.repeat(width))
        return scaled.to(self.precision).view(-1, height, width, 3).permute(0, 3, 1, 2)

    def _sent(self, photographs: Sequence[Pixels]) -> Tensor:
        device = self.scale.device
        together = torch.from_numpy(photographs[0][None] if len(photographs) == 1 else np.stack(photographs))
        if device.type == "cuda":
            return together.pin_memory().to(device, non_blocking=True)
        return together.to(device)
