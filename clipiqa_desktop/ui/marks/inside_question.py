"""Asks once whether marks of JPEG files go into the files themselves, where Lightroom and Bridge look; and says once of
which other files these do not see the marks.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from clipiqa_desktop.culling.inside_only import JPEG, counted, in_words, marked_inside_only
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.notation import figures
from clipiqa_desktop.photos import exiftool
from clipiqa_desktop.settings import INSIDE_TOLD, JPEG_ASKED, Settings
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.bar import Bar
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox

_KEEP, _INSIDE = "Keep to sidecars", "Into JPEG files too"
_WHY = "Lightroom and Bridge read them only inside."
_WAYS = "Sidecars leave your files untouched; inside, pixels stay as they are."
_LATER = "You can change this in ☰ → File → Settings → Sidecars. Copies that you export hold their marks in any case."


class InsideBar(Bar):
    """The question with its two answers, or what is said where there is nothing to ask."""

    keep = Signal()
    inside = Signal()
    read = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keep_button = self.add_button(_KEEP, self.keep)
        self.inside_button = self.add_button(_INSIDE, self.inside)
        self.read_button = self.add_button("OK", self.read)

    def ask(self, jpegs: int, others: Mapping[str, int]) -> None:
        """The marks of so many JPEG files wait for the answer; those of others need none."""
        wait, its = ("1 JPEG file waits", "its") if jpegs == 1 else (f"{figures(jpegs)} JPEG files wait", "their")
        self._show(f"<b>{wait}: where shall {its} marks go?</b> {_WHY} {_WAYS} {_others_too(others)}", asks=True)

    def say(self, others: Mapping[str, int]) -> None:
        """There are none but others."""
        said = f"<b>Lightroom and Bridge do not see the marks of {in_words(others)}:</b> they read them only inside."
        self._show(f"{said} {_in_copies()}", asks=False)

    def _show(self, text: str, *, asks: bool) -> None:
        self._text.show_text(text.strip(), _LATER if asks else "")
        for button in (self.keep_button, self.inside_button):
            button.setVisible(asks)
        self.read_button.setVisible(not asks)
        self.show()


class InsideQuestion(QObject):
    """Holds back what would get a first sidecar until the person has answered; all is safe in the catalog meanwhile.

    `answered` hands over what waited. Files that are no JPEG are never written to, so that nothing of them waits.
    """

    answered = Signal(object)

    def __init__(self, library: Library, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._settings = library, settings
        self._waiting: set[int] = set()
        self._others: dict[int, str] = {}  # what is said of these, by kind
        self.bar = InsideBar()
        self.bar.keep.connect(lambda: self._answer(embed=False))
        self.bar.inside.connect(lambda: self._answer(embed=True))
        self.bar.read.connect(self._was_read)

    def passed(self, photo_ids: Collection[int]) -> set[int]:
        """Those of the photographs whose marks can be written now."""
        asks, tells = self._asks, not self._settings.get(INSIDE_TOLD)
        freed = set() if asks else self.taken()
        found = self._found(photo_ids) if asks or tells else {}
        self._waiting |= {photo_id for photo_id, kind in found.items() if asks and kind == JPEG}
        self._others |= {photo_id: kind for photo_id, kind in found.items() if tells and kind != JPEG}
        self._show()
        return {*photo_ids, *freed} - self._waiting

    @property
    def waiting(self) -> int:
        """How many photographs wait for the answer."""
        return len(self._waiting)

    def taken(self) -> set[int]:
        """What waits, and no longer does; the question is put away."""
        waiting, self._waiting = self._waiting, set()
        self._show()
        return waiting

    def before_export(self, photo_ids: Collection[int], begin: Callable[[], object], window: QWidget) -> None:
        """Begins an export that writes marks beside its originals too, after the question where it is about them."""
        kinds = counted(self._found(photo_ids) if self._asks else {})
        if not (jpegs := kinds.pop(JPEG, 0)):
            begin()
            return
        box = ExportQuestion(jpegs, kinds, window)
        box.answered.connect(lambda embed: self._answer(embed=embed))
        box.answered.connect(lambda _embed: begin())
        box.open()

    @property
    def _asks(self) -> bool:
        return not (SidecarSettings.from_settings(self._settings).embed or self._settings.get(JPEG_ASKED))

    def _found(self, photo_ids: Collection[int]) -> Mapping[int, str]:
        options = SidecarSettings.from_settings(self._settings).options
        return marked_inside_only(self._library.catalog, photo_ids, options)

    def _show(self) -> None:
        others = counted(self._others)
        if self._waiting:
            self.bar.ask(len(self._waiting), others)
        elif others:
            self.bar.say(others)
        else:
            self.bar.hide()

    def _answer(self, *, embed: bool) -> None:
        self._settings.set(JPEG_ASKED, True)
        replace(SidecarSettings.from_settings(self._settings), embed=embed).to_settings(self._settings)
        if self._others:
            self._was_read()
        self.answered.emit(self.taken())

    def _was_read(self) -> None:
        self._settings.set(INSIDE_TOLD, True)
        self._others = {}
        self._show()


class ExportQuestion(PlainBox):
    """The same question where an export is about to write such marks; unanswered nothing is done."""

    answered = Signal(bool)  # whether they go into the files

    def __init__(self, jpegs: int, others: Mapping[str, int], parent: QWidget) -> None:
        asked = f"Where shall the marks of {in_words({JPEG: jpegs})} go?"
        more = f"An export writes them where the originals lie, too. {_WHY} {_WAYS} {_others_too(others)}".strip()
        super().__init__(Icon.Question, "Marks of JPEG files", asked, f"{more}\n\n{_LATER}", parent)
        role = QMessageBox.ButtonRole.AcceptRole
        self.keep_button, self.inside_button = self.addButton(_KEEP, role), self.addButton(_INSIDE, role)
        self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(self.keep_button)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttonClicked.connect(self._pressed)

    def _pressed(self, button: QAbstractButton) -> None:
        if button in {self.keep_button, self.inside_button}:
            self.answered.emit(button is self.inside_button)


def _others_too(others: Mapping[str, int]) -> str:
    """What becomes of other files meanwhile; empty where there are none."""
    if not others:
        return ""
    get = "gets" if sum(others.values()) == 1 else "get"
    return f"{in_words(others)} of yours {get} sidecars in any case. {_in_copies()}"


def _in_copies() -> str:
    """How such marks reach Lightroom all the same."""
    if exiftool.program():
        return "Copies that you export hold them inside."
    return "Copies that you export hold them inside where ExifTool is installed (exiftool.org), which is not."
