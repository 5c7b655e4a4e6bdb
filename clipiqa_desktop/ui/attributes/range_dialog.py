"""A range that is typed: of raw scores or facts, or of percentiles within the shoot."""

from datetime import UTC, datetime, timedelta

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

from clipiqa_desktop.catalog.query import Range
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import title
from clipiqa_desktop.ui.widgets.plain import PlainLabel, label_of

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
        self._remaining = PlainLabel()
        self._remaining.setProperty("quiet", True)
        self._lay_out()
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
        is_time = self._key == "captured" and self.raw.isChecked()
        low, high = (
            _moment(field.text(), end) if is_time else _number(field) for field, end in ((self.low, 0), (self.high, 1))
        )
        bounds = Range(low, high, percentile=self.percentiles.isChecked())
        self._library.ask(self._library.query.with_range(self._key, bounds))

    def _fill(self, bounds: Range) -> None:
        spelled = _spelled_moment if self._key == "captured" and not bounds.percentile else "{:.6g}".format
        self.low.setText("" if bounds.low is None else spelled(bounds.low))
        self.high.setText("" if bounds.high is None else spelled(bounds.high))
        in_percent = bounds.percentile or (not bounds and self._key in self._library.keys)
        (self.percentiles if in_percent else self.raw).setChecked(True)

    def _count(self) -> None:
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
        for words, field in (("From", self.low), ("To", self.high)):
            field.setPlaceholderText("no bound")
            field.setAccessibleName(words)
            field.setMinimumWidth(220)
            form.addRow(label_of(field, words), field)
        layout.addLayout(form)
        for kind in (self.percentiles, self.raw):
            self._kind.addButton(kind)
            layout.addWidget(kind)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(self._remaining)
        layout.addWidget(buttons)


def _own_words(library: Library, key: str) -> str:
    if key == "captured":
        return "Times: 2026-11-23 or 2026-11-23 14:30"
    return "Raw scores, 0 to 1" if key in library.keys else "Its own numbers"


def _number(field: QLineEdit) -> float | None:
    number, valid = field.locale().toDouble(field.text())
    return number if valid else None


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
