"""The page of what concerns the program as a whole."""

import sys
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QSpinBox, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.settings import DEVICE, FRAMES_MB, FRAMES_MB_LIMITS, PAIR, PRECISION, Settings
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.weights_switch import WeightsSwitch
from clipiqa_desktop.ui.widgets.form import Form
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_GRAPHICS = ("mps", "Apple graphics (MPS)") if sys.platform == "darwin" else ("cuda", "NVIDIA graphics (CUDA)")
_DEVICES = (("auto", "The fastest there is"), ("cpu", "Processor (CPU)"), _GRAPHICS)
_PRECISIONS = (
    ("auto", "Automatic: the fastest that gives the same scores"),
    ("fp32", "32 bits"),
    ("bf16", "bfloat16, where the processor has it"),
    ("fp16", "16 bits, on graphics processors"),
)
_THEMES = ((style.DARK.name, "Dark"), (style.LIGHT.name, "Light"))
_NO_FILE = "No file is chosen: the program looks where weights usually lie."


class GeneralPage(Form):
    """Theme, pairs, memory, device, precision and weights."""

    frames_memory_changed = Signal(object)  # bytes, more than Qt's own integers hold

    def __init__(
        self,
        settings: Settings,
        indexing: Indexing,
        weights: WeightsSwitch,
        show_theme: Callable[[style.Theme], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._indexing, self._weights = settings, indexing, weights
        self._show_theme = show_theme
        self._add_look()
        self._add_photographs()
        self._add_network()

    def _add_look(self) -> None:
        self.heading("Look")
        self.theme = _choice(_THEMES, style.current().name)
        self.theme.activated.connect(lambda: self._show_theme(style.THEMES[self.theme.currentData()]))
        self.row("Theme", self.theme)

    def _add_photographs(self) -> None:
        self.heading("Photographs")
        self.pair = QCheckBox("RAW and JPEG of one shot are one photograph")
        self.pair.setChecked(self._settings.get(PAIR))
        self.pair.clicked.connect(self._set_pair)
        self.line(self.pair)
        self.sentence(
            "Or RAW and HEIC: they are shown once, and marked, moved and exported together. When you turn this off, "
            "both get the marks that they had together; when you turn it on, marks of the RAW count where its JPEG has "
            "none. All folders are looked through again.",
            indented=True,
        )
        least, most = FRAMES_MB_LIMITS
        self.memory = QSpinBox(minimum=least, maximum=most, singleStep=100)
        self.memory.setSuffix(" MB")
        self.memory.setValue(self._settings.get(FRAMES_MB))
        self.memory.valueChanged.connect(self._set_memory)
        self.row("Memory for large photographs", self.memory)
        self.sentence("For photographs that are prepared before you come to them in loupe, compare and survey.")

    def _add_network(self) -> None:
        self.heading("Network")
        self.device = _choice(_DEVICES, self._settings.get(DEVICE))
        self.device.activated.connect(self._set_device)
        self.row("Runs on", self.device)
        self.precision = _choice(_PRECISIONS, self._settings.get(PRECISION))
        self.precision.activated.connect(self._set_precision)
        self.row("Precision", self.precision)
        self.sentence(
            "A change looks through all folders again; another precision scores all photographs anew. Options of the "
            "command line come before what is chosen here."
        )
        self.heading("Weights")
        self._file = PlainLabel(wordWrap=True)
        self.wide(self._file)
        words = ("Choose file…", "Use the usual places")
        self.choose, self.forget = (QPushButton(text, autoDefault=False) for text in words)
        self.choose.clicked.connect(self._choose_weights)
        self.forget.clicked.connect(self._forget_weights)
        self._weights.changed.connect(self._show_weights)
        self.line(_side_by_side(self.choose, self.forget))
        self._show_weights()

    def _set_pair(self, wanted: bool) -> None:
        self._settings.set(PAIR, wanted)
        self._indexing.start()

    def _set_memory(self, megabytes: int) -> None:
        self._settings.set(FRAMES_MB, megabytes)
        self.frames_memory_changed.emit(megabytes * 1_000_000)

    def _set_device(self) -> None:
        self._settings.set(DEVICE, self.device.currentData())
        self._indexing.start()

    def _set_precision(self) -> None:
        self._settings.set(PRECISION, self.precision.currentData())
        self._indexing.start()

    def _choose_weights(self) -> None:
        self._weights.choose(self)

    def _forget_weights(self) -> None:
        self._weights.use(None)

    def _show_weights(self) -> None:
        named = self._indexing.named
        self._file.setText(displayable_name(str(named)) if named else _NO_FILE)
        self.forget.setEnabled(named is not None)


def _choice(choices: tuple[tuple[str, str], ...], chosen: str) -> QComboBox:
    box = QComboBox()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box


def _side_by_side(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    return row
