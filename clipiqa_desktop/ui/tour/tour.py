"""Offers the tour once, and goes through its steps; each goes on by itself when the person does what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from clipiqa_desktop.settings import TOUR, Settings
from clipiqa_desktop.ui.actions import Actions, Entry, spelled
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.tour.callout import NARROW, Callout, Side
from clipiqa_desktop.ui.tour.shield import Shield
from clipiqa_desktop.ui.views.modes import GRID, Viewing

_MOVING = {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide}


_EXAMPLES = (("sharpness", "Sharpness: the sharpest come first"), ("focus", "Focus: the sharpest come first"))
_NEXT = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


@dataclass(frozen=True, eq=False)
class _Step:
    title: str
    text: str
    target: QWidget
    side: Side


class Tour(QObject):
    """Points at the list of `attributes`, at the photographs and at the `menu` button of the window.

    The keyboard stays with the photographs, so that every key does what it always does, but for two in the grid: Escape
    ends the tour, and Enter goes on with it. The offer lies over a corner of the grid, where it covers no button, and
    is seen there alone.
    """

    def __init__(
        self,
        library: Library,
        viewing: Viewing,
        attributes: QWidget,
        menu: QWidget,
        settings: Settings,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._viewing, self._settings, self._actions = library, viewing, settings, actions
        self._attributes, self._menu, self._window = attributes, menu, window
        self._offers, self._makes_way = False, False
        self._step: int | None = None
        self._steps: Sequence[_Step] = ()
        self._sort = library.query.sort
        self.offer, self.card = Callout(window, NARROW), Callout(window)
        self.decline, self.accept = (self.offer.add_button(text) for text in ("No thanks", "Start"))
        self.skip, self.next = (self.card.add_button(text) for text in ("Skip", "Next"))
        self.shield = Shield(window, self.decline, self.accept, self.skip, self.next)
        self._connect()
        actions.add(Entry("Help", "tour", "Tour in three steps"), self.start)

    def start(self) -> None:
        """Begins with the first step."""
        self._offers = False
        self._end(self.offer)
        self._viewing.show_mode(GRID)
        self._steps = self._made_steps()
        self._go_to(0)

    def make_way(self, other: bool) -> None:
        """The offer is not seen while something other asks for attention."""
        self._makes_way = other
        self._place()

    def end(self) -> None:
        """Takes the cards away."""
        self._step, self._offers = None, False
        self._end(self.card)
        self._end(self.offer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps the card beside what it points at, and takes Escape."""
        if event.type() in _MOVING:
            self._offer_once()
            self._place()
        elif isinstance(event, QKeyEvent) and self._is_mine(event):
            if event.type() == QEvent.Type.KeyPress:
                self.next.click() if event.key() in _NEXT else self.end()
            event.accept()
            return True
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.offer.isVisible():
            self.end()  # and Escape does what it does without an offer
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self.accept.clicked.connect(self.start)
        self.decline.clicked.connect(self.end)
        self.next.clicked.connect(lambda: self._go_to((self._step or 0) + 1))
        self.skip.clicked.connect(self.end)
        self._library.answer_changed.connect(self._answered)
        self._library.marked.connect(lambda _ids: self._done(1))
        self._viewing.mode_changed.connect(lambda _mode: self._place())
        for widget in (self._window, self._attributes, self._viewing, self._menu):
            widget.installEventFilter(self)

    def _offer_once(self) -> None:
        if self._window.isVisible() and not self._settings.get(TOUR) and self._library.answer.shoot:
            self._settings.set(TOUR, "offered")
            self._offers = self._step is None
            if self._offers:
                self.offer.say("New here?", "A tour in three steps shows the way from many photographs to the few.")
                self._place()

    def _answered(self) -> None:
        self._offer_once()
        if self._library.query.sort != self._sort:
            self._sort = self._library.query.sort
            self._done(0)

    def _done(self, step: int) -> None:
        """The person did what this step shows."""
        if self._step == step:
            self._go_to(step + 1)

    def _go_to(self, step: int) -> None:
        if step >= len(self._steps):
            self.end()
            return
        self._step = step
        shown = self._steps[step]
        last = step == len(self._steps) - 1
        self.next.setText("Done" if last else "Next")
        self.skip.setHidden(last)
        self.card.say(shown.title, shown.text, f"{step + 1} of {len(self._steps)}")
        self._place()

    def _place(self) -> None:
        in_grid = self._viewing.mode == GRID and self._viewing.isVisibleTo(self._window)
        if self._offers and in_grid and not self._makes_way:
            self.offer.show()
            self.offer.point_at(self._viewing, "corner")
        else:
            self._end(self.offer)
        if self._step is not None:
            step = self._steps[self._step]
            self.card.point_at(step.target, step.side, self._example_row if self._step == 0 else None)

    def _end(self, card: Callout) -> None:
        """Nobody is left with the keyboard on a button that is gone."""
        if card.has_focus():
            self._viewing.setFocus()
        card.hide()

    def _is_mine(self, event: QKeyEvent) -> bool:
        is_one = event.key() == Qt.Key.Key_Escape or (event.key() in _NEXT and not self.card.has_focus())
        is_one = is_one and not self._typed_with(event)
        return is_one and self._step is not None and self._viewing.mode == GRID

    @staticmethod
    def _typed_with(event: QKeyEvent) -> bool:
        return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)

    def _made_steps(self) -> Sequence[_Step]:
        return (
            _Step(
                "Sort and filter by what counts",
                f"Click a name, say {self._example()}. Drag across a histogram, and only that "
                "range stays; a double-click clears it.",
                self._attributes,
                "left",
            ),
            _Step(
                "Look large, decide by keys",
                f"{self._keys('look')} shows a photograph large, the arrows go on. {self._keys('pick')} picks, "
                f"{self._keys('reject')} rejects, {self._keys('stars_1')} to {self._keys('stars_5')} give stars; "
                f"{self._keys('undo')} takes anything back. Try it.",
                self._viewing,
                "inside",
            ),
            _Step(
                "Get the result out",
                f"In this menu: write your marks to sidecars for Lightroom and others "
                f"({self._keys('write_sidecars')}), or export what you chose ({self._keys('export')}). "
                f"Your originals stay as they are unless you say otherwise. {self._keys('show_keys')} shows all keys, "
                f"{self._keys('show_manual')} the manual.",
                self._menu,
                "below",
            ),
        )

    def _example(self) -> str:
        """A row that has values by now, or gets them first."""
        columns = self._library.columns
        for key, words in _EXAMPLES:
            if key in columns.numbers and np.isfinite(columns.of(key)[self._library.shoot]).any():
                return words
        return "Focus: the sharpest come first, once that is measured"

    @property
    def _example_row(self) -> QWidget | None:
        """The name that the first step speaks of."""
        title = self._example().split(":")[0]
        return next((each for each in self._attributes.findChildren(QAbstractButton) if each.text() == title), None)

    def _keys(self, name: str) -> str:
        return spelled(self._actions.keys(name)[:1]) or "the menu"
