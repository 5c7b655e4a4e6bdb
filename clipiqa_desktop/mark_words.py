"""The words for a photograph's marks, the same in the catalog, in sidecars, in settings and on the command line."""

from collections.abc import Mapping
from typing import Literal

PICK, NO_FLAG, REJECT = 1, 0, -1
MOST_STARS = 5

FlagWord = Literal["pick", "reject", "none"]
LabelWord = Literal["red", "yellow", "green", "blue", "purple", "none"]

FLAG_WORDS: Mapping[FlagWord, int] = {"pick": PICK, "reject": REJECT, "none": NO_FLAG}
LABELS = ("", "red", "yellow", "green", "blue", "purple")
"""By the number that the catalog stores."""
