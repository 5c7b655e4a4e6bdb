"""What stands over the list of attributes: as high as it needs to be, and scrolled where the window is too low."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

_LEAST = 120  # logical pixels: what one can still scroll through


class Above(QScrollArea):
    """Features put their widgets into it, below each other; none of them is ever squeezed, or its words cut off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setWidget(self._content)
        for each in (self.viewport(), self._content):
            each.setAutoFillBackground(False)
        self._content.installEventFilter(self)

    def add(self, widget: QWidget) -> None:
        """Puts one more below the others."""
        self._column.addWidget(widget)

    def sizeHint(self) -> QSize:
        """All of it, in the width that it has."""
        wanted = self._content.sizeHint()
        if self._column.hasHeightForWidth():
            wanted.setHeight(self._column.heightForWidth(self.width()))
        return wanted

    def minimumSizeHint(self) -> QSize:
        """Enough to scroll."""
        return QSize(self._content.minimumSizeHint().width(), min(self.sizeHint().height(), _LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words may take more lines, or fewer."""
        super().resizeEvent(event)
        self._show_bar()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it holds may be higher, or hidden."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._show_bar()
        return super().eventFilter(watched, event)

    def _show_bar(self) -> None:
        """Only where there is something to scroll: beside a bar words need more lines, so that Qt would keep it."""
        policy = Qt.ScrollBarPolicy
        scrolls = self.height() < self.sizeHint().height()
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
