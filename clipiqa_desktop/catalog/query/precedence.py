"""Which photograph of a stack lies on top of it, once it is closed."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.mark_words import PICK

Precedence = NDArray[np.int8]
LAST = 12  # more than any


def precedence(
    flags: NDArray[np.int8], tops: NDArray[np.bool_] | None = None, best: NDArray[np.bool_] | None = None
) -> Precedence:
    """Of each row (n,): the least of a stack is its top, and of equal ones the first in order.

    Picks go before what has no flag, and that before rejects; of each those first that were put on top, and of these
    and of the others what is said to be best.
    """
    found: Precedence = 4 * (PICK - flags) + 3
    if tops is not None:
        found -= 2 * tops.astype(np.int8)
    return found if best is None else found - best


def with_best(laid: Precedence, best: NDArray[np.bool_]) -> Precedence:
    """The same with another best (n,), marks and tops as they were."""
    return (laid | 1) - best
