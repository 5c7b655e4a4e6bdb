"""How far an indexing run has come."""

import enum
import time
from collections import deque
from dataclasses import dataclass

WINDOW_S = 20.0


class Phase(enum.Enum):
    """What an indexing run is doing."""

    FINDING = "finding"
    STARTING = "starting"
    LOOKING = "looking"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True)
class Progress:
    """Photographs done of all that this run has to do; rate in photographs a second, None until it is known."""

    phase: Phase
    done: int = 0
    total: int = 0
    rate: float | None = None
    message: str = ""

    @property
    def seconds_left(self) -> float | None:
        """An estimate from the rate of the last seconds."""
        return (self.total - self.done) / self.rate if self.rate else None


class Rate:
    """Photographs a second over the last seconds of work; pauses do not count."""

    def __init__(self) -> None:
        self._worked_s = 0.0
        self._last = time.monotonic()
        self._done: deque[float] = deque()

    def tick(self, *, working: bool) -> None:
        """To be called often: time counts only while `working`."""
        now = time.monotonic()
        self._worked_s += now - self._last if working else 0.0
        self._last = now
        while self._done and self._done[0] < self._worked_s - WINDOW_S:
            self._done.popleft()

    def count(self) -> None:
        """One more photograph is done."""
        self._done.append(self._worked_s)

    @property
    def per_second(self) -> float | None:
        """None as long as there is too little to tell."""
        if len(self._done) < 3:
            return None
        elapsed = self._worked_s - self._done[0]
        return (len(self._done) - 1) / elapsed if elapsed > 0 else None
