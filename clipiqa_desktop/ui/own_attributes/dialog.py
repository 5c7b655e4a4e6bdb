"""Where an attribute of the person's own is made or changed, with a preview of what it would say."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from clipiqa_desktop.culling.attribute_names import LONGEST_TITLE
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.prompt_process import Measured, ScorePrompts, StorePrompts
from clipiqa_desktop.indexing.prompting import Rename
from clipiqa_desktop.perception.prompts import checked_pair
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.keeping import KeepingDialog
from clipiqa_desktop.ui.own_attributes.prompt_fields import PromptFields
from clipiqa_desktop.ui.own_attributes.prompt_thread import PromptThread
from clipiqa_desktop.ui.widgets.timers import single_shot

PAUSE_MS = 400


@dataclass(frozen=True)
class Draft:
    """What the dialog begins with. `key` is that of the attribute which is changed; None for a new one."""

    title: str = ""
    prompts: tuple[str, str] = ("", "")
    key: str | None = None


class AttributeDialog(KeepingDialog):
    """Tries prompts out while they are typed; what is kept is kept by the library's catalog, not here."""

    def __init__(
        self, library: Library, prompts: PromptThread, thumbnails: Path, draft: Draft, parent: QWidget
    ) -> None:
        super().__init__(library, thumbnails, draft.title, draft.key, parent)
        self._prompts, self._draft = prompts, draft
        self._trying: ScorePrompts | None = None
        self._keeping: StorePrompts | Rename | None = None
        self._tried: tuple[str, str] | None = None
        self.setWindowTitle("Change your attribute" if draft.key else "An attribute of your own")
        self.fields = PromptFields()
        self.fields.add_line("Name", self.name)
        self._pause = single_shot(self, PAUSE_MS)
        self._lay_out(self.fields, self.words, self.preview)
        self._connect()
        self.fields.set_prompts(draft.prompts)
        self._changed()

    def accept(self) -> None:
        """Has it kept; the dialog closes once it is."""
        if self._keep.isEnabled():
            prompts, title = checked_pair(*self.fields.typed()), self._title()
            key = self._draft.key
            only_renamed = key is not None and prompts == self._draft.prompts
            self._keeping = Rename(key, title) if key and only_renamed else StorePrompts(title, prompts, key)
            self._prompts.ask(self._keeping)
            self._show_state()

    @property
    def is_keeping(self) -> bool:
        """Whether the process was told to keep it."""
        return self._keeping is not None

    def done(self, result: int) -> None:
        """Ends what runs for the dialog alone."""
        self._pause.stop()
        self._trying = None
        super().done(result)

    def _connect(self) -> None:
        self.fields.changed.connect(self._changed)
        self.name.textChanged.connect(self._show_state)
        self._pause.timeout.connect(self._try)
        self._prompts.answered.connect(self._answered)
        self._prompts.refused.connect(self._refused)

    def _changed(self) -> None:
        self._trying = self._tried = None
        self.name.setPlaceholderText(self.fields.name()[:LONGEST_TITLE])
        self.preview.clear()
        if self._trouble():
            self._pause.stop()
        else:
            self._pause.start()
        self._show_state()

    def _try(self) -> None:
        self._trying = ScorePrompts(checked_pair(*self.fields.typed()))
        self._prompts.ask(self._trying)
        self._show_state()

    def _answered(self, question: object, answer: object) -> None:
        if question is self._keeping and question is not None:
            super().accept()
        elif isinstance(question, ScorePrompts) and question is self._trying and isinstance(answer, Measured):
            self._tried, self._trying = question.prompts, None
            self.preview.show_scores(answer)
            self._show_state(
                "" if len(answer.ids) else "No photograph has been looked at yet: they are scored as they come."
            )

    def _refused(self, question: object, reason: str) -> None:
        if question in {self._trying, self._keeping} and question is not None:
            self._trying = self._keeping = None
            self._show_state(reason)

    def _show_state(self, words: str = "") -> None:
        """Says what is missing or going on, and lets nothing be kept that cannot be."""
        trouble, keeping = self._trouble() or self._title_trouble(self._title()), self.is_keeping
        waiting = self._pause.isActive() or self._trying is not None
        self.words.setText(words or trouble or ("Keeping…" if keeping else "Encoding the prompts…" if waiting else ""))
        known = self._tried is not None or self._only_renamed()
        self._keep.setEnabled(known and not trouble and not keeping)
        self.fields.setEnabled(not keeping)

    def _only_renamed(self) -> bool:
        return self._draft.key is not None and self.fields.typed() == self._draft.prompts

    def _trouble(self) -> str:
        try:
            checked_pair(*self.fields.typed())
        except UserError as error:
            return str(error)
        return ""

    def _title(self) -> str:
        return self.name.text().strip() or self.name.placeholderText()
