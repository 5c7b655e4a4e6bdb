"""What to export, how and where to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export.measuring import Measured, measure
from clipiqa_desktop.culling.export.options import WAYS, ExportOptions, Way
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.files.file_names import from_address
from clipiqa_desktop.settings import EXPORT, Settings
from clipiqa_desktop.ui.export.chooser import LASTING, PhotoChooser
from clipiqa_desktop.ui.export.questions import LastQuestion
from clipiqa_desktop.ui.export.rename_row import RenameRow
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_WAYS = {
    "copy": ("Copy", "Each copy is read back and compared."),
    "move": ("Move", "Photographs leave their folders and keep their marks and scores."),
    "link": ("Hard-link", "A second name for the same file, which takes no room; only within one disk."),
}
_COMPANIONS = "With sidecars (also beside the originals), {}and all other companions"
_INSIDE = "marks inside the copies, "


class ExportDialog(QDialog):
    """Shows how many photographs and bytes it is about before anything begins; remembers what was chosen.

    But for moving, and for what was selected or hidden: each is meant for once, and Return is pressed soon.
    """

    def __init__(
        self,
        library: Library,
        selection: Sequence[int],
        settings: Settings,
        opened: Callable[[], Catalog],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self._settings, kept = settings, settings.get(EXPORT)
        self.chooser = PhotoChooser(library, selection, kept.get("what", ""))
        self._measuring = LastQuestion(opened, self)
        self._roots = library.catalog.folders.roots()
        self._size, self._repeated = PlainLabel(wordWrap=True), PlainLabel(wordWrap=True)
        self._ways = _ways(self, kept.get("way", ""))
        self.where = QLineEdit(kept.get("where", ""), placeholderText="Folder to export to")
        self.where.setAccessibleName("Folder to export to")
        self.sidecars, self.folders = (
            QCheckBox(_COMPANIONS.format("")),
            QCheckBox("Keep sub-folders"),
        )
        self.sidecars.setChecked(kept.get("sidecars", True))
        self.sidecars.setToolTip(
            "Copies hold their marks inside as well, for Lightroom and Bridge: JPEG files always, other kinds where "
            "ExifTool is installed. The originals stay as they are."
        )
        self.folders.setChecked(kept.get("folders", False))
        self.rename = RenameRow(opened, kept.get("template", ""), on=kept.get("rename", False))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self._buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._connect()
        self._changed()
        self.where.setFocus()  # what one types replaces the folder of last time, and Return begins
        self.where.selectAll()

    @property
    def ids(self) -> list[int]:
        """The photographs to export, in the order in which they are shown."""
        return self.chooser.ids

    @property
    def options(self) -> ExportOptions:
        """Where to and how."""
        target = Path(from_address(self.where.text().strip())).expanduser().absolute()
        options = ExportOptions(
            target, self._way, flat=not self.folders.isChecked(), sidecars=self.sidecars.isChecked()
        )
        template = self.rename.template if self.rename.makes_sense else None
        return replace(options, names=template.names) if template else options

    def done(self, result: int) -> None:
        """Remembers the choices where they were agreed to."""
        self._measuring.close()
        self.rename.close_thread()
        if result == QDialog.DialogCode.Accepted:
            options, what = self.options, self.chooser.choice
            self._settings.set(
                EXPORT,
                {
                    "what": what if what in LASTING else "",
                    "way": "" if options.way == "move" else options.way,
                    "where": str(options.target),
                    "sidecars": options.sidecars,
                    "folders": not options.flat,
                    "rename": self.rename.switch.isChecked(),
                    "template": self.rename.line.text(),
                },
            )
        super().done(result)

    @property
    def _way(self) -> Way:
        return WAYS[self._ways.checkedId()]

    def _choose_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "Export to", self.where.text() or str(Path.home())):
            self.where.setText(chosen)

    def _changed(self) -> None:
        self.sidecars.setText(_COMPANIONS.format(_INSIDE if self._way == "copy" else ""))  # a link is the original
        self.sidecars.setEnabled(self._way != "move")  # a sidecar left behind would belong to nothing
        self._show_names()
        self._allow()
        self.measure()

    def _show_names(self) -> None:
        self.rename.show_for(self.ids, self.options)

    def measure(self) -> None:
        """Adds the files up, as they are now."""
        if self.ids:
            self._size.setText("Adding up the files…")
            settings, sidecars = SidecarSettings.from_settings(self._settings), self.options.with_sidecars
            written = settings if sidecars and settings.mode != "off" else None
            asked = partial(measure, photo_ids=tuple(self.ids), sidecars=sidecars, written=written)
            self._measuring.ask(lambda catalog, _tell, cancelled: asked(catalog, cancelled=cancelled))
        else:
            self._size.setText(self.chooser.nothing)

    def _allow(self) -> None:
        self.start.setEnabled(bool(self.ids and self.where.text().strip() and self.rename.makes_sense))
        root = self.options.repeats_in(self._roots) if self.where.text().strip() else None
        self._repeated.setVisible(root is not None)
        self._repeated.setText(
            f"This lies in {displayable_name(str(root))}, a folder that was added: what is exported will be shown a "
            "second time."
        )
        self._grow()

    def _grow(self) -> None:
        """Makes room where a text that wraps needs more lines than there were."""
        inner, layout = self.rename.layout(), self.layout()
        if inner and layout and self.isVisible():
            inner.activate()
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _show_size(self, measured: Measured) -> None:
        self._size.setText(str(measured))
        self._grow()

    def _connect(self) -> None:
        self.chooser.changed.connect(self._changed)
        self._ways.buttonToggled.connect(lambda _button, on: self._changed() if on else None)
        self.sidecars.toggled.connect(self._changed)
        self.where.textChanged.connect(self._allow)
        self.where.textChanged.connect(self._show_names)
        self.folders.toggled.connect(self._show_names)
        self.rename.changed.connect(self._allow)
        self._measuring.answered.connect(self._show_size)
        self.rename.previewed.connect(self._grow)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 16)
        layout.setSpacing(6)
        layout.addWidget(heading("What"))
        layout.addWidget(self.chooser)
        layout.addWidget(heading("How"))
        for button in self._ways.buttons():
            layout.addWidget(button)
        layout.addWidget(self.sidecars)
        layout.addWidget(self.folders)
        layout.addWidget(self.rename)
        layout.addWidget(heading("Where to"))
        layout.addLayout(self._where_row())
        layout.addWidget(self._repeated)
        layout.addSpacing(10)
        layout.addWidget(self._size)
        layout.addSpacing(6)
        layout.addWidget(self._buttons)

    def _where_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        choose = QPushButton("Choose…", autoDefault=False)
        choose.clicked.connect(self._choose_folder)
        self.where.setMinimumWidth(360)
        row.addWidget(self.where, 1)
        row.addWidget(choose)
        return row


def heading(words: str) -> QLabel:
    """The name of a part of a dialog."""
    label = PlainLabel(words)
    label.setProperty("heading", True)
    label.setContentsMargins(0, 10, 0, 2)
    return label


def _ways(parent: QObject, chosen: str) -> QButtonGroup:
    group = QButtonGroup(parent)
    for number, way in enumerate(WAYS):
        title, words = _WAYS[way]
        button = QRadioButton(f"{title}. {words}")
        button.setChecked(way == (chosen if chosen in WAYS and chosen != "move" else WAYS[0]))
        group.addButton(button, number)
    return group
