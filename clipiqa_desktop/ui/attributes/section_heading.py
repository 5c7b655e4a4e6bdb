"""The title of a section in the list of attributes, which folds it up."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from clipiqa_desktop.ui.attributes.row import ROW_HEIGHT, SIDE
from clipiqa_desktop.ui.widgets.plain import PlainLabel


@dataclass(frozen=True)
class SectionState:
    """A section of the list: whether only its title shows, how many of its rows are left out, and whether it can be
    folded up at all.
    """

    title: str
    collapsed: bool = False
    hidden: int = 0
    folds: bool = True


class SectionHeading(QWidget):
    """A press anywhere folds the section up or opens it; what is left out is said, and a press brings it back."""

    toggled = Signal()
    menu_requested = Signal(QPoint)  # where on the screen

    def __init__(self, state: SectionState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.setFixedHeight(ROW_HEIGHT)
        self.arrow = QToolButton(self)
        self.arrow.setArrowType(Qt.ArrowType.RightArrow if state.collapsed else Qt.ArrowType.DownArrow)
        self.arrow.setAutoRaise(True)
        self.arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.arrow.setAccessibleName(f"{'Open' if state.collapsed else 'Fold up'} {state.title}")
        self.arrow.clicked.connect(self.toggled)
        self.arrow.setVisible(state.folds)
        self.hidden = QPushButton(f"{state.hidden} hidden", self, flat=True)
        self.hidden.setProperty("quiet", True)
        self.hidden.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hidden.setAccessibleName(f"{state.hidden} hidden rows of {state.title}")
        self.hidden.clicked.connect(self._open_menu)
        self.hidden.setVisible(bool(state.hidden))
        label = PlainLabel(state.title, self)
        label.setProperty("heading", True)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(SIDE, 0, SIDE - 8, 0)
        self.line.setSpacing(2)
        for widget in (label, self.arrow):
            self.line.addWidget(widget)
        self.line.addStretch(1)
        self.line.addWidget(self.hidden)

    def _open_menu(self) -> None:
        self.menu_requested.emit(self.mapToGlobal(self.hidden.geometry().bottomLeft()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Folds the section up, or opens it."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.state.folds and self.rect().contains(event.position().toPoint()):
            self.toggled.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu."""
        self.menu_requested.emit(event.globalPos())
