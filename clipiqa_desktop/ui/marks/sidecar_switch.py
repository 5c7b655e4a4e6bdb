"""Marks on their way to other programs: written as XMP sidecars when asked, or after every mark."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export.mark_places import MarkPlaces
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.culling.sidecar_files import Written
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.sidecar_writer import SidecarWriter
from clipiqa_desktop.photos.jpeg_xmp import holds_xmp
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.marks.inside_question import InsideQuestion
from clipiqa_desktop.ui.marks.sidecar_problems import SidecarProblems

WRITE = Entry("Photo", "write_sidecars", "Write sidecars of what is shown", ("Ctrl+S",), group=4)


class SidecarSwitch(QObject):
    """Writes in a thread of its own; `said` tells in a few words what came of it."""

    said = Signal(str)
    _written = Signal(object)

    def __init__(
        self, library: Library, settings: Settings, opened: Callable[[], Catalog], actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library, self._settings, self._window = library, settings, window
        self._writer = SidecarWriter(opened, self._kept, self._written.emit)
        self._troubled: dict[int, Written] = {}  # what was written, although with something to know, by id
        self._done: dict[int, Written] = {}  # by id, of what was asked for together: some waits for an answer
        self.question = InsideQuestion(library, settings, self)
        self.question.answered.connect(self._write)
        self._written.connect(self._tell)
        library.marks_saved.connect(self._marked)
        self._add_entries(actions)

    def write_shown(self) -> None:
        """Lets the sidecars of all photographs that are shown say their marks."""
        if ids := self._library.passing.tolist():
            self._write(self.question.passed(ids))

    def show_problems(self) -> None:
        """Lists what stood in the way of sidecars, and marks that another program changed at the same time."""
        kept, written = self._kept(), self._troubled.values()
        shared = [] if kept.full_name else sorted((each.path, each.warning) for each in written if each.warning)
        elsewhere = sorted((each.path, each.elsewhere) for each in written if each.elsewhere)
        SidecarProblems(self._library, shared, elsewhere, self._window).exec()

    def settle(self, cancelled: Callable[[], bool]) -> None:
        """Waits until marks that are on their way are in their files. For any other thread."""
        self._writer.settle(cancelled)

    def close(self) -> None:
        """Writes what is waiting; without an answer files stay untouched."""
        self._writer.add(self.question.taken())
        self._writer.close()

    def _add_entries(self, actions: Actions) -> None:
        actions.add(WRITE, self.write_shown)
        actions.add(Entry("Photo", "sidecar_problems", "Sidecar problems and conflicts…", group=4), self.show_problems)

    def _kept(self) -> SidecarSettings:
        return SidecarSettings.from_settings(self._settings)

    def _marked(self, ids: Sequence[int]) -> None:
        if self._kept().mode == "as I mark":
            self._writer.add(self.question.passed(ids))

    def _write(self, ids: Collection[int]) -> None:
        if ids:
            self.said.emit("Writing marks…")
            self._writer.add(ids)

    def _tell(self, written: Sequence[Written]) -> None:
        if changed := [each.photo_id for each in written if each.marks_changed]:
            self._library.refresh(changed)
        for each in written:
            self._troubled.pop(each.photo_id, None)
            if each.warning or each.elsewhere:
                self._troubled[each.photo_id] = each
        troubles = sum(bool(each.trouble) for each in written)
        self._done |= {each.photo_id: each for each in written if not each.problem}
        words = _done_words([*self._done.values()], self.question.waiting)
        if not self.question.waiting:
            self._done = {}
        self.said.emit(f"{words}; {troubles} with a problem: see ☰ → Photo" if troubles else words)


def _done_words(written: Sequence[Written], waiting: int) -> str:
    """Of what could be written, while so many wait for an answer."""
    inside = sum(each.holds_marks and holds_xmp(each.path.name) for each in written)
    marked = sum(each.holds_marks for each in written)
    wait = f"The marks of {photographs(waiting)} wait for your answer above" if waiting else ""
    if not marked:
        return wait or "No marks were written: none of these photographs has any"
    words = MarkPlaces(inside, marked - inside, len(written) - marked).in_words
    done = f"{words[:1].upper()}{words[1:]}"
    return f"{done}; {wait[:1].lower()}{wait[1:]}" if wait else done
