"""What the colour labels are called in sidecars: five fields, and the sets that other programs come with."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from clipiqa_desktop.culling.sidecar_settings import LABEL_PRESETS, trouble_with
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.widgets.form import quiet
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_OWN = "Names of your own"
_DOT = 10
_FIELD_WIDTH = 170
_ROWS = 3


class LabelNames(QWidget):
    """Tells of names that can be used; while those that are typed cannot, says why not."""

    changed = Signal(object)

    def __init__(self, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = QComboBox()
        self.presets.setAccessibleName("Names of the colour labels")
        self.presets.addItems([*LABEL_PRESETS, _OWN])
        self.fields = {colour: QLineEdit(name) for colour, name in names.items()}
        self.trouble = quiet()
        self.trouble.setProperty("quiet", False)
        self.trouble.setProperty("accent", True)
        self._lay_out()
        self._show_preset()
        self.presets.activated.connect(self._fill)
        for field in self.fields.values():
            field.textEdited.connect(self._show_preset)
            field.textEdited.connect(self._show_trouble)
            field.editingFinished.connect(self._take)

    def names(self) -> dict[str, str]:
        """What stands in the fields."""
        return {colour: field.text().strip() for colour, field in self.fields.items()}

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever leaves the page in the middle of a name has typed it."""
        self._take()
        super().hideEvent(event)

    def _fill(self) -> None:
        if preset := LABEL_PRESETS.get(self.presets.currentText()):
            for colour, name in preset.items():
                self.fields[colour].setText(name)
        self._show_trouble()
        self._take()

    def _take(self) -> None:
        if not trouble_with(self.names()):
            self.changed.emit(self.names())

    def _show_trouble(self) -> None:
        trouble = trouble_with(self.names())
        self.trouble.setText(f"{trouble} Until then the names stay as they were." if trouble else "")
        self.trouble.setVisible(bool(trouble))

    def _show_preset(self) -> None:
        names = self.names()
        self.presets.setCurrentText(next((title for title, each in LABEL_PRESETS.items() if each == names), _OWN))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(3, 20)
        grid.setColumnStretch(7, 1)
        grid.addWidget(self.presets, 0, 0, 1, 3)
        for place, (colour, field) in enumerate(self.fields.items()):
            field.setAccessibleName(f"Name of the {colour} label")
            field.setFixedWidth(_FIELD_WIDTH)
            row, column = place % _ROWS + 1, place // _ROWS * 4
            for widget in (_Dot(colour), PlainLabel(colour.capitalize()), field):
                grid.addWidget(widget, row, column)
                column += 1
        grid.addWidget(self.trouble, _ROWS + 1, 0, 1, 8)
        self.trouble.hide()


class _Dot(QWidget):
    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedSize(QSize(_DOT, _DOT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(style.current(), self._colour)))
        painter.drawEllipse(QRectF(self.rect()))
