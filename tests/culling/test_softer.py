"""Softer than its stack: by more than a tie, and only where the focus can be told."""

import numpy as np

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.culling.softer import NO, YES, softer


def test_what_is_wider_than_the_best_by_more_than_a_tie() -> None:
    stacks = Stacks(np.arange(1, 9), np.array([1, 1, 1, 5, 5, 7, 7, 7]))
    widths = np.array([0.5, 0.53, 0.7, np.nan, np.nan, 0.1, 0.2, 2.0], np.float32)
    found = softer(stacks, widths)
    assert found[[0, 1, 2, 5, 6, 7]].tolist() == [NO, NO, YES, NO, NO, YES]
    assert np.isnan(found[3:5]).all()


def test_no_stacks() -> None:
    assert softer(Stacks(np.zeros(0, np.int64), np.zeros(0, np.int64)), np.zeros(0, np.float32)).shape == (0,)
