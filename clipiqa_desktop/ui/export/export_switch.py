"""Everything that takes photographs out of the window, in its menu: export, table, contact sheet, trash."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.options import EXPORTED, FAILED, UPDATED, ExportOptions, Result
from clipiqa_desktop.culling.export.refused_names import INSTEAD, RefusedNames
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.notation import figures
from clipiqa_desktop.settings import STACKS, Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.export.moves import Moves
from clipiqa_desktop.ui.export.rejects import Rejects
from clipiqa_desktop.ui.export.work import Jobs, Tell
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.marks.sidecar_switch import SidecarSwitch
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox
from clipiqa_desktop.ui.widgets.problems import ReasonsDialog

if TYPE_CHECKING:  # imported when it is asked for, so that the window starts without it
    from clipiqa_desktop.ui.export.sheet_dialog import SheetDialog

_DONE = {"copy": "copied to", "move": "moved to", "link": "linked in"}
_DOING = {"copy": "Copying", "move": "Moving", "link": "Linking"}


class ExportSwitch(QObject):
    """Works in a thread of its own; `said` tells in a few words what came of it.

    `selection` answers the selected photographs, `sidecars` writes beside the photographs meanwhile, `opened` opens a
    catalog for the thread, and `look` is told of a folder that was added and has other photographs now.
    """

    said = Signal(str)
    files_changed = Signal()  # whoever writes beside the photographs tells it, and sizes are added up anew

    def __init__(
        self,
        library: Library,
        selection: Callable[[], Sequence[int]],
        sidecars: SidecarSwitch,
        settings: Settings,
        opened: Callable[[], Catalog],
        thumbnails: Path,
        look: Callable[[Path], object],
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._selection, self._settings, self._opened = library, selection, settings, opened
        self._sidecars, self._thumbnails, self._look, self._window = sidecars, thumbnails, look, window
        self.jobs = Jobs(opened, window)
        self.jobs.said.connect(self.said)
        actions.add(Entry("Export", "export", "Export…", ("Ctrl+Shift+E",)), self.ask)
        actions.add(Entry("Export", "save_table", "Save table of what is shown as CSV…"), self.ask_for_table)
        actions.add(Entry("Export", "contact_sheet", "Contact sheet…"), self.ask_for_sheet)
        self.rejects = Rejects(library, self.jobs, sidecars.settle, actions, window)
        self.rejects.said.connect(self.said)
        self.rejects.changed.connect(library.merge_new)
        self.moves = Moves(library, self.jobs, window)
        self.moves.said.connect(self.said)
        self.moves.changed.connect(library.merge_new)

    def close(self) -> None:
        """Ends what is under way; what is whole is kept."""
        self.jobs.close()

    def ask(self) -> None:
        """Asks what to export, how and where to."""
        from clipiqa_desktop.ui.export.dialog import ExportDialog

        dialog = ExportDialog(self._library, self._selection(), self._settings, self._opened, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.export(dialog.ids, dialog.options))
        self.files_changed.connect(dialog.measure)
        dialog.open()

    def export(self, ids: Sequence[int], options: ExportOptions) -> None:
        """Begins an export beside the window, once it is known where marks go that it writes beside the originals."""
        begin = partial(self._begin, ids, options)
        writes = options.with_sidecars and SidecarSettings.from_settings(self._settings).mode != "off"
        self._sidecars.question.before_export(ids, begin, self._window) if writes else begin()

    def _begin(self, ids: Sequence[int], options: ExportOptions) -> None:
        settings = SidecarSettings.from_settings(self._settings)
        self.jobs.start(
            f"{_DOING[options.way]} {words.photographs(len(ids))}",
            lambda catalog, tell, cancelled: _export(catalog, ids, options, settings, tell, cancelled),
            lambda result: self._exported(ids, options, result),
        )

    def ask_for_table(self) -> None:
        """Asks for a file, and writes all that is known of what is shown."""
        from clipiqa_desktop.culling.cut import cut_of
        from clipiqa_desktop.culling.photo_table import save_photo_table
        from clipiqa_desktop.ui.export.sheet_dialog import offered_file, with_ending

        if self.jobs.busy:
            self.said.emit(self.jobs.busy_words)
            return
        offered = offered_file(self._library, self._settings, ".csv")
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save table", str(offered), "CSV (*.csv)")
        if not chosen:
            return
        strictness, folders = self._settings.get(STACKS), self._library.query.folders
        target, ids = with_ending(Path(chosen), ".csv", (".csv",)), self._library.passing.tolist()

        def task(catalog: Catalog, _tell: Tell, _cancelled: Callable[[], bool]) -> None:
            save_photo_table(target, catalog, ids, cut_of(catalog, strictness, folders))

        done = f"Table of {words.photographs(len(ids))} saved as {displayable_name(target.name)}"
        self.jobs.start(f"Saving {displayable_name(target.name)}", task, lambda _nothing: self.said.emit(done))

    def ask_for_sheet(self) -> None:
        """Asks what goes on a contact sheet, and prints it."""
        from clipiqa_desktop.ui.export.sheet_dialog import SheetDialog

        dialog = SheetDialog(self._library, self._selection(), self._settings, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print(dialog))
        dialog.open()

    def _print(self, dialog: "SheetDialog") -> None:
        from clipiqa_desktop.ui.export.contact_sheet import print_sheet

        sheet = dialog.sheet
        self.jobs.start(
            "Printing the contact sheet",
            lambda _catalog, tell, cancelled: print_sheet(sheet, self._thumbnails, tell, cancelled),
            lambda files: (
                self.said.emit(f"Contact sheet saved as {displayable_name(files[0].name)}") if files else None
            ),
        )

    def _exported(self, ids: Sequence[int], options: ExportOptions, result: Result | RefusedNames) -> None:
        if isinstance(result, RefusedNames):
            self._offer_replacement(ids, options, result)
            return
        target = displayable_name(str(options.target))
        done = f"{words.photographs(len(result.of(EXPORTED)))} {_DONE[options.way]} {target}"
        more = (result.from_before, result.left_behind, result.marks.in_words, result.marks.advice)
        self.said.emit("; ".join(filter(None, (done, *more))))
        if options.way == "move":
            self.moves.did(result)
            self._library.merge_new()
        elif result.of(EXPORTED) or result.of(UPDATED):
            self._library.refresh([each.photo_id for each in result.outcomes])  # sidecars may have brought marks
        for root in self._library.catalog.folders.roots():
            if options.target == root or root in options.target.parents:
                self._look(root)
        if result.stopped or result.reasons:
            self._show_trouble(result)

    def _offer_replacement(self, ids: Sequence[int], options: ExportOptions, refused: RefusedNames) -> None:
        names_stay = "The photographs keep their names where they lie now."
        box = PlainBox(Icon.Question, "Export", str(refused), names_stay, self._window)
        replace_them = box.addButton(f"Put {INSTEAD} in their place", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(replace_them)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        again = replace(options, replacing=True)
        box.buttonClicked.connect(lambda pressed: self.export(ids, again) if pressed is replace_them else None)
        box.open()

    def _show_trouble(self, result: Result) -> None:
        failed = len(result.of(FAILED))
        sentence = result.stopped or f"{words.photographs(failed)} of {figures(result.wanted)} could not be exported."
        if not result.reasons:
            box = PlainBox(Icon.Warning, "Export", sentence, parent=self._window)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()
            return
        if not failed and not result.stopped:
            sentence = "All photographs are exported; of some there is something to know."
        dialog = ReasonsDialog("Export", sentence, result.reasons, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _export(
    catalog: Catalog,
    ids: Sequence[int],
    options: ExportOptions,
    settings: SidecarSettings,
    tell: Tell,
    cancelled: Callable[[], bool],
) -> Result | RefusedNames:
    """An export; names that the target refuses are an answer, to which the person has one."""
    from clipiqa_desktop.culling.export.exporting import export

    try:
        return export(catalog, ids, options, settings, tell, cancelled)
    except RefusedNames as refused:
        return refused
