"""Other names for what is exported: a template, and how the first names come out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export.options import ExportOptions
from clipiqa_desktop.culling.export.plans import first_names
from clipiqa_desktop.culling.export.renaming import FIELDS, Template, read_template
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.ui.export.questions import LastQuestion
from clipiqa_desktop.ui.widgets.menu import Menu
from clipiqa_desktop.ui.widgets.plain import PlainLabel

USUAL = "{date}_{counter}"
_SHOWN = 3


class RenameRow(QWidget):
    """A switch, the template, a menu of what can stand in it, and the first names or what is wrong.

    The names depend on what lies in the target, which may be slow to tell: they come beside the window.
    """

    changed = Signal()
    previewed = Signal()  # the preview says something else

    def __init__(self, opened: Callable[[], Catalog], template: str, *, on: bool) -> None:
        super().__init__()
        self._names = LastQuestion(opened, self)
        self._names.answered.connect(self._show_names)
        self._names.failed.connect(self._say)
        self._ids: Sequence[int] = ()
        self._options: ExportOptions | None = None
        self.switch = QCheckBox("Rename:")
        self.switch.setChecked(on)
        self.line = QLineEdit(template or USUAL)
        self.line.setAccessibleName("Template of the names")
        self._insert = QPushButton("Insert", autoDefault=False)
        self._insert.setMenu(self._fields_menu())
        self.preview = PlainLabel(wordWrap=True)
        self.preview.setProperty("quiet", True)
        self._lay_out()
        self.switch.toggled.connect(self._show)
        self.line.textChanged.connect(self._show)
        self._show()

    @property
    def template(self) -> Template | None:
        """What renames; None where nothing does. Raises UserError where it makes no sense."""
        return read_template(self.line.text()) if self.switch.isChecked() else None

    @property
    def makes_sense(self) -> bool:
        """Whether an export may begin."""
        try:
            self.template  # noqa: B018
        except UserError:
            return False
        return True

    def show_for(self, ids: Sequence[int], options: ExportOptions) -> None:
        """Shows how the first of these photographs will be called where the options bring them."""
        self._ids, self._options = ids, options
        self._show_preview()

    def close_thread(self) -> None:
        """Ends what is being found out."""
        self._names.close()

    def _show(self) -> None:
        for widget in (self.line, self._insert):
            widget.setEnabled(self.switch.isChecked())
        self._show_preview()
        self.changed.emit()

    def _show_preview(self) -> None:
        self._names.drop()
        try:
            template = self.template
        except UserError as error:
            self._say(str(error))
            return
        if template and self._options and self._ids:
            options, ids = replace(self._options, names=template.names), self._ids[:_SHOWN]
            self._names.ask(lambda catalog, _tell, _cancelled: first_names(catalog, ids, options))
        else:
            self._say("All keep their names.")

    def _show_names(self, names: Sequence[str]) -> None:
        more = ", …" if len(self._ids) > _SHOWN else ""
        self._say(displayable_name(", ".join(names)) + more)

    def _say(self, words: str) -> None:
        self.preview.setText(words)
        self.previewed.emit()

    def _fields_menu(self) -> QMenu:
        menu = Menu(self)
        for field, words in FIELDS.items():
            menu.addAction(words, partial(self.line.insert, f"{{{field}}}"))
        return menu

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addWidget(self.line, 1)
        row.addWidget(self._insert)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.preview)
