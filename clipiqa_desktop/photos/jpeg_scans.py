"""How often a JPEG goes over its picture: each time costs as much as unpacking all of it, whatever stands there."""

import re
from mmap import mmap

MOST_SCANS = 100
"""Five times as many as programs write."""

# In the data of a scan 0xFF stands before zero and restart markers alone.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
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


def _byte(jpeg: bytes | mmap, at: int) -> int:
    return jpeg[at] if at < len(jpeg) else 0
