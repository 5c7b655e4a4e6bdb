"""The bar over the grid that says what is missing, and what must not be forgotten."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.downloads.models import FACES, Model
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.notation import figures
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.ui.indexing.offer import details, offer
from clipiqa_desktop.ui.widgets.bar import Bar
from clipiqa_desktop.ui.widgets.plain import without_tags
from clipiqa_desktop.ui.widgets.progress_bar import ProgressBar

_MISSING = "<b>No scores yet: the network's weights are missing.</b> Everything else works without them."
_DOWNLOAD, _OPENAIS = "Download", "Download OpenAI's"
_FACES_TOO = "Faces too (5 MB)"
_MISSING_FOR_MORE = "Nothing new is scored: the weights are missing."


FACES_MISSING = (
    "<b>Faces are not looked for yet.</b> Two small files are missing that find them, and whether eyes are open and "
    "sharp; nobody is recognised."
)


class NoticeBar(Bar):
    """Hidden as long as all is well; lasting as long as it is not. What is missing of faces waits for the weights."""

    download_requested = Signal()
    cancel_requested = Signal()
    choose_requested = Signal()
    faces_requested = Signal()
    faces_declined = Signal()
    caution_read = Signal()
    caution_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = ProgressBar()
        self.row.addWidget(self._bar, 1)
        self._download = self.add_button("Download", self.download_requested)
        self._choose = self.add_button("Choose file…", self.choose_requested)
        self._faces = self.add_button(_FACES_TOO, self.faces_requested)
        self._later = self.add_button("Not now", self.faces_declined)
        self._understood = self.add_button("Understood", self.caution_read)
        self._more = self.add_button("More…", self.caution_wanted)
        self._pause = self.add_button("Pause", self.cancel_requested)
        self._cancel = self.add_button("Cancel", self.cancel_requested)
        self._download.setProperty("accent", True)
        self._caution = ""
        self._read = ""  # the caution that somebody has read since the start, and that takes less room now
        self.caution_read.connect(self._was_read)
        self.caution_wanted.connect(self._wants_more)
        self._faces_offer: str | None = None  # why they are missing; None for no offer
        self._again: Callable[[], None] = self._rest  # what it shows when nothing is on its way

    def show_missing(
        self, model: Model, reason: str = "", caution: str = "", arrived: int = 0, *, scored: bool = False
    ) -> None:
        """There are no weights; `reason` says why not. Scores that are there may need a `caution` all the same.

        `arrived`: so many bytes came before the download was stopped. `scored`: there are scores of earlier.
        """
        self._again = lambda: self.show_missing(model, reason, caution, arrived, scored=scored)
        missing = f"{_MISSING_FOR_MORE if scored or caution else _MISSING} {escape(offer(model, arrived))}"
        text = " ".join(filter(None, (self._faces_failed, escape(reason)))) or missing
        self._show(
            f"{_sentence(caution)}. {text}" if caution else text,
            urgent=bool(caution),
            buttons=(self._download, self._choose),
            more=details(model),
            download="Go on" if arrived else _DOWNLOAD,
        )

    def show_weights(self, weights: Weights) -> None:
        """Nothing for OpenAI's own weights; a lasting caution for others."""
        self._again = lambda: self.show_weights(weights)
        if not weights.caution:
            self._rest()
            return
        name = escape(displayable_name(weights.path.name))
        self._show_caution(weights.caution, f" ({name}, {weights.short_hash}). {self._faces_failed}")

    def show_download(self, progress: Progress, what: str = "the weights") -> None:
        """How far the download has come."""
        self._show_progress(f"Downloading {what}", progress, self._pause)

    def show_copy(self, progress: Progress) -> None:
        """How far a file that was brought has been copied."""
        self._show_progress("Copying the file", progress, self._cancel)
        if not progress.received:
            self._text.show_text("Checking the file")  # only one that is known is copied

    def _show_progress(self, words: str, progress: Progress, stop: QPushButton) -> None:
        done, total = progress.received / 1e6, progress.total / 1e6
        so_far = figures(round(done))
        text = f"{words}: {so_far} of {figures(round(total))} MB" if total else f"{words}: {so_far} MB"
        if stop.isHidden():
            self._show(text, urgent=False, buttons=(stop,))
        self._text.show_text(text)
        # In kilobytes: Qt counts in 32 bits.
        self._bar.show_steps(progress.received // 1000, progress.total // 1000)
        self._bar.show()

    def show_caution(self, caution: str) -> None:
        """What must stand beside the scores that are shown, as long as no more is known of their weights."""
        if caution:
            self._again = lambda: self.show_caution(caution)
            self._show_caution(caution, f". {self._faces_failed}")

    def _show_caution(self, caution: str, more: str) -> None:
        """In full with what can be done about it, or once it was read in one short line; never not at all."""
        self._caution = caution
        if caution == self._read:
            self._show(
                f"{_sentence(caution)}.",
                urgent=True,
                buttons=(self._more,),
                more=without_tags(caution[0].upper() + caution[1:] + more),
            )
        else:
            buttons = (self._download, self._choose, self._understood)
            self._show(_sentence(caution) + more, urgent=True, buttons=buttons, download=_OPENAIS)

    def _was_read(self) -> None:
        self._read = self._caution
        self._again()

    def _wants_more(self) -> None:
        self._read = ""
        self._again()

    @property
    def is_busy(self) -> bool:
        """Whether it shows how far something has come."""
        return not (self.isHidden() or (self._pause.isHidden() and self._cancel.isHidden()))

    def show_again(self) -> None:
        """What it showed before something was on its way."""
        self._again()

    def offer_faces(self, reason: str | None) -> None:
        """There are no models of faces; `reason` says why not, where it is another one. None: there are, or nobody
        wants them.
        """
        self._faces_offer = reason
        if not self.is_busy:
            self._again()

    @property
    def _faces_failed(self) -> str:
        """Why faces cannot be looked for, near the beginning, where a bar of two lines does not cut it off."""
        return f"<b>Faces:</b> {escape(self._faces_offer)}" if self._faces_offer else ""

    def _rest(self) -> None:
        """All is well, but for faces."""
        if self._faces_offer is None:
            self.hide()
            return
        text = escape(self._faces_offer) or f"{FACES_MISSING} {escape(offer(FACES))}"
        self._show(text, urgent=False, buttons=(self._later,), more=details(FACES))
        self._faces.setText("Download")

    def _show(
        self,
        text: str,
        *,
        urgent: bool,
        buttons: tuple[QPushButton, ...],
        more: str = "",
        download: str = _DOWNLOAD,
    ) -> None:
        self._text.show_text(text, more)
        self._download.setText(download)
        self._bar.hide()
        for button in (
            *(self._download, self._choose, self._later),
            *(self._understood, self._more, self._pause, self._cancel),
        ):
            button.setVisible(button in buttons)
        stops = {self._pause, self._cancel, self._more}
        self.make_low(self._more in buttons)
        self._faces.setVisible(self._faces_offer is not None and stops.isdisjoint(buttons))
        self._faces.setText(_FACES_TOO)
        if self.property("urgent") is not urgent:
            self.setProperty("urgent", urgent)
            for widget in (self, self._text, *self.findChildren(QPushButton)):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self.show()
        self.lay_out_now()


def _sentence(caution: str) -> str:
    return f"<b>{escape(caution[0].upper() + caution[1:])}</b>"
