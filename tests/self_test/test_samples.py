from pathlib import Path

import numpy as np
import pytest

from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.photos.decode import decode
from clipiqa_desktop.self_test.samples import COLOUR, HEIGHT, SAMPLES, WIDTH


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_what_its_name_says(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SAMPLES[name]())
    pixels = decode(path, input_size).pixels
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    # A development of a RAW is as bright as LibRaw thinks fit.
    tolerance = 60 if path.suffix == ".dng" else 2
    assert np.abs(pixels.astype(int) - COLOUR).max() <= tolerance
