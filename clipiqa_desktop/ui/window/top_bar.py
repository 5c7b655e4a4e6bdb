"""The bar above the grid: menu, order, counts and thumbnail size."""

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.filters.sort_menu import WhyNot, sort_menu
from clipiqa_desktop.ui.grid.grid import LARGEST, SMALLEST
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import sort_words, stacks_words
from clipiqa_desktop.ui.views.mode_buttons import ModeButtons
from clipiqa_desktop.ui.widgets.menu import Menu
from clipiqa_desktop.ui.widgets.plain import PlainLabel
from clipiqa_desktop.ui.window.flexible import Dispensable, Flexible, Wording, fit

_NARROWEST = 700
_SPACING, _LEFT, _RIGHT, _BEFORE_SIZES = 8, 10, 14, 10
_NEW_RESULTS = "New results: sort again", "Sort again", "↻"
_OWN_KEYS = {
    *(Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter),
    *(Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
}


class TopBar(QFrame):
    """What is shown, in which order, how large; and the menu."""

    add_requested = Signal()
    side_changed = Signal(int)
    left = Signal()  # the keyboard may go back to the photographs

    def __init__(self, library: Library, why_no_order: WhyNot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._why_no_order = library, why_no_order
        self.setProperty("bar", True)
        self.menu_button = _menu_button()
        self._add = QPushButton("Add folder…")
        self.modes = ModeButtons()
        self._words = QHBoxLayout()
        self._sort = QPushButton()
        self._settle = QPushButton(_NEW_RESULTS[0])
        self._count = QLabel(textFormat=Qt.TextFormat.RichText)
        self._order, self._offer = Wording(_SPACING, self._sort), Wording(_SPACING, self._settle, *_NEW_RESULTS)
        self._counted = Wording(_SPACING, self._count)
        self._flexible: tuple[Flexible, ...] = ()  # what goes first, first
        self.slider = _size_slider()
        self._selected = 0
        self._place: tuple[int, int] | None = None
        self._lay_out()
        self._connect()
        self._show()

    def minimumSizeHint(self) -> QSize:
        """As narrow as it gets when all is gone that can be done elsewhere too."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Leaves out what there is no room for, in another width or with other words."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
        return done

    def show_selected(self, count: int) -> None:
        """Says how many are selected, where that is more than the current one."""
        self._selected = count
        self._show()

    def show_place(self, place: tuple[int, int] | None) -> None:
        """Says which of how many selected ones is looked at, where one goes through these alone."""
        self._place = place
        self._show()

    def add_words(self, field: QWidget) -> None:
        """Puts the field for finding by words into its place; the Tab key goes from left to right."""
        self._words.addWidget(field)
        modes = self.modes.findChildren(QPushButton)
        in_turn = (self.menu_button, self._add, *modes, field, self._sort, self._settle, self.slider)
        for one, other in pairwise(in_turn):
            QWidget.setTabOrder(one, other)

    def open_menu(self) -> None:
        """Opens what ☰ does, also where the bar is hidden."""
        menu, button = self._menu, self.menu_button
        corner = button.mapToGlobal(QPoint(0, button.height())) if button.isVisible() else self.window().pos()
        menu.popup(corner)
        menu.go_to(menu.actions()[0])

    def set_menu(self, menu: Menu) -> None:
        """What ☰ opens."""
        self._menu = menu
        self.menu_button.setMenu(menu)

    def _connect(self) -> None:
        self._add.clicked.connect(self.add_requested)
        self._sort.clicked.connect(self.open_sort_menu)
        self._settle.clicked.connect(self._library.resort)
        self.slider.valueChanged.connect(self.side_changed)
        self._library.answer_changed.connect(self._show)
        self._library.counts_changed.connect(self._show)

    def _fit(self) -> None:
        """As if new results were always offered, so that nothing else goes when they are."""
        fixed = (self.menu_button.sizeHint(), self.modes.sizeHint(), self._words.minimumSize())
        needed = _LEFT + _RIGHT + _BEFORE_SIZES + sum(each.width() + _SPACING for each in fixed)
        fit(self._flexible, needed + sum(each.width(0) for each in {*self._flexible}) - self.width())

    def _show(self) -> None:
        query, fields = self._library.query, self._library.fields
        by = [sort_words(query, fields), sort_words(replace(query, sort=query.sort[:1]), fields)]
        self._order.say(f"{by[0]}  ▾", f"{by[1]}{' …' if by[0] != by[1] else ''}  ▾")
        answer = self._library.answer
        shown, shoot, stacks = len(answer.rows), answer.shoot, answer.cells.stack_count
        of_shoot = f"{figures(shown)} of {figures(shoot)}" if shown != shoot else f"{figures(shoot)}"
        if answer.cells.has_stacks:
            words = f"<b>{figures(stacks)}</b> {stacks_words(stacks)}{',' if shown != shoot else ' of'} {of_shoot}"
            fewer = f"<b>{figures(stacks)}</b> of {figures(shoot)}"
        else:
            fewer = words = f"<b>{figures(shown)}</b>{of_shoot.removeprefix(f'{figures(shown)}')}"
        selected = self._selected if self._selected > 1 else 0
        also = f", {selected} selected" if selected else ""
        if self._place:
            fewer = words = "<b>{}</b> of <b>{}</b> selected".format(*map(figures, self._place))
            also = ", {} of {} selected".format(*self._place)
        elif selected:
            words, fewer = f"<b>{figures(selected)}</b> selected of {words}", f"<b>{figures(selected)}</b> selected"
        self._counted.say(*((words, fewer) if shoot else ("",)))  # the page below says why there is nothing
        in_stacks = f" in {figures(stacks)} {stacks_words(stacks)}" if answer.cells.has_stacks else ""
        self._count.setAccessibleName(f"{shown} of {shoot} photographs shown{in_stacks}{also}")
        self._count.setToolTip(
            f"{figures(shown)} of {figures(shoot)} photographs shown{in_stacks}{also}" if shoot else ""
        )
        self._settle.setVisible(self._library.stale)

    def open_sort_menu(self) -> None:
        """Offers all that can be sorted by."""
        menu = sort_menu(self._library, self._why_no_order, self)
        menu.exec(self._sort.mapToGlobal(QPoint(0, self._sort.height() + 2)))
        self.left.emit()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT, 7, _RIGHT, 7)
        layout.setSpacing(_SPACING)
        left: tuple[QWidget, ...] = (self.menu_button, self._add, self.modes)
        for widget in left:
            layout.addWidget(widget)
        layout.addLayout(self._words)
        for widget in (self._sort, self._settle):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._count)
        layout.addSpacing(_BEFORE_SIZES)
        small, large = _quiet("small"), _quiet("large")
        for widget in (small, self.slider, large):
            layout.addWidget(widget)
        words, add, sizes = (Dispensable(_SPACING, *each) for each in ((small, large), (self._add,), (self.slider,)))
        self._flexible = (words, add, self._offer, sizes, self._counted, self._order, self._offer)
        self._sort.setAccessibleName("Order of the photographs")
        self._settle.setAccessibleName(_NEW_RESULTS[0])
        self._settle.setToolTip(
            "Nothing moves while photographs are looked at; press to sort and filter by what has come in"
        )
        for button in (self.menu_button, self._add, self._sort, self._settle):
            # A click leaves the keyboard with the photographs.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class _MenuButton(QToolButton):
    """Qt takes the keys of all that is in its menu for the button's own, also of what is for the photographs alone."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)


def _menu_button() -> QToolButton:
    button = _MenuButton()
    button.setText("☰")
    button.setAccessibleName("Menu")
    button.setToolTip("Menu")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def _size_slider() -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(SMALLEST, LARGEST)
    slider.setPageStep(40)
    slider.setFixedWidth(110)
    slider.setAccessibleName("Size of the thumbnails")
    return slider


def _quiet(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("quiet", True)
    return label
