"""How far an indexing run has come."""

import enum
from dataclasses import dataclass, field
from typing import Literal

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
    """Photographs that a stage has done of all that it has to do in this run.

    again: how often one had been done already, and its file has changed since.
    """

    name: StageName
    done: int
    total: int
    again: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Progress:
    """Photographs done of all that the stage under way has to do in this run; None where no stage is known yet.

    rate: photographs a second, and seconds left for the stage under way, as they are told; None until they are known.
    stages: how far all have come that have anything to do, in their order. before: for how many photographs of the
    same folders the stage under way had nothing to do in this run, because it was done before.
    """

    phase: Phase
    done: int = 0
    total: int = 0
    rate: float | None = None
    seconds_left: float | None = None
    message: str = ""
    stage: StageName | None = None
    stages: tuple[StageCount, ...] = ()
    before: int = field(default=0, compare=False)

    @property
    def counted(self) -> tuple[int, int]:
        """What a person is told: how many photographs are done, of how many, with those done before."""
        return self.before + self.done, self.before + self.total

    @property
    def under_way(self) -> bool:
        """Whether the run goes on, or would if it were not paused."""
        return self.phase in {Phase.FINDING, Phase.STARTING, Phase.LOOKING, Phase.PAUSED}

    def left(self, stage: StageName) -> int:
        """For how many photographs a stage has still something to do."""
        return next((each.total - each.done for each in self.stages if each.name == stage), 0)

    @property
    def heads_read(self) -> int:
        """How many heads were read in this run, the same one again after its file changed, once the facts of all are
        known; 0 until then. Whoever keeps this number sees by another one that there are new facts.
        """
        counts = (each for each in self.stages if each.name == "glance" and each.done == each.total)
        return next((each.done + each.again for each in counts), 0)

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
