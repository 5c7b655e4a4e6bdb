"""JPEGs that were made to keep programs busy, told before anything is unpacked.

Each scan of a picture costs as much as unpacking all of it, whatever stands there, and filling is read byte by byte.
"""

import re
from mmap import mmap

MOST_SCANS = 100
"""Five times as many as programs write."""

# In the data of a scan 0xFF stands before zero and restart markers alone.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
# What may stand before a marker; more than anything writes.
_FILLING = re.compile(rb"\xff{65536}")
_MOST_PIECES = 100_000
_FILLED_MARKER = re.compile(rb"\xff+([^\xff])", re.DOTALL)
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_SCAN, _END = 0xDA, 0xD9


def has_many_scans(jpeg: bytes | mmap) -> bool:
    """Whether the first picture in these bytes has more than MOST_SCANS; False where they are no sound JPEG."""
    at, scans, colours, is_progressive = 2, 0, 0, False
    while scans <= MOST_SCANS:
        found = _MARKER.search(jpeg, at)
        if not found or (marker := jpeg[found.start() + 1]) == _END:
            return False
        body = found.end()
        if marker in _FRAMES:
            colours, is_progressive = _byte(jpeg, body + 7), marker in _PROGRESSIVE
        if marker == _SCAN:
            scans += 1
            if not is_progressive and _byte(jpeg, body + 2) >= colours:
                return False  # the one scan that there is; the rest of the file need not be looked through
        at = body + max(int.from_bytes(jpeg[body : body + 2], "big"), 2)
    return True


def has_long_filling(jpeg: bytes | mmap) -> bool:
    """Whether before the pixels there are thousands of bytes, or hundreds of thousands of pieces, that say nothing."""
    at = 2
    for _ in range(_MOST_PIECES):
        if _FILLING.match(jpeg, at):
            return True
        found = _FILLED_MARKER.match(jpeg, at)
        if not found or found[1][0] in {_SCAN, _END}:
            return False
        at = found.end() + max(int.from_bytes(jpeg[found.end() : found.end() + 2], "big"), 2)
    return True


def _byte(jpeg: bytes | mmap, at: int) -> int:
    return jpeg[at] if at < len(jpeg) else 0
