"""What is suggested of each photograph, as views show it: a mark that is none yet."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.fields import Field, Section, Source, Value
from clipiqa_desktop.culling.suggestions import Suggestions
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT

SUGGESTION = Field(
    "suggestion",
    "Suggestion",
    Section.FOUND,
    Source.COMPUTED,
    limits=(REJECT, PICK),
    values=(
        Value(PICK, "pick", "⚑ Suggested picks"),
        Value(REJECT, "reject", "✕ Suggested rejects"),
        Value(NO_FLAG, "none", "Left to you"),
    ),
)
"""The column by which one filters; unknown for what the person flagged already."""


@dataclass(frozen=True)
class Ghost:
    """A flag that is suggested, or NO_FLAG for what is left to the person; and why, in a few words."""

    flag: int
    words: str

    @property
    def spoken(self) -> str:
        """`suggested pick: sharpest of 5`."""
        kind = "" if self.flag == NO_FLAG else f"suggested {'pick' if self.flag == PICK else 'reject'}: "
        return kind + self.words


class Ghosts:
    """The suggestions of the photographs `ids` (n,), which ascend; row i of the suggestions is photograph `ids[i]`."""

    def __init__(self, ids: NDArray[np.int64], suggestions: Suggestions) -> None:
        self.ids, self.suggestions = ids, suggestions

    def of(self, photo_id: int) -> Ghost | None:
        """None for what is not of the shoot, or cannot be read."""
        row = int(np.searchsorted(self.ids, photo_id))
        if row == len(self.ids) or self.ids[row] != photo_id or not self.suggestions.source.inside[row]:
            return None
        return Ghost(int(self.suggestions.flags[row]), self.suggestions.words(row))

    @property
    def best(self) -> NDArray[np.int64]:
        """The ids of those that are in the first place of their stack, alone or with others."""
        first: NDArray[np.int64] = self.ids[self.suggestions.source.ranking.places == 1]
        return first

    def column(self) -> NDArray[np.float32]:
        """The numbers (n,) of SUGGESTION."""
        source = self.suggestions.source
        free = source.inside & (source.flags == NO_FLAG)
        return np.where(free, self.suggestions.flags, np.nan).astype(np.float32)
