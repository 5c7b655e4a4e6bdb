"""How far an indexing run has come."""

import enum
import time
from collections import deque
from dataclasses import dataclass
from typing import Literal

WINDOW_S = 20.0

StageName = Literal["content", "glance", "preview", "read", "encode", "signature", "measure", "faces"]


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
class StageCount:
    """Photographs that a stage has done of all that it has to do in this run."""

    name: StageName
    done: int
    total: int


@dataclass(frozen=True)
class Progress:
    """Photographs done of all that the stage under way has to do in this run; None where no stage is known yet.

    rate: photographs a second, None until it is known. stages: how far all have come that have anything to do, in
    their order.
    """

    phase: Phase
    done: int = 0
    total: int = 0
    rate: float | None = None
    message: str = ""
    stage: StageName | None = None
    stages: tuple[StageCount, ...] = ()

    @property
    def under_way(self) -> bool:
        """Whether the run goes on, or would if it were not paused."""
        return self.phase in {Phase.FINDING, Phase.STARTING, Phase.LOOKING, Phase.PAUSED}

    def left(self, stage: StageName) -> int:
        """For how many photographs a stage has still something to do."""
        return next((each.total - each.done for each in self.stages if each.name == stage), 0)

    @property
    def seconds_left(self) -> float | None:
        """An estimate for the stage under way, from its rate of the last seconds."""
        return (self.total - self.done) / self.rate if self.rate else None

    @property
    def heads_read(self) -> int:
        """Of how many photographs the facts are known in this run, once they are known of all; 0 until then."""
        return next((each.done for each in self.stages if each.name == "glance" and each.done == each.total), 0)

    @property
    def all_done(self) -> bool:
        """Whether there was something to do, and nothing of it is left in any stage."""
        return 0 < self.total <= self.done and all(each.done >= each.total for each in self.stages)


# What a person is told that each stage does.
STAGE_WORDS: dict[StageName, str] = {
    "content": "Recognising photographs",
    "glance": "Reading the card",
    "preview": "First pictures",
    "read": "Thumbnails",
    "encode": "Scoring",
    "signature": "Looking for bursts",
    "measure": "Measuring at 100 %",
    "faces": "Looking for faces",
}


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
