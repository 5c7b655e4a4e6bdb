"""A grid that is scrolled and used at random: after every step its place on the screen is compared with a whole paint.

`python tests/ui/random_looking.py BASE STEPS` does so in a process of its own, for other scales than that of the tests.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.ui.grid.thumbnails import Wanted
from clipiqa_desktop.ui.main_window import MainWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier
STACKS = 8
PATIENCE_S = 10
CALM = 6  # passes of the event loop in which nothing is waited for: what has come is on its way to the screen
_KEYS = (Key.Key_Down, Key.Key_Up, Key.Key_Right, Key.Key_PageDown, Key.Key_Home, Key.Key_End)


def settle(window: MainWindow) -> None:
    """Until all thumbnails have come and all is painted."""
    patience, calm = time.monotonic() + PATIENCE_S, 0
    while calm < CALM:
        calm = 0 if _is_busy(window) else calm + 1
        QApplication.processEvents()
        assert time.monotonic() < patience


def _is_busy(window: MainWindow) -> bool:
    queue, soon = window._thumbnails._queue, (window.grid._soon, window.grid._soon_later, window.grid.repaints._soon)
    return bool(queue._wanted or queue._in_work) or any(each.isActive() for each in soon)


class RandomLooking:
    """The same steps for the same seed."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self._window, self._grid, self._library = window, window.grid, window.library
        self._random, self._numbers = random.Random(seed), np.random.default_rng(seed)
        self._bar = window.grid.verticalScrollBar()
        window.tour.end()  # whose card comes and goes with what is done
        scrolls, keys = [self._scroll] * 10, [self._press] * 4
        others = (self._jump, self._sort, self._filter, self._resize, self._stack, self._open, self._part, self._change)
        more = (self._mark, self._undo, self._select, self._come, self._read_anew, self._move_keyboard, self._name)
        self._acts: list[Callable[[], object]] = [*scrolls, *keys, *others, *more]

    def differs(self) -> list[str]:
        """Does one to three things; answers what they were if the screen shows something else than a whole paint."""
        acts = self._random.choices(self._acts, k=self._random.randint(1, 3))
        for act in acts:
            act()
            if self._random.random() < 0.4:
                QApplication.processEvents()
        settle(self._window)
        moved = self._on_screen()
        self._grid.viewport().update()
        settle(self._window)
        return [] if moved == self._on_screen() else [act.__name__ for act in acts]

    def _on_screen(self) -> QImage:
        view, window = self._grid.viewport(), self._window
        place = QRect(view.mapTo(window, view.rect().topLeft()), view.size())
        return window.screen().grabWindow(window.winId(), *place.getRect()).toImage()

    def _scroll(self) -> None:
        self._bar.setValue(self._bar.value() + self._random.choice([-200, -60, -24, -1, 1, 24, 60, 200]))

    def _jump(self) -> None:
        self._bar.setValue(self._random.randint(0, self._bar.maximum()))

    def _press(self) -> None:
        key = self._random.choice(_KEYS)
        QTest.keyClick(self._grid, key, self._random.choice([Modifier.NoModifier, Modifier.ShiftModifier]))

    def _sort(self) -> None:
        key = self._random.choice(["quality", "sharpness", "captured", "name", "stars"])
        self._library.ask(self._library.query.sorted_by(key))

    def _filter(self) -> None:
        bounds = self._random.choice([Range(), Range(0.3), Range(None, 0.8)])
        self._library.ask(self._library.query.with_range("quality", bounds))

    def _resize(self) -> None:
        slider = self._window.top.slider
        slider.setValue(self._random.choice([110, slider.value() - 20, slider.value() + 20, 250]))

    def _stack(self) -> None:
        ids = np.sort(self._numbers.permutation(self._library.columns.ids)[:30])
        stacks = np.sort(self._numbers.integers(0, STACKS, len(ids)))
        kinds = self._numbers.integers(0, 5, STACKS).astype(np.int8)[stacks]
        self._library.show_stacks(Stacks(ids, stacks, kinds=kinds))

    def _open(self) -> None:
        self._library.open_stacks(self._numbers.integers(0, STACKS, 3).tolist())

    def _part(self) -> None:
        self._library.show_stacks(None)

    def _change(self) -> None:
        """Files that were read anew: other pictures, other times, and perhaps another length of the shoot."""
        some = self._some()
        for id_ in some:
            captured = 1.7e9 + self._random.random() * self._random.choice([1e2, 1e5, 1e8])
            facts = {"captured": captured, "width": 600, "height": 400}
            self._library.catalog.photos.store_reading(id_, "decoder", f"content {min(some)}", facts)
        self._library.refresh(some)

    def _mark(self) -> None:
        QTest.keyClick(self._grid, self._random.choice([Key.Key_P, Key.Key_X, Key.Key_U, Key.Key_3, Key.Key_6]))

    def _undo(self) -> None:
        QTest.keyClick(self._grid, Key.Key_Z, Modifier.ControlModifier)

    def _select(self) -> None:
        flags = [QItemSelectionModel.SelectionFlag.Toggle, QItemSelectionModel.SelectionFlag.ClearAndSelect]
        if count := self._grid.photos.rowCount():
            index = self._grid.photos.index(self._random.randrange(count))
            self._grid.selectionModel().select(index, self._random.choice(flags))

    def _come(self) -> None:
        """Larger thumbnails."""
        for id_ in self._some():
            image = QImage(600, self._random.choice([250, 400, 900]), QImage.Format.Format_RGB32)
            image.fill(self._random.randrange(0x1000000))
            self._window._thumbnails._keep(Wanted(f"content {id_}", 900), image)

    def _read_anew(self) -> None:
        self._library.merge_new()

    def _move_keyboard(self) -> None:
        (self._window.left.folders if self._grid.hasFocus() else self._grid).setFocus()

    def _name(self) -> None:
        self._grid.show_names(not self._grid._cell.footer.named)

    def _some(self) -> list[int]:
        some: list[int] = self._numbers.choice(self._library.columns.ids, 3, replace=False).tolist()
        return some


def main() -> None:
    """Prints what differed, and at which scale."""
    from clipiqa_desktop.app import make_window
    from clipiqa_desktop.places import own_places

    app = QApplication([])
    window = make_window(own_places(Path(sys.argv[1])), None, "cpu")
    window.resize(900, 600)
    window.show()
    looking = RandomLooking(window, seed=3)
    print(window.devicePixelRatioF(), [each for _ in range(int(sys.argv[2])) if (each := looking.differs())])
    window.close()
    window.library.catalog.close()
    app.processEvents()


if __name__ == "__main__":
    main()
