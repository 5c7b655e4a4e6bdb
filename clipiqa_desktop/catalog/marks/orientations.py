"""EXIF's orientations (CIPA DC-008, tag 0x0112) and the quarters between them, clockwise."""

QUARTERS = 4
_UPRIGHT, _MIRRORED = (1, 6, 3, 8), (2, 7, 4, 5)  # each followed by the one that is a quarter further


def orientation_after(stored: int, quarters: int) -> int:
    """The orientation, 1 to 8, of what is shown when a file that says `stored` is turned by so many quarters."""
    ring = _ring(stored)
    return ring[(ring.index(stored if stored in ring else 1) + quarters) % QUARTERS]


def quarters_between(stored: int, shown: int) -> int | None:
    """By how many quarters, 0 to 3, a file that says `stored` is turned to stand as `shown`; None where it would have
    to be mirrored.
    """
    return next((quarters for quarters in range(QUARTERS) if orientation_after(stored, quarters) == shown), None)


def _ring(stored: int) -> tuple[int, ...]:
    return _MIRRORED if stored in _MIRRORED else _UPRIGHT
