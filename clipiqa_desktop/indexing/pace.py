"""How fast a stage is, and how long it will still take, as it can be told to a person: never to and fro."""

import time
from collections import deque
from itertools import pairwise

WINDOW_S = 60.0
"""Looked at are so many seconds of work: what photographs take differs, and several are done at once."""

_SLICE_S = 5.0
_ENOUGH_S, _ENOUGH = 10.0, 8  # seconds of work and photographs, before anything is said
_ALIKE = 1.6  # the halves of what was seen may differ by this factor
_LONGER = 1.6  # so many times as much as was said must be left before more is said again

_SAID_MIN = (0.5, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440)
_SAID = tuple(60.0 * minutes for minutes in _SAID_MIN)

_Seen = tuple[float, int]  # seconds worked, photographs done


class Pace:
    """Photographs a second, and seconds left, over the last minute of work; pauses do not count.

    seconds_left: as coarse as it can be told, None until that is worth something. It becomes less as the work goes on,
    and more only where it turns out to take much longer than was said.
    """

    def __init__(self) -> None:
        self._worked_s, self._last = 0.0, time.monotonic()
        self._done = self._counted = 0  # by now, and of these while time counted
        self._seen: deque[_Seen] = deque()
        self._ends = 0.0  # after how many seconds of work, as it was told when all went steadily
        self.seconds_left: float | None = None

    def tick(self, done: int, left: int, *, working: bool) -> None:
        """To be called often, with how many photographs are done and left: only what is done while it is `working`
        counts, and the time.
        """
        now = time.monotonic()
        self._worked_s += now - self._last if working else 0.0
        self._last = now
        came, self._done = done - self._done, done
        if came < 0:
            self._seen.clear()  # some are to be done again
        if working and (came or not self._seen):  # between batches it would seem slower
            self._counted += max(0, came)
            self._note()
            self._say(left)

    @property
    def per_second(self) -> float | None:
        """None as long as there is too little to tell."""
        if not self._seen or self._seen[-1][1] - self._seen[0][1] < 3:
            return None
        return _rate(self._seen[0], self._seen[-1])

    def _note(self) -> None:
        seen = self._seen
        if len(seen) > 1 and self._worked_s - seen[-2][0] < _SLICE_S:
            seen.pop()
        seen.append((self._worked_s, self._counted))
        while len(seen) > 2 and seen[1][0] <= self._worked_s - WINDOW_S:
            seen.popleft()

    def _say(self, left: int) -> None:
        if not (rate := self.per_second):
            return
        seconds, said, is_steady = left / rate, self.seconds_left, self._is_steady
        if is_steady and (said is None or seconds > _LONGER * said or coarse(seconds) < said):
            self.seconds_left, self._ends = coarse(seconds), self._worked_s + seconds
        elif said is not None:
            counted_down = self._ends - self._worked_s
            self.seconds_left = min(said, coarse(max(seconds, counted_down)))

    @property
    def _is_steady(self) -> bool:
        """Whether what was seen lets one tell what will come."""
        first, middle, last = self._seen[0], self._seen[len(self._seen) // 2], self._seen[-1]
        if last[0] - first[0] < _ENOUGH_S or last[1] - first[1] < _ENOUGH:
            return False
        slower, faster = sorted((_rate(first, middle), _rate(middle, last)))
        return faster <= _ALIKE * slower


def coarse(seconds: float) -> float:
    """The nearest of the few times that are said: under a minute, whole minutes, later fewer, up to a day."""
    return next((low for low, high in pairwise(_SAID) if seconds <= (low * high) ** 0.5), _SAID[-1])


def _rate(first: _Seen, last: _Seen) -> float:
    elapsed = last[0] - first[0]
    return (last[1] - first[1]) / elapsed if elapsed > 0 else 0.0
