"""Moments by the camera's own clock, in seconds since 1970 without a zone as the catalog has them, and as texts."""

import re
from datetime import UTC, datetime, timedelta

_END_OF_DAY = timedelta(days=1, microseconds=-1)


def moment(captured: float) -> datetime:
    """Unlike the system's own functions, for times before 1970 too. Its zone means nothing."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=captured)


def iso_text(captured: float) -> str:
    """`2023-11-23T12:41:07.320`."""
    return moment(captured).replace(tzinfo=None).isoformat(timespec="milliseconds")


def exact_text(captured: float) -> str:
    """`2023-11-23 12:41:07.32`, with hundredths where the camera wrote any."""
    return f"{moment(captured):%Y-%m-%d %H:%M:%S.%f}"[:-4].removesuffix(".00")


def from_text(text: str, *, last: bool) -> float | None:
    """Seconds since 1970 for `2024-06-15` or `2024-06-15 18:30`; None for any other text, also for one with a zone.

    A day without a time is meant from its first moment on, or with `last` to its end.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if found.tzinfo:
        return None
    is_day = not re.search(r"[T ]", text.strip())
    return (found.replace(tzinfo=UTC) + (_END_OF_DAY if last and is_day else timedelta())).timestamp()
