"""What a photographer says of a photograph."""

from dataclasses import dataclass

from clipiqa_desktop.mark_words import FlagWord, LabelWord


@dataclass(frozen=True)
class XmpMarks:
    """Stars (0 to 5), flag and colour label of one photograph; None where nothing is said of it.

    orientation: EXIF's, 1 to 8, of a photograph that was turned, to be written; what others say of it is no mark.
    """

    stars: int | None = None
    flag: FlagWord | None = None
    label: LabelWord | None = None
    orientation: int | None = None

    def with_defaults(self) -> "XmpMarks":
        """The same with what is not said taken as no mark, which is how most programs say it in a sidecar."""
        return XmpMarks(self.stars or 0, self.flag or "none", self.label or "none", self.orientation)
