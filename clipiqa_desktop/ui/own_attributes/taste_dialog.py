"""Where a taste is learned from the marks, told beside the best column and chance, and kept."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QHBoxLayout, QWidget

from clipiqa_desktop.culling.export.words import counted
from clipiqa_desktop.indexing.prompt_process import Rejected, StoredAttribute
from clipiqa_desktop.notation import figures
from clipiqa_desktop.taste.lessons import Lesson, better
from clipiqa_desktop.taste.process import Begun, Ended, KeepTaste, Step, Told, Tried
from clipiqa_desktop.taste.words import not_yet
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.keeping import KeepingDialog
from clipiqa_desktop.ui.own_attributes.taste_table import COLUMN, PROMPTS, VECTORS, TasteTable
from clipiqa_desktop.ui.own_attributes.taste_thread import TasteThread
from clipiqa_desktop.ui.widgets.form import quiet
from clipiqa_desktop.ui.widgets.plain import PlainLabel, label_of

INTRODUCTION = (
    "Looks for what sets your picks apart from your rejects, and what has more stars from what has fewer, in stacks "
    "first. Part of your decisions is kept from learning each time, and tells how well the result agrees with you."
)
_NO_BETTER = "So far it is not clearly better than the best column and chance, so nothing can be kept."


@dataclass(frozen=True)
class TasteDraft:
    """What the dialog begins with. `key` is that of the taste which is learned again; None for a new one."""

    title: str = "My taste"
    follows: bool = False
    key: str | None = None


class TasteDialog(KeepingDialog):
    """Begins at once; closing it ends the learning, and keeps nothing."""

    stored = Signal(object)  # the StoredAttribute

    def __init__(
        self, library: Library, thread: TasteThread, thumbnails: Path, draft: TasteDraft, parent: QWidget
    ) -> None:
        super().__init__(library, thumbnails, draft.title, draft.key, parent)
        self._thread = thread
        self._tried: list[Tried] = []
        self._ended = self._keeping = False
        self._refused = ""
        self.setWindowTitle("Learn again from my marks" if draft.key else "Learn from my marks")
        self._cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self._cancel.setAutoDefault(False)
        self.marks, self.more, self.table = quiet("Reading your marks…"), quiet(), TasteTable()
        self.more.hide()
        self.follows = QCheckBox("Learn again by itself when my marks have grown by half")
        self.follows.setChecked(draft.follows)
        heading = PlainLabel("Pairs it never saw that it orders as you did")
        heading.setProperty("heading", True)
        self._learning = (self.marks, heading, self.table, self.preview)  # nothing to see where it is refused
        above = (quiet(INTRODUCTION), self.marks, heading, self.table, self.more, self.words, self.preview)
        self._lay_out(*above, self._name_line())
        self.name.textChanged.connect(self._show_state)
        thread.told.connect(self._take)
        self._show_state()
        thread.learn(library.engine.stacks)

    def accept(self) -> None:
        """Has it kept; the dialog closes once it is."""
        if self._keep.isEnabled():
            self._keeping = True
            wanted = KeepTaste(self._title, self._best.by_prompts, self.follows.isChecked(), self._key)
            self._thread.keep(wanted)
            self._show_state()

    @property
    def is_keeping(self) -> bool:
        """Whether the process was told to keep it."""
        return self._keeping

    def done(self, result: int) -> None:
        """Ends what runs for the dialog alone."""
        self._thread.told.disconnect(self._take)
        self._thread.close()
        super().done(result)

    def _take(self, told: Told) -> None:
        if isinstance(told, StoredAttribute):
            self.stored.emit(told)
            super().accept()
            return
        if isinstance(told, Begun):
            self._begin(told)
        elif isinstance(told, Step):
            self.table.show_words(PROMPTS, f"step {told.done} of {told.most}")
        elif isinstance(told, Tried):
            self._try(told)
        elif isinstance(told, Ended):
            self._end(told)
        elif isinstance(told, Rejected):
            self._ended, self._keeping, self._refused = True, False, told.reason
            for widget in self._learning:
                widget.setVisible(bool(self._tried))
        self._show_state()

    def _begin(self, begun: Begun) -> None:
        inside = f"{_some(begun.inside, begun.pairs)} of them within stacks"
        marks, pairs = counted(begun.marks, "mark"), counted(begun.pairs, "pair")
        make = "makes" if begun.marks == 1 else "make"
        self.marks.setText(f"{marks} {make} {pairs} of this one rather than that one, {inside}.")
        if begun.missing:
            self._refused = f"{not_yet(begun.missing)} Pick, reject or star some more photographs."

    def _try(self, tried: Tried) -> None:
        self._tried.append(tried)
        self.table.show_lesson(tried.lesson)
        best = next(each for each in self._tried if each.lesson is self._best)
        self.table.emphasize(PROMPTS if best.lesson.by_prompts else VECTORS)
        self.preview.show_scores(best.scores)

    def _end(self, ended: Ended) -> None:
        self._ended = True
        for row, known in (
            (VECTORS, bool(self._tried)),
            (PROMPTS, any(each.lesson.by_prompts for each in self._tried)),
        ):
            if not known:
                self.table.show_words(row, "not tried")
        if not self._tried:
            self.table.show_words(COLUMN, "not known")
        self.more.setText(ended.without_prompts)
        self.more.setVisible(bool(ended.without_prompts))

    @property
    def _best(self) -> Lesson:
        return better([each.lesson for each in self._tried])

    @property
    def _title(self) -> str:
        return self.name.text().strip()

    def _show_state(self) -> None:
        trouble = self._title_trouble(self._title)
        self.words.setText(self._refused or self._verdict(trouble))
        ready = bool(self._tried) and not self._best.verdict.missing
        self._keep.setEnabled(ready and not trouble and not self._keeping)
        for field in (self.name, self.follows, self._cancel):
            field.setEnabled(not self._keeping)

    def _verdict(self, trouble: str) -> str:
        if self._keeping:
            return "Keeping…"
        if not self._tried:
            return "Learning…"
        if missing := self._best.verdict.missing:
            return f"{not_yet(missing)} {_NO_BETTER}" if self._ended else "Learning by words too…"
        said = "Learned: it agrees with you more often than the best column does."
        return trouble or (said if self._ended else f"{said} By words is still being tried.")

    def _name_line(self) -> QWidget:
        widget = QWidget()
        line = QHBoxLayout(widget)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(label_of(self.name, "Name"))
        line.addWidget(self.name, 1)
        line.addWidget(self.follows)
        return widget


def _some(count: int, of: int) -> str:
    return "none" if not count else "all" if count == of else figures(count)
