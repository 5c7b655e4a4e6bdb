import numpy as np

from clipiqa_desktop.perception.runtime.synthetic_pictures import COUNT, synthetic_pictures


def test_they_are_the_same_every_time_and_each_another() -> None:
    first, again = list(synthetic_pictures()), list(synthetic_pictures())
    assert len(first) == COUNT
    np.testing.assert_array_equal(first, again)
    assert len({picture.tobytes() for picture in first}) == COUNT


def test_they_are_of_the_usual_size_and_neither_flat_nor_burnt_out() -> None:
    for picture in synthetic_pictures():
        assert picture.shape == (512, 768, 3)
        assert picture.dtype == np.uint8
        assert picture.std() > 10
        assert np.mean((picture == 0) | (picture == 255)) < 0.5
