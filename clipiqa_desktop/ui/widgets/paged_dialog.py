"""A dialog of several pages: a list of them on the left, the chosen one on the right."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.ui.widgets.keyboard import KeyedDialog

_LIST_WIDTH, _ROW_HEIGHT = 140, 33


class PagedDialog(KeyedDialog):
    """There is nothing to confirm, so it can only be closed."""

    def __init__(self, title: str, pages: dict[str, QWidget], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1010, 680)
        self.list, self._pages = QListWidget(), QStackedWidget()
        self.list.setProperty("panel", True)
        self.list.setAccessibleName(f"Pages of “{title}”")
        for name, page in pages.items():
            item = QListWidgetItem(name, self.list)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            self._pages.addWidget(page)
        self.list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._lay_out()

    def _lay_out(self) -> None:
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
