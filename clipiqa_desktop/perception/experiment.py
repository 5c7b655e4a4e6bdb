"""One row of the paper's tables: what is measured, and with which variant of the network. Imports no torch."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.input_size import SMALLEST_SIDE
from clipiqa_desktop.perception.prompts import TEMPLATE, checked_pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RN50, VIT_B_32 = BACKBONES = ("RN50", "ViT-B-32")
REMOVED, INTERPOLATED, VANILLA = POSITIONALS = ("removed", "interpolated", "vanilla")
TEMPLATES = (TEMPLATE, "A photo of [text].", "There is [text] in the photo.")


@dataclass(frozen=True)
class Experiment:
    """The prompts, first the one of high quality, and the variant; the defaults are what the paper found best.

    positional: what becomes of the positional embedding of the image tower: `removed`, `interpolated` to the size of
    the photograph, or `vanilla`, left as it is, for which the photograph is resized and cropped to 224 x 224 as CLIP
    does. naive: the score is the cosine with the first prompt alone (Eq. 1), not the softmax over both (Eq. 3).
    learned: the vectors (2, 1024) of a learned pair, which began as `prompts` and stands in their place, and `title`;
    prompts are empty where it began with none.
    shorter_side: larger photographs are shrunk until their shorter side has so many pixels; None leaves all as they
    are. Raises UserError for what makes no sense together.
    """

    prompts: tuple[str, str]
    backbone: str = RN50
    positional: str = REMOVED
    naive: bool = False
    shorter_side: int | None = None
    learned: "NDArray[np.float32] | None" = field(default=None, compare=False)
    title: str = ""

    def __post_init__(self) -> None:
        if self.shorter_side is not None and self.shorter_side < SMALLEST_SIDE:
            raise UserError(
                f"--shorter-side {self.shorter_side} is too small: it takes {SMALLEST_SIDE} pixels at least."
            )
        if self.shorter_side is not None and self.positional == VANILLA:
            raise UserError("--positional vanilla always looks at 224 x 224 pixels: leave out --shorter-side.")
        if self.learned is not None and (self.backbone, self.positional, self.naive) != (RN50, REMOVED, False):
            raise UserError(
                f"“{self.title}” was learned for {RN50} without positional embedding, as a pair: leave out --backbone, "
                "--positional and --naive."
            )

    def input_size(self, width: int, height: int) -> tuple[int, int]:
        """The (width, height) in pixels at which a photograph of `width` x `height` is looked at, never larger."""
        if self.shorter_side is None or min(width, height) <= self.shorter_side:
            return width, height
        scale = self.shorter_side / min(width, height)
        return round(width * scale), round(height * scale)

    @property
    def words(self) -> str:
        """The row in words, for people."""
        high, low = self.prompts
        prompts = f"“{high}”, cosine alone" if self.naive else f"“{high}” or “{low}”"
        if self.learned is not None:
            prompts = f"“{self.title}”, learned from {prompts if high else 'marks'}"
        size = f", shorter side {self.shorter_side}" if self.shorter_side else ""
        return f"{prompts}, {self.backbone}, positional embedding {self.positional}{size}"


def adjectives_of(key: str) -> tuple[str, str]:
    """The two adjectives of an attribute of the paper. Raises UserError for another key."""
    for attribute in BUILT_IN:
        if attribute.key == key:
            high, low = (prompt.removesuffix(TEMPLATE.removeprefix("[text]")) for prompt in attribute.prompts)
            return high, low
    raise UserError(
        f"There is no attribute “{key}”: name one of {', '.join(each.key for each in BUILT_IN)}, one of your own, or "
        "use --adjectives."
    )


def prompts_of(adjectives: tuple[str, str], template: str = TEMPLATE) -> tuple[str, str]:
    """Both adjectives in the place of `[text]`. Raises UserError where that is missing, or no pair comes out."""
    if "[text]" not in template:
        raise UserError(f"The template “{template}” has no [text] in it: write [text] where the adjective shall stand.")
    high, low = checked_pair(*adjectives)
    return template.replace("[text]", high), template.replace("[text]", low)
