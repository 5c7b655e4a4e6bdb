"""The page of the keys: all entries, and other keys for the one in hand."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clipiqa_desktop.ui.actions import Actions, spelled
from clipiqa_desktop.ui.settings.key_capture import KeyCapture
from clipiqa_desktop.ui.settings.key_change import KeyChange, key_change
from clipiqa_desktop.ui.settings.key_table import KeyTable
from clipiqa_desktop.ui.widgets.form import quiet
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_HINT = "Arrows, Space, Enter, Escape and Tab keep what they do."


class KeysPage(QWidget):
    """A key that another entry has is taken from it only after a yes."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._doubtful: Callable[[], None] | None = None
        self.search = QLineEdit(placeholderText="Show only entries with these words…", clearButtonEnabled=True)
        self.search.setAccessibleName("Narrow the list of keys")
        self.table = KeyTable(actions)
        self.capture, self.words, self._hint = KeyCapture(), PlainLabel(wordWrap=True), quiet(_HINT)
        self._title, self._chips = PlainLabel(), QHBoxLayout()
        self.add, self.reset, self.reset_all, self.take, self.leave = (
            QPushButton(text) for text in ("Add key…", "Reset", "Reset all keys", "Take it", "Leave it")
        )
        self._lay_out()
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.table.filter_by)
        self.search.textChanged.connect(self._show)
        self.table.currentItemChanged.connect(self._show)
        self.table.chosen.connect(self._ask_for_key)
        self.add.clicked.connect(self._ask_for_key)
        self.capture.captured.connect(self._give)
        self.capture.left.connect(self._stop_asking)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self.take.clicked.connect(self._do)
        self.leave.clicked.connect(self._show)
        self._actions.keys_changed.connect(self._refill)

    # one entry

    def _ask_for_key(self) -> None:
        if self.table.entry:
            self._show()
            self.add.hide()
            self.capture.show()
            self.capture.setFocus()

    def _stop_asking(self) -> None:
        if not self.capture.isHidden():
            had_focus = self.capture.hasFocus()
            self.add.show()
            self.capture.hide()
            if had_focus:
                self.table.setFocus()

    def _give(self, key: str) -> None:
        if entry := self.table.entry:
            keys = self._actions.keys(entry.name)
            self._stop_asking()
            self._try(key_change(self._actions, entry.name, tuple(dict.fromkeys((*keys, key)))))

    def _take_away(self, key: str) -> None:
        if entry := self.table.entry:
            keys = tuple(each for each in self._actions.keys(entry.name) if each != key)
            self._actions.rebind({entry.name: keys})

    def _reset(self) -> None:
        if entry := self.table.entry:
            self._try(key_change(self._actions, entry.name, entry.keys))

    def _try(self, change: KeyChange) -> None:
        if change.refusal:
            self._say(change.refusal)
        elif change.question:
            self._ask(change.question, "Take it", lambda: self._actions.rebind(change.changes))
        else:
            self._actions.rebind(change.changes)

    # all of them

    def _reset_all(self) -> None:
        own = {entry.name: entry.keys for entry in self._actions.entries}
        self._ask("Every entry gets the keys back that it had at first.", "Reset", lambda: self._actions.rebind(own))

    # what is asked

    def _ask(self, question: str, yes: str, do: Callable[[], None]) -> None:
        self._doubtful = do
        self._say(question)
        self.take.setText(yes)
        for button in (self.take, self.leave):
            button.show()
        self.take.setFocus()

    def _do(self) -> None:
        if do := self._doubtful:
            do()

    # what is shown

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self._hint.setVisible(not words)

    def _refill(self) -> None:
        self.table.fill()
        self.table.filter_by(self.search.text())
        self._show()

    def _show(self) -> None:
        self._doubtful = None
        self._stop_asking()
        if self.take.hasFocus() or self.leave.hasFocus():
            self.table.setFocus()
        for button in (self.take, self.leave):
            button.hide()
        self._say("")
        entry = self.table.entry
        self._title.setText(entry.text.rstrip("…") if entry else "")
        keys = self._actions.keys(entry.name) if entry else ()
        self.add.setEnabled(entry is not None)
        self.reset.setEnabled(entry is not None and keys != entry.keys)
        self._show_chips(keys)

    def _show_chips(self, keys: tuple[str, ...]) -> None:
        while item := self._chips.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for key in keys:
            chip = QPushButton(f"{spelled([key]) or key}  ✕", autoDefault=False)
            chip.setAccessibleName(f"Take {key} away")
            chip.setToolTip("Take this key away")
            chip.clicked.connect(lambda _checked=False, key=key: self._take_away(key))
            self._chips.addWidget(chip)

    def _lay_out(self) -> None:
        self._title.setProperty("strong", True)
        for button in (self.add, self.reset, self.reset_all, self.take, self.leave):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 20, 12)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._editor())
        self.capture.hide()

    def _editor(self) -> QFrame:
        editor = QFrame()
        editor.setProperty("panel", True)
        keys, answers = QHBoxLayout(), QHBoxLayout()
        keys.addWidget(self._title)
        keys.addLayout(self._chips)
        for widget in (self.add, self.capture):
            keys.addWidget(widget)
        keys.addStretch(1)
        keys.addWidget(self.reset)
        answers.addWidget(self.words, 1)
        answers.addWidget(self._hint, 1)
        for widget in (self.take, self.leave, self.reset_all):
            answers.addWidget(widget)
        layout = QVBoxLayout(editor)
        layout.setContentsMargins(14, 10, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(keys)
        layout.addLayout(answers)
        return editor
