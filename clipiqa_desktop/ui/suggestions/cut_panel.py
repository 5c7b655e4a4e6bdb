"""The panel of a cut: how many, best by what, rejected for what; and one button that takes it over."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.query.cells import NO_STACK
from clipiqa_desktop.catalog.query.fields import Field
from clipiqa_desktop.culling.export.words import counted
from clipiqa_desktop.culling.suggestions import (
    CLIPPED,
    EYES,
    LIMITS,
    REASONS,
    UNFOCUSED,
    CutOptions,
    CutSource,
    Suggestions,
)
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.notation import figures, tenths
from clipiqa_desktop.ui.attributes.above import Above
from clipiqa_desktop.ui.texts import UNKNOWN, plain_tooltip, stacks_words
from clipiqa_desktop.ui.widgets.elided_label import ElidedLabel
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_FINE = 100  # steps of a limit for one of its own numbers
_LIMIT_WORDS = {
    UNFOCUSED: lambda limit: f"{tenths(limit)} times as blurred as usual in this shoot, or more",
    CLIPPED: lambda limit: f"the {100 * limit:.0f} % of the shoot that are clipped most",
}
_SCALES = {UNFOCUSED: _FINE, CLIPPED: _FINE}


class CutPanel(QFrame):
    """Shows what is suggested; `changed` tells that the person wants it otherwise.

    Where the window is low, what is between its title and what is suggested is scrolled.
    """

    changed = Signal()
    best_by_changed = Signal(str)
    take_over_requested = Signal()
    one_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cut", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.options = CutOptions()
        self._unknown: Sequence[str] = ()
        self._moving = False  # by the program, not by the person
        self.state, self.words, self.missing = PlainLabel(), PlainLabel(), PlainLabel(wordWrap=True)
        self.cells = ElidedLabel()  # at most one of each is picked
        self.would_be = PlainLabel(wordWrap=True)
        self.keep, self.best_by = _slider("Keep about"), QComboBox()
        self.take_over = _button("Take over", accent=True)
        self.one, self.shut = _button("Current"), _button("Close")
        self.shut.setProperty("quiet", True)
        self.switches = {reason: _switch(words) for reason, words in REASONS.items()}
        self.counts = {reason: PlainLabel() for reason in REASONS}
        self.limits = {reason: _slider(f"Limit of {REASONS[reason]}") for reason in LIMITS}
        self.limit_words = {reason: PlainLabel(wordWrap=True) for reason in LIMITS}
        self._lay_out()
        self._connect()
        self.setAccessibleName("Suggest a cut")

    def show_fields(self, fields: Sequence[Field], key: str) -> None:
        """The columns that one may want the best by, and which it is."""
        self._moving = True
        self.best_by.clear()
        for field in fields:
            self.best_by.addItem(field.title, field.key)
        self.best_by.setCurrentIndex(self.best_by.findData(key))
        self._moving = False

    def set_options(self, options: CutOptions) -> None:
        """Switches and limits as they were wanted another time."""
        self._moving = True
        self.options = options
        for reason, switch in self.switches.items():
            switch.setChecked(reason in options.rejecting)
        for reason, slider in self.limits.items():
            slider.setValue(round(options.limit(reason) * _SCALES[reason]))
        self._moving = False
        self._show_limits()

    def show_suggestions(self, made: Suggestions, missing: Sequence[str]) -> None:
        """The counts."""
        source = made.source
        photographs = int(source.inside.sum())
        wanted = source.cells if self.options.keep is None else self.options.keep
        self._moving = True
        self.keep.setRange(0, max(1, source.cells))
        self.keep.setValue(wanted)
        self._moving = False
        self.words.setText(f"Keep about {figures(wanted)} of {figures(photographs)}")
        has_stacks = bool((source.stacks[source.inside] != NO_STACK).any())
        self.cells.show_text(f"{figures(source.cells)} {stacks_words(source.cells)}")
        self.cells.setVisible(has_stacks)
        for reason, label in self.counts.items():
            is_known = reason != EYES or source.faces_known.known > 0 or photographs == 0
            label.setText(figures(made.counts[reason]) if is_known else UNKNOWN)
            is_hopeless = source.faces_known.failed == photographs
            label.setToolTip("" if is_known else "could not be told" if is_hopeless else "not known yet")
        self._unknown = missing
        self.show_marks(made)

    def show_marks(self, made: Suggestions) -> None:
        """All that is said of the person's marks, and of what is still suggested beside them."""
        wanted = made.source.cells if self.options.keep is None else self.options.keep
        self.state.setText(_marked(made.source))
        said = [*self._unknown, *_fewer(made, wanted)]
        self.missing.setText("\n".join(said))
        self.missing.setVisible(bool(said))
        self.would_be.setToolTip(plain_tooltip("\n".join(said)) if said else "")  # where it has to be scrolled to
        self._show_count(made.picks, made.rejects)

    def _show_count(self, picks: int, rejects: int) -> None:
        self.take_over.setText(f"Take over {figures(picks + rejects)}")
        self.would_be.setText(f"{counted(picks, 'pick')} and {counted(rejects, 'reject')} suggested")
        self.take_over.setToolTip(f"Picks {figures(picks)} and rejects {figures(rejects)} of the whole shoot; one undo")
        for button in (self.take_over, self.one):
            button.setEnabled(picks + rejects > 0)

    def _connect(self) -> None:
        self.keep.valueChanged.connect(lambda value: self._want(keep=value))
        for reason, switch in self.switches.items():
            switch.toggled.connect(lambda _on: self._want(rejecting=self._rejecting()))
            if reason in self.limits:
                self.limits[reason].valueChanged.connect(lambda _value: self._want(limits=self._limits()))
        self.best_by.activated.connect(lambda _place: self.best_by_changed.emit(self.best_by.currentData()))
        self.take_over.clicked.connect(self.take_over_requested)
        self.one.clicked.connect(self.one_requested)
        self.shut.clicked.connect(self.close_requested)

    def _want(self, **changes: object) -> None:
        if not self._moving:
            self.options = replace(self.options, **changes)  # type: ignore[arg-type]
            self._show_limits()
            self.changed.emit()

    def _rejecting(self) -> frozenset[str]:
        return frozenset(reason for reason, switch in self.switches.items() if switch.isChecked())

    def _limits(self) -> dict[str, float]:
        return {reason: slider.value() / _SCALES[reason] for reason, slider in self.limits.items()}

    def _show_limits(self) -> None:
        for reason, slider in self.limits.items():
            self.limit_words[reason].setText(_LIMIT_WORDS[reason](self.options.limit(reason)))
            for widget in (slider, self.limit_words[reason]):
                widget.setVisible(reason in self.options.rejecting)

    def _lay_out(self) -> None:
        title = PlainLabel("Suggest a cut")
        title.setProperty("strong", True)
        scrolled, body = Above(), QWidget()
        scrolled.add(body)
        self._lay_out_body(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(4)
        whole.addLayout(_line(title, self.shut))
        whole.addWidget(scrolled)
        whole.addWidget(self.would_be)
        whole.addSpacing(4)
        whole.addLayout(self._buttons())
        self._show_limits()

    def _lay_out_body(self, body: QWidget) -> None:
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.state)
        column.addWidget(self.words)
        column.addWidget(self.cells)
        column.addWidget(self.keep)
        column.addLayout(_line(PlainLabel("Best by"), self.best_by))
        for reason in self.switches:
            self._lay_out_reason(column, reason)
        column.addWidget(self.missing)
        quiet = (self.state, self.cells, self.would_be, self.missing, *self.counts.values(), *self.limit_words.values())
        for label in quiet:
            label.setProperty("quiet", True)

    def _lay_out_reason(self, column: QVBoxLayout, reason: str) -> None:
        switch = self.switches[reason]
        column.addLayout(_line(switch, self.counts[reason]))
        switch.setChecked(reason in self.options.rejecting)
        if slider := self.limits.get(reason):
            column.addWidget(slider)
            column.addWidget(self.limit_words[reason])
            low, usual, high = (round(each * _SCALES[reason]) for each in LIMITS[reason])
            slider.setRange(low, high)
            slider.setValue(usual)

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.take_over, 1)
        buttons.addWidget(self.one)
        return buttons


