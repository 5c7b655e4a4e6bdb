"""The bar over the grid that says what is missing, and what must not be forgotten."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from clipiqa_desktop.catalog.names import showable
from clipiqa_desktop.perception.download import Progress
from clipiqa_desktop.perception.weights import Weights

MISSING = (
    "<b>No scores yet: the network's weights are missing.</b> They are OpenAI's CLIP RN50, about 400 MB, fetched once. "
    "Nothing of yours is sent."
)


MISSING_FOR_MORE = (
    "New photographs are not scored: the network's weights are missing (OpenAI's CLIP RN50, about 400 MB, "
    "fetched once)."
)


class NoticeBar(QFrame):
    """Hidden as long as all is well; lasting as long as it is not."""

    download_requested = Signal()
    cancel_requested = Signal()
    choose_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self._bar = QProgressBar(textVisible=False)
        self._download, self._choose, self._cancel = (
            QPushButton(text) for text in ("Download", "Choose file…", "Cancel")
        )
        self._download.setProperty("accent", True)
        self._lay_out()
        self.hide()

    def show_missing(self, reason: str = "", caution: str = "") -> None:
        """There are no weights; `reason` says why not. Scores that are there may need a `caution` all the same."""
        text = f"{_sentence(caution)}. {escape(reason) or MISSING_FOR_MORE}" if caution else escape(reason) or MISSING
        self._show(text, urgent=bool(caution), buttons=(self._download, self._choose))

    def show_weights(self, weights: Weights) -> None:
        """Nothing for OpenAI's own weights; a lasting caution for others."""
        if not weights.caution:
            self.hide()
            return
        name = escape(showable(weights.path.name))
        text = f"{_sentence(weights.caution)} ({name}, {weights.short_hash})."
        self._show(text, urgent=True, buttons=(self._download, self._choose))
        self._download.setText("Download OpenAI's")

    def show_download(self, progress: Progress) -> None:
        """How far the download has come."""
        done, total = progress.received / 1e6, progress.total / 1e6
        text = (
            f"Downloading the weights: {done:,.0f} of {total:,.0f} MB"
            if total
            else f"Downloading the weights: {done:,.0f} MB"
        )
        if self._cancel.isHidden():
            self._show(text, urgent=False, buttons=(self._cancel,))
        self._text.setText(text)
        # In kilobytes: Qt counts in 32 bits.
        self._bar.setRange(0, progress.total // 1000)
        self._bar.setValue(progress.received // 1000)
        self._bar.show()

    def show_caution(self, caution: str) -> None:
        """What must stand beside the scores that are shown, as long as no more is known of their weights."""
        if caution:
            self._show(f"{_sentence(caution)}.", urgent=True, buttons=(self._download, self._choose))
            self._download.setText("Download OpenAI's")

    def _show(self, text: str, *, urgent: bool, buttons: tuple[QPushButton, ...]) -> None:
        self._text.setText(text)
        self._download.setText("Download")
        self._bar.hide()
        for button in (self._download, self._choose, self._cancel):
            button.setVisible(button in buttons)
        if self.property("urgent") is not urgent:
            self.setProperty("urgent", urgent)
            for widget in (self, self._text, self._download, self._choose):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self.show()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(10)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._bar, 1)
        for button, signal in (
            (self._download, self.download_requested),
            (self._choose, self.choose_requested),
            (self._cancel, self.cancel_requested),
        ):
            button.clicked.connect(signal)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            layout.addWidget(button)


def _sentence(caution: str) -> str:
    return f"<b>{escape(caution[0].upper() + caution[1:])}</b>"
