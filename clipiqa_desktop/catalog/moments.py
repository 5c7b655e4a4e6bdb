"""Moments by the camera's own clock, seconds since 1970 without a zone, as words and back."""

import re
from datetime import UTC, datetime, timedelta

from clipiqa_desktop import notation

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECONDS = range(-62_135_596_800, 253_402_300_800)  # the years 1 to 9999: others have no date
_LAST = SECONDS.stop - 0.001
_REST_OF_DAY = timedelta(days=1, microseconds=-1)
END_OF_DAY = _REST_OF_DAY.total_seconds()


def moment(seconds: float) -> datetime:
    """Unlike the system's own functions, for times before 1970 too; the first or the last one there is beyond those."""
    return _EPOCH + timedelta(seconds=min(max(seconds, SECONDS.start), _LAST))


def clock(seconds: float) -> str:
    """`12:41:07`."""
    return notation.current().time(moment(seconds))


def hours_and_minutes(seconds: float) -> str:
    """`12:41`."""
    return notation.current().short_time(moment(seconds))


def typed(seconds: float) -> str:
    """`2023-11-23 12:41:07`, as one would type it."""
    return f"{notation.current().date(moment(seconds))} {clock(seconds)}"


def iso_moment(seconds: float) -> str:
    """`2023-11-23T12:41:07.320`, for tables."""
    return moment(seconds).replace(tzinfo=None).isoformat(timespec="milliseconds")


def read_moment(text: str, *, end: bool = False) -> float | None:
    """What a day, or a day with a time, says; a day is meant from its start, or with `end` to its last moment.

    None where it says no moment, or one in a zone, which the camera's clock does not know.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if read.tzinfo:
        return None
    is_day = not re.search(r"[T ]", text.strip())
    return (read.replace(tzinfo=UTC) + (_REST_OF_DAY if end and is_day else timedelta())).timestamp()
