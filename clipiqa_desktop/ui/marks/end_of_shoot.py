"""When no photograph of the shoot is undecided any more: what came of it, and what is next."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.culling.export.words import counted, photographs
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT
from clipiqa_desktop.ui.actions import Actions, spelled
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.timers import single_shot


class EndOfShoot(QObject):
    """Says so whatever decided the last photograph, a key, a click, a cut or a redo, after what that said itself."""

    said = Signal(str)

    def __init__(self, library: Library, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._actions = library, actions
        self._of: tuple[Path | None] | None = None  # the folder of what follows
        self._is_open = False  # some photograph was undecided
        self._soon = single_shot(self, 0)
        self._soon.timeout.connect(self._say)
        library.answer_changed.connect(self._look)
        library.counts_changed.connect(self._look)
        library.marked.connect(self._marked)
        self._look()

    @property
    def words(self) -> str:
        """Empty as long as a photograph of the shoot is undecided, or where there is none."""
        flags = self._library.columns.flag[self._library.shoot]
        if not len(flags) or (flags == NO_FLAG).any():
            return ""
        picks, rejects = (int((flags == flag).sum()) for flag in (PICK, REJECT))
        counts = f"{counted(picks, 'pick')}, {counted(rejects, 'reject')}"
        are = f"All {photographs(len(flags))} are" if len(flags) > 1 else "The one photograph is"
        keys = spelled(self._actions.keys("export")[:1]) or "the menu"
        return f"{are} decided: {counts}. Export the picks: {keys}"

    def _look(self) -> None:
        """Whether there is still something to decide; what was decided elsewhere ends nothing."""
        is_other, self._of = self._of != (self._library.folder,), (self._library.folder,)
        has_undecided = bool((self._library.columns.flag[self._library.shoot] == NO_FLAG).any())
        self._is_open = has_undecided or (self._is_open and not is_other)

    def _marked(self) -> None:
        if self._is_open and self.words:
            self._is_open = False
            self._soon.start()

    def _say(self) -> None:
        if words := self.words:
            self.said.emit(words)
