"""What becomes of memory that the network's layers let go of."""

import ctypes
import platform

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # the numbers that mallopt(3) has for them
_LARGEST_KEPT = 1 << 28


def keep_freed_memory() -> None:
    """Lets this process keep what was freed, for the next layer; without glibc nothing changes.

    glibc would give large blocks back at once, and fetch every layer's output anew, page by page: in fp32 that costs a
    twelfth of the time. The process grows no larger than it was at its largest.
    """
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        for parameter in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            libc.mallopt(parameter, _LARGEST_KEPT)
