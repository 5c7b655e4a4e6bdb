"""How large a photograph enters the network."""

SHORTER_SIDE = 512
LONGER_SIDE = 2048
SMALLEST_SIDE = 32
# As a strip of the smallest side it has as many pixels as the largest panorama.
LONGEST_STRIP = SHORTER_SIDE * LONGER_SIDE // SMALLEST_SIDE


def input_size(width: int, height: int) -> tuple[int, int]:
    """The (width, height) in pixels at which a photograph of `width` x `height` is shown to the network.

    As in the paper (its SPAQ setting) the shorter side becomes 512 and smaller photographs are never enlarged. Beyond
    the paper, cost and memory are bounded: nothing has more pixels than 512 x 2048, 2.7 times those of a 3:2 frame.
    Panoramas are shrunk further until the longer side is 2048, though never so far that the shorter side falls under
    the 32 pixels that the five halvings of the network need. What is then still longer than 32,768, more than a
    thousand times as long as it is high, is no photograph any more, and is squeezed to that length.
    """
    shorter, longer = min(width, height), max(width, height)
    scale = min(1.0, SHORTER_SIDE / shorter)
    if longer * scale > LONGER_SIDE:
        scale = min(scale, max(LONGER_SIDE / longer, SMALLEST_SIDE / shorter))
    return _side(width * scale), _side(height * scale)


def _side(length: float) -> int:
    return min(max(1, round(length)), LONGEST_STRIP)


def too_small(width: int, height: int) -> bool:
    """Whether a photograph has too few pixels for the network to answer anything."""
    return min(width, height) < SMALLEST_SIDE


def too_small_reason(width: int, height: int) -> str:
    """Why such a photograph has no score, as one sentence."""
    return f"Only {width} x {height} pixels: a score needs {SMALLEST_SIDE} on each side."
