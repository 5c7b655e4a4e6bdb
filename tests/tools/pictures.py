"""Made photographs: small, each different, quick to decode."""

from pathlib import Path

import numpy as np
from PIL import Image


def save_photograph(path: Path, seed: int = 0, size: tuple[int, int] = (96, 64)) -> Path:
    """Writes one picture of smooth colours, another for every seed."""
    blocks = np.random.default_rng(seed).integers(0, 256, (5, 7, 3), np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(blocks).resize(size, Image.Resampling.BICUBIC).save(path)
    return path


def save_photographs(folder: Path, count: int, size: tuple[int, int] = (96, 64)) -> list[Path]:
    """Writes `count` pictures named p00.jpg, p01.jpg and so on."""
    return [save_photograph(folder / f"p{number:02}.jpg", number, size) for number in range(count)]
