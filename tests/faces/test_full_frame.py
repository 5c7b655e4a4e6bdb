"""Parts of a photograph at its full size, however it lies in its file."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from clipiqa_desktop.faces.full_frame import full_frame
from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.render import turned

BOX = (10, 4, 31, 20)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("box", [BOX, (-5, -3, 12, 9), (25, 15, 70, 60)])
def test_a_part_is_upright_and_black_beyond_the_picture(tmp_path: Path, turn: int, box: tuple[int, ...]) -> None:
    chance = np.random.default_rng(turn)
    stored = Image.fromarray(chance.integers(1, 256, (30, 44, 3), np.uint8))
    exif = Image.Exif()
    exif[274] = turn
    stored.save(tmp_path / "a.png", exif=exif)
    with opened(tmp_path / "a.png", full_size=True) as picture:
        frame = full_frame(picture)
        part = frame.part(box)
    upright = turned(stored, turn)
    assert frame.size == upright.size
    assert frame.scale == 1
    assert np.array_equal(np.asarray(part), np.asarray(upright.crop(box)))
