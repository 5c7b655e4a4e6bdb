"""Other names for what is exported: a template, and how the first names come out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.culling.export.options import ExportOptions
from clipiqa_desktop.culling.export.plans import first_names
from clipiqa_desktop.culling.export.renaming import FIELDS, Template, read_template
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.ui.widgets.plain import PlainLabel

USUAL = "{date}_{counter}"
_SHOWN = 3


class RenameRow(QWidget):
    """A switch, the template, a menu of what can stand in it, and the first names or what is wrong."""

    changed = Signal()

    def __init__(self, catalog: Catalog, template: str, *, on: bool) -> None:
        super().__init__()
        self._catalog = catalog
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

    def _show(self) -> None:
        for widget in (self.line, self._insert):
            widget.setEnabled(self.switch.isChecked())
        self._show_preview()
        self.changed.emit()

    def _show_preview(self) -> None:
        try:
            template = self.template
        except UserError as error:
            self.preview.setText(str(error))
            return
        names = self._first_names(template) if template and self._options else []
        more = ", …" if len(self._ids) > _SHOWN else ""
        self.preview.setText(displayable_name(", ".join(names)) + more if names else "All keep their names.")

    def _first_names(self, template: Template) -> list[str]:
        assert self._options
        options = replace(self._options, names=template.names)
        return first_names(self._catalog, self._ids[:_SHOWN], options)

    def _fields_menu(self) -> QMenu:
        menu = QMenu(self)
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
