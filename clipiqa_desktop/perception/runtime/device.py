"""Where the network runs."""

import torch

from clipiqa_desktop.errors import UserError


def choose_device(name: str) -> torch.device:
    """The device for `auto`, `cpu`, `cuda` or `mps`. Raises UserError where this computer has no such device."""
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        return torch.device(next(kind for kind, there in available.items() if there))
    if not available.get(name, False):
        raise UserError(
            f"This computer has no usable {name} device: choose auto or cpu, with --device or in the settings."
        )
    return torch.device(name)
