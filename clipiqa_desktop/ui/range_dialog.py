"""A range typed in numbers: of raw scores or facts, or of percentiles within the shoot."""

from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.query import Range
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import title


class RangeDialog(QDialog):
    """Filters while one types; Cancel brings back what was before."""

    def __init__(self, library: Library, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._key, self._before = library, key, library.query
        self.setWindowTitle(f"Filter by {title(key).lower()}")
        self.low, self.high = QLineEdit(), QLineEdit()
        self.raw = QRadioButton("raw scores, 0 to 1" if key in library.keys else "its own numbers")
        self.percentiles = QRadioButton("percentiles within the shoot, 0 to 100")
        self._kind = QButtonGroup(self)
        self._remaining = QLabel()
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
        bounds = Range(_number(self.low), _number(self.high), percentile=self.percentiles.isChecked())
        self._library.ask(self._library.query.with_range(self._key, bounds))

    def _fill(self, bounds: Range) -> None:
        self.low.setText("" if bounds.low is None else f"{bounds.low:.6g}")
        self.high.setText("" if bounds.high is None else f"{bounds.high:.6g}")
        (self.percentiles if bounds.percentile or not bounds else self.raw).setChecked(True)

    def _count(self) -> None:
        answer = self._library.answer
        self._remaining.setText(f"{len(answer.rows):,} of {answer.shoot:,} photographs remain")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(14)
        form = QFormLayout()
        for words, field in (("From", self.low), ("To", self.high)):
            field.setValidator(QDoubleValidator())
            field.setPlaceholderText("no bound")
            field.setAccessibleName(words)
            form.addRow(words, field)
        kinds = QHBoxLayout()
        for kind in (self.percentiles, self.raw):
            self._kind.addButton(kind)
            kinds.addWidget(kind)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addLayout(form)
        layout.addLayout(kinds)
        layout.addWidget(self._remaining)
        layout.addWidget(buttons)


def _number(field: QLineEdit) -> float | None:
    number, valid = field.locale().toDouble(field.text())
    return number if valid else None
