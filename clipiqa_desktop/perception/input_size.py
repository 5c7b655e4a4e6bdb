"""How large a photograph enters the network."""

SHORTER_SIDE = 512
LONGER_SIDE = 2048
SMALLEST_SIDE = 32


def input_size(width: int, height: int) -> tuple[int, int]:
    """The (width, height) in pixels at which a photograph of `width` x `height` is shown to the network.

    As in the paper (its SPAQ setting) the shorter side becomes 512 and smaller photographs are never enlarged. Beyond
    the paper, panoramas are shrunk further until the longer side is 2048, though never so far that the shorter side
    falls under the 32 pixels that the five halvings of the network need, so cost and memory stay bounded.
    """
    shorter, longer = min(width, height), max(width, height)
    scale = min(1.0, SHORTER_SIDE / shorter)
    if longer * scale > LONGER_SIDE:
        scale = min(scale, max(LONGER_SIDE / longer, SMALLEST_SIDE / shorter))
    return max(1, round(width * scale)), max(1, round(height * scale))


def too_small(width: int, height: int) -> bool:
    """Whether a photograph has too few pixels for the network to answer anything."""
    return min(width, height) < SMALLEST_SIDE
