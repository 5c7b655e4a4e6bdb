"""The settings: a list of pages on the left, the page on the right."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.ui.settings.general import GeneralPage
from clipiqa_desktop.ui.settings.keys import KeysPage
from clipiqa_desktop.ui.settings.sidecars import SidecarsPage

_LIST_WIDTH, _ROW_HEIGHT = 140, 33


class SettingsDialog(QDialog):
    """Whatever is changed holds at once; there is nothing to confirm."""

    def __init__(self, general: GeneralPage, sidecars: SidecarsPage, keys: KeysPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 680)
        self.general, self.sidecars, self.keys = general, sidecars, keys
        self.list, self._pages = QListWidget(), QStackedWidget()
        self.list.setProperty("panel", True)
        for title, page in (("General", general), ("Sidecars", sidecars), ("Keys", keys)):
            item = QListWidgetItem(title, self.list)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            self._pages.addWidget(page)
        self.list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._lay_out()

    def _lay_out(self) -> None:
        self.list.setAccessibleName("Pages of the settings")
        self.list.setFixedWidth(_LIST_WIDTH)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.list)
        beside.addWidget(self._pages, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Return in a field is no press
        buttons.setContentsMargins(12, 8, 12, 10)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(beside, 1)
        layout.addWidget(buttons)
