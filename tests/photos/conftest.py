import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from clipiqa_desktop.photos.decode import Decoded, decode


@pytest.fixture
def photographs() -> Path:
    """The folder of real photographs."""
    folder = os.environ.get("CLIPIQA_PHOTOS")
    if not folder:
        pytest.skip("CLIPIQA_PHOTOS is not set")
    return Path(folder)


def short_side_512(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, 512 / min(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


@pytest.fixture
def read() -> Callable[[Path], Decoded]:
    return lambda path: decode(path, short_side_512)


@pytest.fixture
def scene() -> Image.Image:
    """60 x 40, another colour in every corner, smooth enough for JPEG."""
    corners = np.array([[[220, 30, 30], [30, 200, 40]], [[40, 40, 210], [230, 220, 60]]], np.uint8)
    return Image.fromarray(corners).resize((60, 40), Image.Resampling.BILINEAR)
