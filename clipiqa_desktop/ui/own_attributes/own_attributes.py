"""The person's own attributes in the window: making, changing, deleting, exporting and importing them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from clipiqa_desktop.catalog.query.query import Query, Range
from clipiqa_desktop.catalog.scores.learned_pairs import Learning
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.culling.attribute_file import SUFFIX, AttributeText, load, save
from clipiqa_desktop.culling.attribute_names import LONGEST_TITLE, title_trouble
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.file_names import legal_name
from clipiqa_desktop.indexing.prompt_process import StoredAttribute, StoreLearned
from clipiqa_desktop.indexing.prompting import Delete, Rename
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.attributes.learned_words import learned_words
from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.dialog import AttributeDialog, Draft
from clipiqa_desktop.ui.own_attributes.prompt_thread import PromptThread
from clipiqa_desktop.ui.widgets.dashed_button import dashed_button
from clipiqa_desktop.ui.widgets.name_dialog import NameDialog
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox, tell

_FILTER = f"Attributes (*{SUFFIX})"


class OwnAttributes(QObject):
    """Keeps catalog, library and the list of attributes in step. Nothing of it needs undo: deleting asks first."""

    said = Signal(str)

    def __init__(
        self,
        library: Library,
        prompts: PromptThread,
        panel: AttributePanel,
        thumbnails: Path,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._prompts, self._thumbnails, self._window = library, prompts, thumbnails, window
        panel.put_below_own(
            dashed_button(
                "+ your own: two opposite words…",
                "New attribute of your own",
                "Any two words that mean the opposite of each other make an attribute: elegant and clumsy",
                self.make,
            )
        )
        prompts.answered.connect(self._answered)
        prompts.refused.connect(self._refused)
        actions.add(Entry("Sort and filter", "own_attribute", "New attribute of your own…", group=1), self.make)
        actions.add(Entry("Sort and filter", "import_attribute", "Import an attribute…", group=1), self.import_one)

    def make(self) -> None:
        """Asks for two opposite words."""
        self._open(Draft())

    def edit(self, attribute: OwnAttribute) -> None:
        """Asks for another name or other prompts; for what was learned, for another name."""
        if attribute.learning:
            others = (each for each in self._library.own if each.key != attribute.key)
            if title := self._name("Rename an attribute", attribute.learning, attribute.title, others):
                self._prompts.ask(Rename(attribute.key, title))
            return
        self._open(Draft(attribute.title, attribute.prompts, attribute.key))

    def delete(self, attribute: OwnAttribute) -> None:
        """Asks, and deletes it."""
        again = "It can be made again from its prompts, “{}” and “{}”.".format(*attribute.prompts)
        if attribute.learning:
            again = f"{learned_words(attribute.learning)}. Export it first if you may want it again."
        words = f"Delete “{attribute.title}” and its scores?\n\n{again}"
        sort = QMessageBox.StandardButton
        box = PlainBox(Icon.Question, "Delete an attribute", words, parent=self._window)
        box.setStandardButtons(sort.Cancel)
        box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole).clicked.connect(lambda: self._delete(attribute))
        box.setDefaultButton(sort.Cancel)
        box.exec()

    def export(self, attribute: OwnAttribute) -> None:
        """Asks where, and writes the file."""
        safe = legal_name(attribute.title)
        name, _ = QFileDialog.getSaveFileName(self._window, "Export an attribute", f"{safe}{SUFFIX}", _FILTER)
        if name:
            path = Path(name if name.endswith(".json") else f"{name}{SUFFIX}")
            try:
                learned = self._library.catalog.own_attributes.learned(attribute.key)
                save(path, AttributeText(attribute.title, attribute.prompts, learned))
                self.said.emit(f"“{attribute.title}” is written to {path.name}")
            except UserError as error:
                self._warn(str(error))

    def import_one(self) -> None:
        """Asks for a file, and shows what it holds before anything is kept."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Import an attribute", "", _FILTER)
        if name:
            try:
                read = load(Path(name))
            except UserError as error:
                self._warn(str(error))
            else:
                self._take(read)

    def _take(self, read: AttributeText) -> None:
        if read.learned is None:
            self._open(Draft(read.title, read.prompts))
        elif title := self._name("Import an attribute", read.learned.learning, read.title, self._library.own):
            self._prompts.ask(StoreLearned(title, read.prompts, read.learned))

    def _name(self, heading: str, learning: Learning, title: str, others: Iterable[OwnAttribute]) -> str:
        """The name that the person wants for what was learned; empty for none."""
        others = tuple(others)
        return NameDialog(
            heading,
            learned_words(learning),
            "Keep",
            lambda name: title_trouble(name, others),
            self._window,
            name=title,
            longest=LONGEST_TITLE,
        ).ask()

    def _open(self, draft: Draft) -> None:
        dialog = AttributeDialog(self._library, self._prompts, self._thumbnails, draft, self._window)
        dialog.exec()
        dialog.deleteLater()

    def add_to_menu(self, key: str, menu: QMenu) -> None:
        """What can be done with the row of an own attribute."""
        attribute = self._library.own_of(key)
        if attribute is None:
            return
        menu.addSeparator()
        menu.addAction("Rename…" if attribute.learning else "Change…", lambda: self.edit(attribute))
        menu.addAction("Export…", lambda: self.export(attribute))
        menu.addAction("Delete…", lambda: self.delete(attribute))

    def _delete(self, attribute: OwnAttribute) -> None:
        # First here, so that nobody reads a column that is going.
        self._forget(attribute.key)
        self._prompts.ask(Delete(attribute.key))

    def show_stored(self, answer: StoredAttribute) -> None:
        """Shows one that is kept now, new or another than before."""
        library = self._library
        library.show_own_scores(answer.key, answer.scores.ids, answer.scores.values)
        library.ask(library.query)
        scored = np.isfinite(answer.scores.values).sum()
        self.said.emit(f"“{library.fields.title(answer.key)}” scores {photographs(int(scored))}")

    def _answered(self, question: object, answer: object) -> None:
        library = self._library
        if isinstance(answer, StoredAttribute):
            self.show_stored(answer)
        elif isinstance(question, Rename):
            library.renew_own()
            library.ask(library.query)
        elif isinstance(question, Delete):
            self._forget(question.key)  # it may have been read anew meanwhile

    def _refused(self, question: object, reason: str) -> None:
        if isinstance(question, Delete):
            self._library.reload()  # it is still there
        if isinstance(question, (Delete, StoreLearned)):
            self._warn(reason)

    def _forget(self, key: str) -> None:
        library = self._library
        if key in library.keys:
            query = library.query.with_range(key, Range())
            sort = tuple(each for each in query.sort if each.key != key)
            library.columns.drop_scores(key)
            library.show_own(tuple(each for each in library.own if each.key != key))
            library.ask(replace(query, sort=sort or Query().sort))

    def _warn(self, sentence: str) -> None:
        tell(self._window, Icon.Warning, "Attributes", sentence)
