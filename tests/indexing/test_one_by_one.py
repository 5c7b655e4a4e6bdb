"""What learning and evaluating read, they read within the limits of indexing."""

import os
from pathlib import Path

import numpy as np
import pytest
from tools.pictures import save_photograph

from clipiqa_desktop.indexing.one_by_one import OneByOne
from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.photos.errors import Unreadable


def test_photographs_come_in_the_size_that_is_asked_for(tmp_path: Path) -> None:
    photo = save_photograph(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes(b"text")
    with OneByOne(input_size) as reader:
        pixels = reader.pixels(photo)
        with pytest.raises(Unreadable, match="This is text"):
            reader.pixels(tmp_path / "b.jpg")
        assert np.array_equal(reader.pixels(photo), pixels)
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    with OneByOne(input_size) as reader, pytest.raises(Unreadable, match="a pipe"):
        reader.pixels(tmp_path / "a.jpg")