def _marked(source: CutSource) -> str:
    """What the person has decided of the shoot."""
    flags = source.flags[source.inside]
    picks, rejects = int((flags == PICK).sum()), int((flags == REJECT).sum())
    return f"{figures(picks)} picked, {figures(rejects)} rejected" if picks or rejects else "nothing is marked yet"


def _fewer(made: Suggestions, wanted: int) -> list[str]:
    """Why there are fewer picks than are wanted, where there are."""
    picks = made.picks + int((made.source.flags[made.source.inside] == PICK).sum())
    if picks >= wanted:
        return []
    why = "; ".join(f"{figures(count)} {words}" for words, count in made.without_pick().items())
    return [f"{figures(picks)} of about {figures(wanted)}: {why}."] if why else []


def _line(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(left)
    line.addStretch(1)
    line.addWidget(right)
    return line


def _slider(name: str) -> QSlider:
    """A click leaves the keyboard with the photographs."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    slider.setAccessibleName(name)
    return slider


def _switch(words: str) -> QCheckBox:
    switch = QCheckBox(f"Reject: {words}")
    switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    switch.setMinimumWidth(1)  # or sentences would be wrapped for more room than there is, and cut off below
    return switch


def _button(text: str, *, accent: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setProperty("accent", accent)
    return button
