"""Asks once, in a bar, whether marks of JPEG files go into the files themselves, where Lightroom and Bridge look."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.culling.lone_jpegs import marked_lone_jpegs
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.notation import figures
from clipiqa_desktop.settings import JPEG_ASKED, Settings
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.bar import Bar


class JpegBar(Bar):
    """The question, with its two answers."""

    keep = Signal()
    inside = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keep_button = self.add_button("Keep to sidecars", self.keep)
        self.inside_button = self.add_button("Into JPEG files too", self.inside)

    def ask(self, count: int) -> None:
        """The marks of so many photographs wait for the answer."""
        wait = (
            "1 JPEG file waits: where shall its"
            if count == 1
            else f"{figures(count)} JPEG files wait: where shall their"
        )
        self._text.show_text(
            f"<b>{wait} marks go?</b> Lightroom and Bridge read them only inside. "
            "Sidecars leave your files untouched; inside, pixels stay as they are.",
            "You can change this in ☰ → File → Settings → Sidecars. Copies that you export hold their marks in any "
            "case, and TIFF, DNG and HEIC files of yours are never written to.",
        )
        self.show()


class JpegQuestion(QObject):
    """Holds back what would get a first sidecar until the person has answered; all is safe in the catalog meanwhile.

    `answered` hands over what waited.
    """

    answered = Signal(object)

    def __init__(self, library: Library, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._settings = library, settings
        self._waiting: set[int] = set()
        self.bar = JpegBar()
        self.bar.keep.connect(lambda: self._answer(embed=False))
        self.bar.inside.connect(lambda: self._answer(embed=True))

    def passed(self, photo_ids: Collection[int]) -> set[int]:
        """Those of the photographs whose marks can be written now."""
        kept = SidecarSettings.from_settings(self._settings)
        if kept.embed or self._settings.get(JPEG_ASKED):
            return {*photo_ids, *self.taken()}
        self._waiting |= marked_lone_jpegs(self._library.catalog, photo_ids, kept.options)
        if self._waiting:
            self.bar.ask(len(self._waiting))
        return {*photo_ids} - self._waiting

    def taken(self) -> set[int]:
        """What waits, and no longer does; the question is put away."""
        waiting, self._waiting = self._waiting, set()
        self.bar.hide()
        return waiting

    def _answer(self, *, embed: bool) -> None:
        self._settings.set(JPEG_ASKED, True)
        replace(SidecarSettings.from_settings(self._settings), embed=embed).to_settings(self._settings)
        self.answered.emit(self.taken())
