"""The keys that mark: each alone, and with Shift or Caps Lock to go on to the next photograph."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.culling.marking import KEYED, STARS_WORDS, MarkChange, with_stars
from clipiqa_desktop.culling.undo import NotNow, Step
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.actions import Actions, Entry, spelled
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.marks.keyboard import LettersByPlace, caps_lock, digit_by_place, is_capital

_GROUPS = {"flag": 0, "stars": 1, "label": 2}  # of the menu, by field


class MarkActions(QObject):
    """Marks what `targets` answers, all of it visible; `advance` goes on to what comes next."""

    said = Signal(str)
    going_on_changed = Signal()  # `goes_on` answers something else

    def __init__(
        self,
        library: Library,
        targets: Callable[[], Sequence[int]],
        advance: Callable[[], None],
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._targets, self._advance, self._actions = library, targets, advance, actions
        self._caps_lock, self._letters = False, LettersByPlace(QGuiApplication.inputMethod().locale())
        for name, key, words, change in KEYED:
            entry = Entry("Photo", name, words, (key,) if key else (), group=_GROUPS[change.field])
            actions.add(entry, self._marker(words, change, go_on=False), self._marker(words, change, go_on=True))
        self.always_advance = actions.add(
            Entry("Photo", "always_advance", "Go on after each mark", checkable=True, group=3), lambda: None
        )
        self.always_advance.toggled.connect(self.going_on_changed)
        self._undo = actions.add(Entry("Edit", "undo", "Undo", ("Ctrl+Z",)), lambda: self._step("undone", library.undo))
        self._redo = actions.add(
            Entry("Edit", "redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y")), lambda: self._step("done again", library.redo)
        )
        library.steps_changed.connect(self._name_steps)

    @property
    def goes_on(self) -> str:
        """What lets every mark go on to the next photograph; empty where it stays, as far as a key has told."""
        always = "always" if self.always_advance.isChecked() else ""
        return "Caps Lock" if self._caps_lock else always

    def press_by_place(self, event: QKeyEvent) -> bool:
        """Every key of the window is shown to this first; answers whether it did what its place means.

        So the digits mark on layouts that write them with Shift, and a sign like the - of a French 6 is a digit; and
        the letters do what they do on a keyboard that has no Latin ones, unless that letter was given to something.
        """
        if self._caps_lock != (caps := caps_lock(event)):
            self._caps_lock = caps
            self.going_on_changed.emit()
        self._letters.see(event)
        key = digit_by_place(event) or self._letter_by_place(event)
        action = self._actions.bound_to(key) if key else None
        if action:
            action.trigger()
        return action is not None

    def _letter_by_place(self, event: QKeyEvent) -> str:
        """Empty where text is written: there Ctrl+C and its like are the field's.

        A Hebrew layout writes Latin capitals, and Qt takes Ctrl+Shift+Z for Ctrl+Z there: they are what they say.
        """
        field = QApplication.focusWidget()
        is_written = field is not None and field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        own = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        if is_written or self._actions.bound_to(own):
            return own if not is_written and is_capital(event) else ""
        return self._letters.key(event)

    def press_stars(self, photo_id: int, stars: int) -> None:
        """A star in a cell was pressed: so many, or none where it has so many already."""
        had = int(self._library.columns.stars[self._library.columns.rows([photo_id])[0]])
        given = 0 if had == stars else stars
        self._mark([photo_id], STARS_WORDS[given], with_stars(given))

    def _marker(self, words: str, change: MarkChange, *, go_on: bool) -> Callable[[], None]:
        def mark() -> None:
            before = self._library.current_id
            self._mark(self._targets(), words, change)
            # Where the mark took the photograph out of the filter, the next one is current already.
            wanted = go_on or self._caps_lock or self.always_advance.isChecked()
            if wanted and self._library.current_id == before:
                self._advance()

        return mark

    def _mark(self, targets: Sequence[int], words: str, change: MarkChange) -> None:
        """Marks these, and says what is not seen at a glance."""
        behind = self._behind_words(targets)
        self._library.mark(targets, words, change)
        if behind or len(targets) > 1:
            self.said.emit("; ".join(filter(None, (f"{words}: {photographs(len(targets))}", behind))))

    def _behind_words(self, targets: Sequence[int]) -> str:
        """What stands behind closed stacks is not marked with their tops."""
        behind, stacks = self._library.behind(targets)
        if not behind:
            return ""
        name, where, them = ("stack_open", "a closed stack", "it")
        if stacks > 1:
            name, where, them = ("stack_open_all", "closed stacks", "them")
        stay = "stays as it is" if behind == 1 else "stay as they are"
        key = spelled(self._actions.keys(name)[:1])
        return f"{figures(behind)} behind {where} {stay}" + (f" ({key} opens {them})" if key else "")

    def _step(self, what: str, take: Callable[[], Step | None]) -> None:
        try:
            step = take()
        except NotNow as error:
            self.said.emit(f"Not {what} yet: {error}")
            return
        if step:
            words = f"{what.capitalize()}: {step.words}"
            self.said.emit("; ".join(filter(None, (words, step.outcome.in_words()))))

    def _name_steps(self) -> None:
        """The menu says what undo and redo are about."""
        for action, name, words in (
            (self._undo, "Undo", self._library.steps.next_undo),
            (self._redo, "Redo", self._library.steps.next_redo),
        ):
            action.setText(f"{name}: {words}" if words else name)
