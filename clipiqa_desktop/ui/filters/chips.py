"""All that filters, in one line over the photographs: a chip each, and a press takes it away."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.query.fields import Field
from clipiqa_desktop.catalog.query.query import ALL, Query, Range
from clipiqa_desktop.ui.filters.filter_choices import STATE_TITLES
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import plain_tooltip, range_words
from clipiqa_desktop.ui.widgets.plain import PlainLabel

WIDEST = 340
HEIGHT = 34


@dataclass(frozen=True)
class Chip:
    """One filter in words, and the query that is left without it."""

    words: str
    without: Query


def chips(library: Library) -> list[Chip]:
    """What filters now, in the order of the query's parts; empty where the whole shoot is shown."""
    return list(_parts(library.query, library))


def _parts(query: Query, library: Library) -> Iterator[Chip]:
    if query.inverted and query.filters:
        yield Chip("Hidden by:", replace(query, inverted=False))
    if query.state != ALL:
        yield Chip(STATE_TITLES[query.state], replace(query, state=ALL))
    if query.name:
        yield Chip(f"Name: {displayable_name(query.name)}", replace(query, name=""))
    for key, wanted in query.ranges:
        if field := library.fields.get(key):
            yield Chip(_range_title(field, wanted), query.with_range(key, Range()))
    for key, values in query.choices:
        if field := library.fields.get(key):
            yield Chip(_choice_words(field, values), query.with_choice(key, ()))


def _range_title(field: Field, wanted: Range) -> str:
    """By the name of the one value that is wanted, where it has one."""
    alone = not wanted.percentile and wanted.low == wanted.high
    titles = [each.title for each in field.values if alone and each.value == wanted.low]
    return titles[0] if titles else f"{field.title} {range_words(field, wanted, titled=True)}"


def _choice_words(field: Field, values: frozenset[str | int]) -> str:
    titles = {each.value: each.title for each in field.values}
    words = sorted(titles.get(value, str(value)) if isinstance(value, int) else value for value in values)
    return f"{field.title}: {displayable_name(', '.join(words))}"


class ChipLine(QFrame):
    """As high when nothing filters, so that nothing moves."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._shown: list[Chip] | None = None
        self.setProperty("chips", True)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("What filters")
        self._clear = _button("Clear all", "Shows the whole shoot")
        self._clear.clicked.connect(lambda: library.ask(library.query.unfiltered))
        self._none = PlainLabel("Nothing is filtered")
        self._none.setProperty("quiet", True)
        self._line = _Line(self._take_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 10, 0)
        layout.setSpacing(8)
        layout.addWidget(self._none)
        layout.addWidget(self._line, 1)
        layout.addWidget(self._clear)
        library.answer_changed.connect(self.show_chips)
        library.attributes_changed.connect(self.show_chips)
        self.show_chips()

    def show_chips(self) -> None:
        """Brings the line up to date."""
        now = chips(self._library)
        if now != self._shown:
            self._shown = now
            self._line.show_chips([each.words for each in now])
            self._none.setVisible(not now)
            self._line.setVisible(bool(now))
            self._clear.setVisible(len(now) > 1)

    def _take_away(self, number: int) -> None:
        self._library.ask((self._shown or [])[number].without)


class _Line(QScrollArea):
    """The wheel moves it where there are more than have room; `press` is told which chip was."""

    def __init__(self, press: Callable[[int], None]) -> None:
        super().__init__()
        self._press = press
        self._buttons: list[QPushButton] = []  # kept where there are fewer: a new one takes a while to be dressed
        row, self._layout = QWidget(), QHBoxLayout()
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addStretch(1)
        row.setLayout(self._layout)
        self.setWidget(row)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_chips(self, chips: Sequence[str]) -> None:
        """Shows these words instead of those before."""
        while len(self._buttons) < len(chips):
            button = _button("", "")
            button.clicked.connect(partial(self._press, len(self._buttons)))
            self._layout.insertWidget(len(self._buttons), button)
            self._buttons.append(button)
        for button, words in zip(self._buttons, chips, strict=False):
            _say(button, words)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(chips))

    def minimumSizeHint(self) -> QSize:
        """It gives way to everything else."""
        return QSize(0, HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Sideways."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))
        event.accept()


def _say(button: QPushButton, chip: str) -> None:
    words = button.fontMetrics().elidedText(chip, Qt.TextElideMode.ElideMiddle, WIDEST)
    button.setText(f"{words.replace('&', '&&')}  ×")
    button.setToolTip(plain_tooltip(f"{chip}: press to take this filter away"))
    button.setAccessibleName(f"Take away the filter {chip}")


def _button(text: str, tip: str) -> QPushButton:
    """A click leaves the keyboard with the photographs."""
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setProperty("chip", True)
    button.setToolTip(plain_tooltip(tip))
    return button
