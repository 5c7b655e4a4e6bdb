"""Marks on their way to other programs: written as XMP sidecars when asked, or after every mark."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.conflicts import Conflict
from clipiqa_desktop.catalog.marks import PICK, REJECT
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.sidecar_writer import SidecarWriter
from clipiqa_desktop.culling.sidecars import Written
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.problems import ReasonsDialog


class SidecarSwitch(QObject):
    """Writes in a thread of its own; `said` tells in a few words what came of it."""

    said = Signal(str)
    _written = Signal(object)

    def __init__(
        self, library: Library, settings: Settings, opened: Callable[[], Catalog], actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library, self._settings, self._opened, self._window = library, settings, opened, window
        self._writer = self._make_writer()
        self._written.connect(self._tell)
        library.marked.connect(self._marked)
        self._add_entries(actions)

    def write_shown(self) -> None:
        """Lets the sidecars of all photographs that are shown say their marks."""
        self._writer.add(self._library.ids.tolist())

    def show_problems(self) -> None:
        """Lists sidecars that could not be used, and marks that another program changed at the same time."""
        catalog = self._library.catalog
        rows = [(problem.path, problem.sentence) for problem in catalog.sidecars.problems()]
        rows += [(self._path(each), _conflict_words(each)) for each in catalog.conflicts.all()]
        words = f"{len(rows):,} sidecars could not be used, or were marked here and elsewhere at the same time."
        ReasonsDialog("Sidecars", words, rows, self._window).exec()

    def close(self) -> None:
        """Writes what is waiting."""
        self._writer.close()

    def _add_entries(self, actions: Actions) -> None:
        write = Entry("Mark", "write_sidecars", "Write marks of what is shown to sidecars", ("Ctrl+S",))
        actions.add(write, self.write_shown)
        actions.add(Entry("Mark", "sidecar_problems", "Sidecar problems and conflicts…"), self.show_problems)

    def _kept(self) -> SidecarSettings:
        return SidecarSettings.from_settings(self._settings)

    def _make_writer(self) -> SidecarWriter:
        return SidecarWriter(self._opened, self._kept(), self._written.emit)

    def _set_always(self, always: bool) -> None:
        replace(self._kept(), mode="as I mark" if always else "on export").to_settings(self._settings)

    def _marked(self, ids: Sequence[int]) -> None:
        if self._kept().mode == "as I mark":
            self._writer.add(ids)

    def _tell(self, written: Sequence[Written]) -> None:
        if changed := [each.photo_id for each in written if each.marks_changed]:
            self._library.refresh(changed)
        troubles = sum(bool(each.problem or each.warning) for each in written)
        words = f"Sidecars of {len(written):,} photographs say their marks"
        self.said.emit(f"{words}; {troubles} with a problem: see ☰ → Mark" if troubles else words)

    def _path(self, conflict: Conflict) -> Path:
        return self._library.catalog.photos.get(conflict.photo_id).path


def _conflict_words(conflict: Conflict) -> str:
    kept, other = (conflict.ours, conflict.theirs) if conflict.kept_ours else (conflict.theirs, conflict.ours)
    return (
        f"{conflict.field.capitalize()}: {_value(conflict, kept)} was newer and is kept, not {_value(conflict, other)}."
    )


def _value(conflict: Conflict, value: int | str) -> str:
    flags: dict[int | str, str] = {PICK: "picked", REJECT: "rejected"}
    return str(flags.get(value, "none") if conflict.field == "flag" else value or "none")
