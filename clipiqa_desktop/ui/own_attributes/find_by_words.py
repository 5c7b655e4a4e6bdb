"""Find by words: a field whose sentence sorts the photographs by how well they fit it."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QToolTip, QWidget

from clipiqa_desktop.catalog.query.fields import Field, Section, Source
from clipiqa_desktop.catalog.query.query import Query, Range, SortKey
from clipiqa_desktop.indexing.prompt_process import Measured, ScoreSentence
from clipiqa_desktop.notation import thousandths
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.prompt_thread import PromptThread
from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.timers import single_shot

KEY = "words"
PAUSE_MS = 700
REFUSED_MS = 8000  # so long the reason stands at the field
READING = "Reading the words…"
_WIDTH = 230
_OURS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindField(QLineEdit):
    """Where the sentence is typed. Escape and the ✕ empty it, and one is done with it."""

    emptied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Find by words: bride laughing…")
        self.setAccessibleName("Find by words")
        self.setClearButtonEnabled(True)
        for cross in self.findChildren(QToolButton):
            cross.clicked.connect(self.emptied)
        self.setMinimumWidth(90)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            "Sorts by how well a photograph fits a sentence. CLIP understands English. Enter: find now; Escape: the "
            "order before"
        )

    def sizeHint(self) -> QSize:
        """Room for a short sentence."""
        return QSize(_WIDTH, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Escape and Enter are for the field, whatever they do in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OURS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class FindByWords(QObject):
    """Asks for the sentence in the field, sorts by what comes back, and takes it back when the field is emptied."""

    said = Signal(str)
    left = Signal()  # the keyboard may go back to the photographs

    def __init__(self, library: Library, prompts: PromptThread, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._prompts = library, prompts
        self.field = FindField()
        self._asked: ScoreSentence | None = None
        self._found = ""
        self._before: tuple[SortKey, ...] = Query().sort
        self._pause = single_shot(self, PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._enter)
        self.field.emptied.connect(self.left)
        prompts.answered.connect(self._answered)
        prompts.refused.connect(self._refused)
        actions.add(Entry("Sort and filter", "find_by_words", "Find by words", ("Ctrl+F",)), self.begin)

    def begin(self) -> None:
        """Puts the keyboard into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def renew(self) -> None:
        """Finds again, where photographs sort by words: others may have been looked at since."""
        if KEY in self._library.columns.extra:
            self._ask()

    def _typed(self, text: str) -> None:
        if self._asked:
            self.said.emit("")
        self._asked = None  # what comes back for older words is not wanted any more
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._take_back()

    def _enter(self) -> None:
        if self.field.text().strip():
            self._find()
            self.left.emit()

    def _find(self) -> None:
        self._pause.stop()
        if self._sentence == self._found:
            self._sort()
        elif self._asked is None:
            self.said.emit(READING)
            self._ask()

    def _ask(self) -> None:
        self._asked = ScoreSentence(self._sentence)
        self._prompts.ask(self._asked)

    @property
    def _sentence(self) -> str:
        return " ".join(self.field.text().split())

    def _answered(self, question: object, answer: object) -> None:
        if question is not self._asked or not isinstance(answer, Measured):
            return
        again, self._asked, self._found = self._found == self._sentence, None, self._sentence
        self._library.show_found(_field(self._found), self._library.columns.align(answer.ids, answer.values))
        if again:
            self._library.ask(self._library.query)
            return
        self.said.emit(
            "" if len(answer.ids) else "No photograph has been looked at yet, so none can be found by words."
        )
        self._sort()

    def _refused(self, question: object, reason: str) -> None:
        if question is self._asked:
            self._asked = None
            self.said.emit(reason)
            below = self.field.mapToGlobal(self.field.rect().bottomLeft())
            QToolTip.showText(below, plain_tooltip(reason), self.field, self.field.rect(), REFUSED_MS)

    def _sort(self) -> None:
        """Sorts by the words, and makes what fits best the current photograph."""
        library = self._library
        if library.query.sort[0].key != KEY:
            self._before = tuple(each for each in library.query.sort if each.key != KEY)
        query = replace(library.query, sort=(SortKey(KEY, descending=True),))
        if len(rows := library.engine.answer(query).rows):
            library.make_current(int(library.columns.ids[rows[0]]))
        library.ask(query)

    def _take_back(self) -> None:
        """The order that was before, unless the person has chosen another one since."""
        library, self._found = self._library, ""
        if KEY not in library.columns.extra:
            return
        left = tuple(each for each in library.query.sort if each.key != KEY)
        by_words = library.query.sort[0].key == KEY
        query = library.query.with_range(KEY, Range())
        library.ask(replace(query, sort=self._before if by_words else left))
        library.drop_found(KEY)


def _field(sentence: str) -> Field:
    return Field(
        KEY, f"Words: “{sentence}”", Section.FOUND, Source.COMPUTED, short=thousandths, percentile=True,
        entry="The numbers under the photographs", ends=("worst", "best"),
    )  # fmt: skip
