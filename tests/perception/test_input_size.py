import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipiqa_desktop.perception.input_size import input_size, too_small

sides = st.integers(1, 200_000_000)


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ((6000, 4000), (768, 512)),
        ((4000, 6000), (512, 768)),
        ((4032, 3024), (683, 512)),
        ((512, 512), (512, 512)),
        ((300, 200), (300, 200)),
        ((20_000, 4000), (2048, 410)),
        ((60_000, 100), (19_200, 32)),
        ((60_000, 20), (32_768, 20)),
        ((32, 6_250_000), (32, 32_768)),
    ],
)
def test_sizes(full: tuple[int, int], expected: tuple[int, int]) -> None:
    assert input_size(*full) == expected


@given(width=sides, height=sides)
def test_never_enlarged_and_bounded(width: int, height: int) -> None:
    new_width, new_height = input_size(width, height)
    assert 1 <= new_width <= width
    assert 1 <= new_height <= height
    if not too_small(width, height):
        assert min(new_width, new_height) >= 32
        assert new_width * new_height <= 512 * 2048


@given(width=st.integers(512, 9000), height=st.integers(512, 9000))
def test_keeps_the_shape(width: int, height: int) -> None:
    new_width, new_height = input_size(width, height)
    assert new_width / width == pytest.approx(new_height / height, abs=1.0 / min(width, height))
