"""What goes on a contact sheet, and how."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export import words
from clipiqa_desktop.files.questions import is_folder, is_there
from clipiqa_desktop.mark_words import LABELS
from clipiqa_desktop.notation import figures
from clipiqa_desktop.photos.formats import is_photograph
from clipiqa_desktop.settings import CONTACT_SHEET, EXPORT, Settings
from clipiqa_desktop.ui.export.chooser import SHOWN, PhotoChooser
from clipiqa_desktop.ui.export.contact_sheet import Sheet
from clipiqa_desktop.ui.export.dialog import heading
from clipiqa_desktop.ui.export.sheet_page import SheetCell, SheetLayout
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import sort_value
from clipiqa_desktop.ui.widgets.plain import PlainLabel, label_of

MOST = 10_000
_KINDS = {"PDF (*.pdf)": ".pdf", "PNG, a picture a page (*.png)": ".png"}


class SheetDialog(QDialog):
    """Asks for the photographs, the title and how many stand beside each other, then for the file."""

    def __init__(self, library: Library, selection: Sequence[int], settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Contact sheet")
        self._library, self._settings = library, settings
        self._kept = settings.get(CONTACT_SHEET)
        self.chooser = PhotoChooser(library, selection, self._kept.get("what", ""))
        self.tops = QCheckBox("Of closed stacks the top one alone, as in the grid")
        self.tops.setChecked(True)
        self.title = QLineEdit(displayable_name(library.folder.name) if library.folder else "Contact sheet")
        self.columns = QSpinBox(minimum=1, maximum=6)
        self.columns.setValue(self._kept.get("columns", 4))
        self._pages = PlainLabel()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self._buttons.addButton("Save as…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.target: Path | None = None
        self._lay_out()
        self.chooser.changed.connect(self._count)
        self.columns.valueChanged.connect(self._count)
        self.tops.toggled.connect(self._count)
        self._buttons.accepted.connect(self._choose_file)
        self._buttons.rejected.connect(self.reject)
        self._count()

    @property
    def ids(self) -> list[int]:
        """The photographs to print. Picks and what is selected are named one by one, and stand there in any case."""
        if self.chooser.choice != SHOWN or not self.tops.isChecked():
            return self.chooser.ids
        tops: list[int] = self._library.ids.tolist()
        return tops

    @property
    def sheet(self) -> Sheet:
        """What was chosen; only after the dialog was agreed to."""
        assert self.target
        heading = " · ".join(filter(None, (self.title.text(), self._order())))
        return Sheet(self.target, heading, self.columns.value(), _cells(self._library, self.ids))

    def _order(self) -> str:
        """What the number under each photograph is, with what must be said beside scores."""
        key = self._library.query.sort[0].key
        title = self._library.fields.title(key)
        if key not in self._library.keys:
            return title
        return " · ".join(filter(None, (title, self._library.caution)))

    def _choose_file(self) -> None:
        offered = str(offered_file(self._library, self._settings, ".pdf", self._kept.get("folder")))
        chosen, kind = QFileDialog.getSaveFileName(self, "Save contact sheet", offered, ";;".join(_KINDS))
        if not chosen:
            return
        self.target = with_ending(Path(chosen), _KINDS.get(kind, ".pdf"), tuple(_KINDS.values()))
        self._settings.set(
            CONTACT_SHEET,
            {"what": self.chooser.choice, "columns": self.columns.value(), "folder": str(self.target.parent)},
        )
        self.accept()

    def _count(self) -> None:
        self.tops.setEnabled(self.chooser.choice == SHOWN)
        count, layout = len(self.ids), SheetLayout(self.columns.value())
        pages = layout.pages(count)
        self.save.setEnabled(0 < count <= MOST)
        self._pages.setText(
            f"At most {figures(MOST)} photographs go on a contact sheet: choose fewer."
            if count > MOST
            else f"{words.photographs(count)} · {words.counted(pages, 'page')} of A4"
        )

    def _lay_out(self) -> None:
        layout, form = QVBoxLayout(self), QFormLayout()
        layout.setContentsMargins(20, 12, 20, 16)
        layout.setSpacing(6)
        form.setHorizontalSpacing(16)
        layout.addWidget(heading("What"))
        layout.addWidget(self.chooser)
        layout.addWidget(self.tops)
        self.tops.setVisible(len(self._library.ids) < len(self._library.passing))
        layout.addWidget(heading("How"))
        form.addRow(label_of(self.title, "Title"), self.title)
        form.addRow(label_of(self.columns, "Photographs in a row"), self.columns)
        layout.addLayout(form)
        layout.addSpacing(10)
        layout.addWidget(self._pages)
        layout.addSpacing(6)
        layout.addWidget(self._buttons)


def offered_file(library: Library, settings: Settings, ending: str, folder: str | None = None) -> Path:
    """Named like the folder that was added, in `folder`, or where the last export went to."""
    roots, exported = library.catalog.folders.roots(), settings.get(EXPORT).get("where")
    where = next((each for each in map(Path, filter(None, (folder, exported))) if is_folder(each)), Path.home())
    name = roots[0].name if len(roots) == 1 else ""
    return where / f"{name or 'photographs'}{ending}"


def with_ending(path: Path, ending: str, known: Sequence[str]) -> Path:
    """The file that was named, with an ending if none of those known was typed: in place of that of a photograph, which
    it would not be, unless another file has that name.
    """
    if path.suffix.lower() in known:
        return path
    instead = path.with_suffix(ending)
    return instead if is_photograph(path.name) and not is_there(instead) else path.with_name(path.name + ending)


def _cells(library: Library, ids: Sequence[int]) -> list[SheetCell]:
    columns = library.columns
    return [
        SheetCell(
            displayable_name(columns.names[row]),
            columns.fingerprints[row] or "",
            int(columns.stars[row]),
            int(columns.flag[row]),
            LABELS[int(columns.label[row])],
            sort_value(library, row)[0],
            int(columns.turned[row]),
        )
        for row in columns.rows(ids)
    ]
