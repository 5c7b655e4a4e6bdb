"""Why nothing is known of a column that is measured, in words."""

from dataclasses import dataclass, replace

from clipiqa_desktop.indexing.progress import Phase, Progress, StageName

ON_ITS_WAY: tuple[StageName, ...] = ("measure", "faces")
_DOES = {"measure": "Measured", "faces": "Looked for"}
_DOING = {"measure": "measuring", "faces": "looking"}
_SOONER = "Sort by it to have it sooner."


@dataclass(frozen=True)
class Waiting:
    """`short` stands where the columns of a histogram will; `sentence` says it in full."""

    short: str
    sentence: str

    def of(self, *, is_bare: bool) -> "Waiting":
        """Columns that are there are not written over."""
        return self if is_bare else replace(self, short="")


def waiting_for(stage: StageName, progress: Progress, *, is_wished: bool = False) -> Waiting | None:
    """What a stage has still to do; None where nothing is on its way. `is_wished`: it need not be asked for."""
    if not (progress.under_way and progress.left(stage)):
        return None
    if progress.phase is Phase.PAUSED:
        return Waiting("paused", "The work below is paused.")
    if progress.stage == stage:
        return Waiting(_DOING[stage], f"Being {_DOES[stage].lower()} now.")
    if is_wished:
        return Waiting("comes next", "Comes next.")
    short, after = _after(stage, progress)
    return Waiting(short, f"{_DOES[stage]} {after}. {_SOONER}")


def _after(stage: StageName, progress: Progress) -> tuple[str, str]:
    """In so few letters that a narrow histogram has room for them, and in full."""
    if stage == "faces":
        return "last", "last"
    return ("after scores", "after the scores") if progress.left("encode") else ("later", "after the thumbnails")
