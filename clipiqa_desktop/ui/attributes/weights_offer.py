"""One calm line for all columns of scores, where there are no weights that would fill them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from clipiqa_desktop.catalog.query.fields import Section
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.ui.widgets.menu import Menu

SCORED = (Section.LOOK, Section.FEEL)


class WeightsOffer(QPushButton):
    """A press opens what leads to weights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(f"{len(BUILT_IN.of(*SCORED))} more columns come with the weights", parent, flat=True)
        self.setProperty("quiet", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def lead_to(self, *actions: QAction) -> None:
        """What the menu holds."""
        menu = Menu(self)
        menu.addActions(actions)
        self.setMenu(menu)
