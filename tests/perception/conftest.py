"""What the tests of the network share: it takes long to open."""

from pathlib import Path

import open_clip
import pytest

from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.resnet import ImageTower, image_tower
from clipiqa_desktop.perception.weights_file import read_state


@pytest.fixture(scope="session")
def clip(untrained_file: Path) -> open_clip.CLIP:
    """The untrained network; nobody may change it."""
    return build_clip(read_state(untrained_file))


@pytest.fixture(scope="session")
def tower(untrained_file: Path) -> ImageTower:
    """The image tower of the same file; nobody may change it."""
    return image_tower(read_state(untrained_file))
