"""A taste in the window: learned when the person asks, and again by itself where that is wanted."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.indexing.prompt_process import Rejected, StoredAttribute
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.taste.decisions import is_decided
from clipiqa_desktop.taste.lessons import better
from clipiqa_desktop.taste.process import Ended, KeepTaste, Told, Tried
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.attributes.learned_words import learned_words
from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.own_attributes.taste_dialog import TasteDialog, TasteDraft
from clipiqa_desktop.ui.own_attributes.taste_thread import TasteThread
from clipiqa_desktop.ui.widgets.dashed_button import dashed_button
from clipiqa_desktop.ui.widgets.timers import single_shot

QUIET_MS = 20_000  # so long nothing is marked before it is learned again
GROWN = 1.5


class TasteFeature(QObject):
    """Learning runs in a process beside the window; one at a time."""

    said = Signal(str)
    stored = Signal(object)  # the StoredAttribute, which the person waits for

    def __init__(
        self,
        library: Library,
        weights: Callable[[], Weights],
        catalog: Path,
        thumbnails: Path,
        panel: AttributePanel,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._weights, self._window = library, weights, window
        self._catalog, self._thumbnails = catalog, thumbnails
        self._again: _LearningAgain | None = None
        self._tried: dict[str, int] = {}  # from how many marks each was tried again in vain
        self._quiet = single_shot(self, QUIET_MS)
        self._quiet.timeout.connect(self.learn_what_has_grown)
        library.marked.connect(lambda _ids: self._quiet.start())
        panel.put_below_own(
            dashed_button(
                "+ learn from my marks…",
                "Learn from my marks",
                "Learns what you like from your picks, rejects and stars, where they say anything yet",
                self.learn,
            )
        )
        entry = Entry("Sort and filter", "learn_taste", "Learn from my marks…", group=1)
        actions.add(entry, self.learn)

    def learn(self) -> None:
        """Learns, and shows what that comes to."""
        self._open(TasteDraft(self._free_title()))

    def _open(self, draft: TasteDraft) -> None:
        self._stop()
        thread = TasteThread(self._catalog, self._weights, self)
        dialog = TasteDialog(self._library, thread, self._thumbnails, draft, self._window)
        dialog.stored.connect(self.stored)
        dialog.exec()
        dialog.deleteLater()
        thread.deleteLater()

    def add_to_menu(self, key: str, menu: QMenu) -> None:
        """What can be done with the row of a taste."""
        own = self._library.own_of(key)
        if own is None or own.learning is None or own.learning.follows is None:
            return
        draft = TasteDraft(own.title, own.learning.follows, own.key)
        menu.addAction("Learn again from my marks…", lambda: self._open(draft))
        follows = menu.addAction("Learn again by itself", lambda: self._follow(own))
        follows.setCheckable(True)
        follows.setChecked(own.learning.follows)

    def learn_what_has_grown(self) -> None:
        """Learns one again of which the marks have grown by half, where that is wanted."""
        if self._again:
            return
        for own in self._library.own:
            count = self._marks_of(own)
            if count and count >= GROWN * self._tried.get(own.key, 0):
                self._tried[own.key] = count
                self._again = _LearningAgain(own, TasteThread(self._catalog, self._weights, self))
                self._again.ended.connect(self._take_again)
                self._again.waiting.learn(self._library.engine.stacks)
                return

    def close(self) -> None:
        """Ends what runs."""
        self._quiet.stop()
        self._stop()

    def _marks_of(self, own: OwnAttribute) -> int:
        """From how many it would be learned again; 0 where it shall not be."""
        learning, columns = own.learning, self._library.columns
        if learning is None or not learning.follows or own.key not in columns.keys:
            return 0
        decided = is_decided(columns.flag, columns.stars) & np.isfinite(columns.of(own.key))
        count = int(np.count_nonzero(decided))
        return count if count >= GROWN * learning.photographs else 0

    def _take_again(self, answer: StoredAttribute | None) -> None:
        self._stop()
        if answer is None:
            return
        library = self._library
        library.show_own_scores(answer.key, answer.scores.ids, answer.scores.values)
        library.refresh(())  # the order waits until it is asked for
        own = library.own_of(answer.key)
        assert own
        self.said.emit(f"“{own.title}” was learned again. {learned_words(own.learning)}")

    def _follow(self, own: OwnAttribute) -> None:
        assert own.learning
        self._library.catalog.own_attributes.follow(own.key, on=not own.learning.follows)
        self._library.renew_own()
        self._quiet.start()

    def _stop(self) -> None:
        again, self._again = self._again, None
        if again:
            again.waiting.close()
            again.waiting.deleteLater()

    def _free_title(self) -> str:
        taken = {each.title.casefold() for each in self._library.own}
        titles = ("My taste", *(f"My taste {number}" for number in range(2, len(taken) + 3)))
        return next(title for title in titles if title.casefold() not in taken)


class _LearningAgain(QObject):
    """One taste while it is learned again: it is kept if it says anything, and stays as it was if not."""

    ended = Signal(object)  # the StoredAttribute, or None

    def __init__(self, own: OwnAttribute, thread: TasteThread) -> None:
        super().__init__(thread)
        self._own, self.waiting = own, thread
        self._tried: list[Tried] = []
        thread.told.connect(self._take)

    def _take(self, told: Told) -> None:
        if isinstance(told, Tried):
            self._tried.append(told)
        elif isinstance(told, Ended):
            best = better([each.lesson for each in self._tried]) if self._tried else None
            if best is None or best.verdict.missing:
                self.ended.emit(None)
            else:
                self.waiting.keep(KeepTaste(self._own.title, best.by_prompts, True, self._own.key))
        elif isinstance(told, Rejected):
            self.ended.emit(None)
        elif isinstance(told, StoredAttribute):
            self.ended.emit(told)
