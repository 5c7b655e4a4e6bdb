"""Focus and eyes within each stack for a cut: compared beside the window, and again once more was measured."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.catalog.stages.stage_table import Looked
from clipiqa_desktop.culling.stacks.stack_eyes import StackEyes
from clipiqa_desktop.culling.stacks.stack_focus import StackFocus
from clipiqa_desktop.indexing.progress import Progress, StageName
from clipiqa_desktop.indexing.wishes import ASKED_FOR
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.suggestions.stack_focus_thread import StackFocusThread

_SOURCES = (Source.FOCUS, Source.FACES)
LATER = "Within stacks focus and eyes are compared again when all is measured."


class StackComparison(QObject):
    """`focus` and `eyes` are those of the last answer; unknown until there is one. While a run measures they stay as
    they are, and once all is measured they are made again: not at each photograph, for that costs as much each time.
    """

    measured = Signal()  # more is known of the focus or of eyes than when stacks were compared
    changed = Signal(bool)  # whether somebody waits for it; else what was measured meanwhile changed it

    def __init__(self, library: Library, thread: StackFocusThread, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._thread = library, thread
        self.focus = StackFocus.unknown(np.zeros(0, np.int64))
        self.eyes: StackEyes | None = None
        self._stacks: Stacks | None = None  # what these are of, or will be
        self._looked_at: tuple[int, ...] = ()  # of how many focus and faces were known then
        self._is_waited_for = False
        self._to_measure: frozenset[StageName] = frozenset()
        self.measured.connect(self._again)
        thread.compared.connect(self._take)

    @property
    def waiting(self) -> list[str]:
        """What there is to be said of it: that more was measured since, and more comes."""
        return [LATER] if self._to_measure and self._is_behind else []

    def want(self) -> None:
        """Compares the stacks as they are now, unless these were."""
        stacks = self._library.engine.stacks
        if stacks is not None and not (self._stacks and stacks.is_same(self._stacks)):
            self._is_waited_for = True
            self._compare(stacks)

    def follow_run(self, progress: Progress) -> None:
        """A run has come so far."""
        before, self._to_measure = self._to_measure, frozenset(filter(progress.left, ASKED_FOR))
        if before - self._to_measure:
            self.measured.emit()

    def run_ended(self) -> None:
        """Also where it was stopped before all was measured."""
        self._to_measure = frozenset()
        if self._looked_at != self._looked_at_now():
            self.measured.emit()

    def forget(self) -> None:
        """Nobody wants to know any more; the next one has them compared anew."""
        self._stacks = None

    @property
    def _is_behind(self) -> bool:
        return self._stacks is not None and self._looked_at != self._looked_at_now()

    def _again(self) -> None:
        if self._stacks is not None:
            self._compare(self._stacks)

    def _compare(self, stacks: Stacks) -> None:
        self._stacks, self._looked_at = stacks, self._looked_at_now()
        self._thread.compare(stacks, self)

    def _looked_at_now(self) -> tuple[int, ...]:
        columns = self._library.columns
        return tuple(int(np.count_nonzero(columns.looked(each) != Looked.NOT_YET)) for each in _SOURCES)

    def _take(self, stacks: Stacks, focus: StackFocus, eyes: StackEyes) -> None:
        if stacks is self._stacks:
            self.focus, self.eyes = focus, eyes
            is_waited_for, self._is_waited_for = self._is_waited_for, False
            self.changed.emit(is_waited_for)
