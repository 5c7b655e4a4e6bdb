"""The scale, ties, maps in bytes, and what is stored."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers, focus_of, from_bytes, tied, to_bytes, width_of

NUMBERS = FocusNumbers(0.5, 0.7, 0.25, 0.75)
WIDTHS = np.array([[0.5, np.nan, 2], [4, 0.7, 0.9]], np.float32)


@pytest.fixture
def photo(catalog: Catalog) -> int:
    listed(catalog, "1.jpg")
    (found,) = ids(catalog).values()
    catalog.focus.store(found, VERSION, NUMBERS, WIDTHS)
    return found


@given(st.floats(0.01, 40))
def test_the_scale_falls_as_edges_widen_and_has_an_inverse(width: float) -> None:
    assert 0 < focus_of(1.1 * width) < focus_of(width) < 100
    assert width_of(focus_of(width)) == pytest.approx(width, rel=1e-6)
    assert focus_of(1) == 50


def test_differences_under_a_tenth_are_ties() -> None:
    for width in (0.4, 1.0, 3.0):
        assert tied(focus_of(width), focus_of(1.09 * width))
        assert tied(focus_of(1.09 * width), focus_of(width))
        assert not tied(focus_of(width), focus_of(1.13 * width))
    assert tied(focus_of(0.1), focus_of(0.2))  # sharper than pixels can tell
    assert not tied(math.nan, 50)
    assert not tied(math.nan, math.nan)


TILES = st.floats(0.0625, 14, width=32) | st.just(math.nan)


@given(st.lists(st.lists(TILES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_map_comes_back_within_a_little(rows: list[list[float]]) -> None:
    widths = np.array(rows, np.float32)
    found = from_bytes(to_bytes(widths))
    assert found.dtype == np.float32
    assert found == pytest.approx(widths, rel=0.012, nan_ok=True)
    assert len(to_bytes(widths)) == 4 + widths.size


@pytest.mark.parametrize("stored", [b"", b"abc", b"\x02\0\x02\0abc", b"\0\0\0\0"])
def test_bytes_that_are_no_map_are_none(stored: bytes) -> None:
    assert from_bytes(stored) is None


def test_what_was_found_comes_back(catalog: Catalog, photo: int) -> None:
    assert catalog.focus.numbers(photo) == NUMBERS
    assert catalog.focus.numbers(photo).place == (0.25, 0.75)
    assert catalog.focus.all(["focus", "width"]) == {photo: (80.0, 0.5)}
    assert catalog.focus.widths(photo) == pytest.approx(WIDTHS, rel=0.012, nan_ok=True)
    assert catalog.focus.reason(photo) is None


def test_directions_come_back_as_long_as_their_version_counts(catalog: Catalog, photo: int) -> None:
    assert catalog.focus.directions([photo]) == {}
    lie = np.array([[0.25, -0.5], [0.125, 1]], np.float32)
    catalog.focus.store(photo, VERSION, NUMBERS, WIDTHS, lie)
    assert catalog.focus.directions([photo, photo + 1])[photo].tolist() == lie.tolist()
    catalog.connection.execute("UPDATE focus SET version = 'older'")
    assert catalog.focus.directions([photo]) == {}


def test_no_edges_is_another_thing_than_not_measured(catalog: Catalog, photo: int) -> None:
    catalog.focus.store(photo, VERSION, FocusNumbers(), np.full((2, 2), np.nan, np.float32))
    assert catalog.focus.numbers(photo) == FocusNumbers()
    assert (FocusNumbers().focus, FocusNumbers().place) == (None, None)
    assert catalog.focus.all(["focus"]) == {photo: (None,)}
    catalog.focus.store_failure(photo, VERSION, "damaged")
    assert catalog.focus.numbers(photo) is catalog.focus.widths(photo) is None
    assert catalog.focus.reason(photo) == "damaged"
    assert catalog.focus.has(photo, VERSION)
    catalog.focus.store_failure(photo, None, "the disk did not answer")
    assert not catalog.focus.has(photo, VERSION)
    assert catalog.focus.numbers(photo + 1) is None


def test_what_another_version_found_does_not_count(catalog: Catalog, photo: int) -> None:
    catalog.connection.execute("UPDATE focus SET version = 'older'")
    assert catalog.focus.all(["focus"]) == {}
    assert catalog.focus.numbers(photo) is catalog.focus.widths(photo) is None


def test_a_changed_file_is_looked_at_anew(catalog: Catalog, photo: int) -> None:
    listed(catalog, "1.jpg", mtime_ns=2)
    assert catalog.focus.numbers(photo) is catalog.focus.widths(photo) is None
    assert not catalog.focus.has(photo, VERSION)


def test_nothing_is_kept_of_a_photograph_that_is_not_known(catalog: Catalog, photo: int) -> None:
    catalog.focus.store(photo + 1, VERSION, NUMBERS, WIDTHS)
    assert catalog.focus.all(["focus"]).keys() == {photo}
