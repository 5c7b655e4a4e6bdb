"""A range that is typed: of raw scores or facts, or of percentiles within the shoot."""

from datetime import UTC, datetime

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.moments import typed
from clipiqa_desktop.catalog.query.fields import Kind
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.notation import current, figures
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.local_notation import read_local_moment
from clipiqa_desktop.ui.widgets.numbers import read_number, spelled_number
from clipiqa_desktop.ui.widgets.plain import PlainLabel, label_of

_WORDS = ("From", "To")


class RangeDialog(QDialog):
    """Filters while one types; Cancel brings back what was before."""

    def __init__(self, library: Library, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._field, self._before = library, library.fields[key], library.query
        self.setWindowTitle(f"Filter by {self._field.within_text}")
        self.low, self.high = QLineEdit(), QLineEdit()
        self.percentiles = QRadioButton("Percentiles within the shoot, 0 to 100")
        self.raw = QRadioButton(self._entry)
        self._kind = QButtonGroup(self)
        self._remaining = PlainLabel()
        self._remaining.setProperty("quiet", True)
        self._lay_out()
        self._exact: dict[str, float] = {}  # numbers that were spelled with fewer figures than they have
        self._unread = ""
        self._fill(library.query.range_of(key))
        for line in (self.low, self.high):
            line.textChanged.connect(self._filter)
        self.percentiles.toggled.connect(self._filter)
        library.counts_changed.connect(self._count)
        self._count()

    def reject(self) -> None:
        """Brings back what was before."""
        self._library.ask(self._before)
        super().reject()

    def _filter(self) -> None:
        before, unread = self._library.query.range_of(self._field.key), []
        values: list[float | None] = []
        for words, line, kept in zip(_WORDS, (self.low, self.high), (before.low, before.high), strict=True):
            text = line.text().strip()
            value = self._typed(text, end=line is self.high) if text else None
            if text and value is None:
                unread.append(f"“{words}” cannot be read: {text} is no {self._kind_of_value}")
                value = kept  # it changes nothing until it can be
            values.append(value)
        self._unread = "; ".join(unread)
        self._ok.setEnabled(not unread)
        low, high = values
        bounds = Range(low, high, percentile=self.percentiles.isChecked())
        self._library.ask(self._library.query.with_range(self._field.key, bounds))
        self._count()

    def _typed(self, text: str, *, end: bool) -> float | None:
        if text in self._exact:
            return self._exact[text]
        if self._is_moment:
            return read_local_moment(text, self.locale(), end=end)
        return read_number(text, self.locale(), 100 if self.percentiles.isChecked() else self._field.limits[1])

    @property
    def _entry(self) -> str:
        return f"Times: {_moment_example()}" if self._field.kind is Kind.MOMENT else self._field.entry

    @property
    def _is_moment(self) -> bool:
        return self._field.kind is Kind.MOMENT and self.raw.isChecked()

    @property
    def _kind_of_value(self) -> str:
        if self._is_moment:
            return f"time like {_moment_example()}"
        return f"number like {spelled_number(0.25, self.locale())}"

    def _fill(self, bounds: Range) -> None:
        is_moment = self._field.kind is Kind.MOMENT and not bounds.percentile
        for line, value in ((self.low, bounds.low), (self.high, bounds.high)):
            if value is not None:
                text = typed(value) if is_moment else spelled_number(value, self.locale())
                self._exact[text] = value
                line.setText(text)
        in_percent = bounds.percentile or (not bounds and self._field.percentile)
        (self.percentiles if in_percent else self.raw).setChecked(True)

    def _count(self) -> None:
        if self._unread:
            self._remaining.setText(self._unread)
            return
        answer, bounds = self._library.answer, self._library.query.range_of(self._field.key)
        if bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
            self._remaining.setText("“From” is above “To”: nothing lies between them")
            return
        remain = "remains" if len(answer.rows) == 1 else "remain"
        self._remaining.setText(f"{figures(len(answer.rows))} of {photographs(answer.shoot)} {remain}")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        form = QFormLayout()
        for words, field in zip(_WORDS, (self.low, self.high), strict=True):
            field.setPlaceholderText("no bound")
            field.setAccessibleName(words)
            field.setMinimumWidth(220)
            form.addRow(label_of(field, words), field)
        layout.addLayout(form)
        for kind in (self.percentiles, self.raw):
            self._kind.addButton(kind)
            layout.addWidget(kind)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(self._remaining)
        layout.addWidget(buttons)


def _moment_example() -> str:
    """`2026-11-23 or 2026-11-23 14:30`, as the person writes it."""
    when, notation = datetime(2026, 11, 23, 14, 30, tzinfo=UTC), current()
    return f"{notation.date(when)} or {notation.date(when)} {notation.short_time(when)}"
