"""What the tests of the network share: it takes long to open."""

from pathlib import Path

import open_clip
import pytest

from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.weights_file import read_state


@pytest.fixture(scope="session")
def clip(untrained_file: Path) -> open_clip.CLIP:
    """The untrained network; nobody may change it."""
    return build_clip(read_state(untrained_file))
