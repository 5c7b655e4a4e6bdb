"""A range that is typed: of raw scores or facts, or of percentiles within the shoot."""

import math
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.query import Range
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import title
from clipiqa_desktop.ui.widgets.numbers import read_number, spelled_number

_WORDS = ("From", "To")
_DAY = timedelta(days=1) - timedelta(milliseconds=1)


class RangeDialog(QDialog):
    """Filters while one types; Cancel brings back what was before."""

    def __init__(self, library: Library, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._key, self._before = library, key, library.query
        self.setWindowTitle(f"Filter by {title(key).lower()}")
        self.low, self.high = QLineEdit(), QLineEdit()
        self.percentiles = QRadioButton("Percentiles within the shoot, 0 to 100")
        self.raw = QRadioButton(_own_words(library, key))
        self._kind = QButtonGroup(self)
        self._remaining = QLabel()
        self._remaining.setProperty("quiet", True)
        self._lay_out()
        self._exact: dict[str, float] = {}  # numbers that were spelled with fewer figures than they have
        self._unread = ""
        self._fill(library.query.range_of(key))
        for field in (self.low, self.high):
            field.textChanged.connect(self._filter)
        self.percentiles.toggled.connect(self._filter)
        library.counts_changed.connect(self._count)
        self._count()

    def reject(self) -> None:
        """Brings back what was before."""
        self._library.ask(self._before)
        super().reject()

    def _filter(self) -> None:
        before, unread = self._library.query.range_of(self._key), []
        values: list[float | None] = []
        for end, (field, kept) in enumerate(((self.low, before.low), (self.high, before.high))):
            text = field.text().strip()
            value = self._read(text, end) if text else None
            if text and value is None:
                unread.append(f"“{_WORDS[end]}” cannot be read: {text} is no {self._kind_of_value}")
                value = kept  # it changes nothing until it can be
            values.append(value)
        self._unread = "; ".join(unread)
        self._ok.setEnabled(not unread)
        low, high = values
        bounds = Range(low, high, percentile=self.percentiles.isChecked())
        self._library.ask(self._library.query.with_range(self._key, bounds))
        self._count()

    def _read(self, text: str, end: int) -> float | None:
        if text in self._exact:
            return self._exact[text]
        if self._is_time:
            return _moment(text, end)
        is_score = self._key in self._library.keys
        return read_number(text, self.locale(), 100 if self.percentiles.isChecked() else 1 if is_score else math.inf)

    @property
    def _is_time(self) -> bool:
        return self._key == "captured" and self.raw.isChecked()

    @property
    def _kind_of_value(self) -> str:
        if self._is_time:
            return "time like 2026-11-23 or 2026-11-23 14:30"
        return f"number like {spelled_number(0.25, self.locale())}"

    def _fill(self, bounds: Range) -> None:
        is_time = self._key == "captured" and not bounds.percentile
        for field, value in ((self.low, bounds.low), (self.high, bounds.high)):
            if value is not None:
                text = _spelled_moment(value) if is_time else spelled_number(value, self.locale())
                self._exact[text] = value
                field.setText(text)
        in_percent = bounds.percentile or (not bounds and self._key in self._library.keys)
        (self.percentiles if in_percent else self.raw).setChecked(True)

    def _count(self) -> None:
        if self._unread:
            self._remaining.setText(self._unread)
            return
        answer, bounds = self._library.answer, self._library.query.range_of(self._key)
        if bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
            self._remaining.setText("“From” is above “To”: nothing lies between them")
            return
        self._remaining.setText(f"{len(answer.rows):,} of {answer.shoot:,} photographs remain")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        form = QFormLayout()
        for words, field in zip(_WORDS, (self.low, self.high), strict=True):
            field.setPlaceholderText("no bound")
            field.setAccessibleName(words)
            field.setMinimumWidth(220)
            form.addRow(words, field)
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


def _own_words(library: Library, key: str) -> str:
    if key == "captured":
        return "Times: 2026-11-23 or 2026-11-23 14:30"
    return "Raw scores, 0 to 1" if key in library.keys else "Its own numbers"


def _moment(text: str, end: int) -> float | None:
    """Seconds since 1970 by the camera's clock; a day without a time is meant from its start, or to its `end`."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=UTC)
    except ValueError:
        return None
    whole_day = len(text.strip()) <= len("2026-11-23")
    return (moment + _DAY * end if whole_day else moment).timestamp()


def _spelled_moment(seconds: float) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%d %H:%M:%S}"
