"""A cut in the window: what is suggested follows marks, stacks and sliders; what is taken over becomes marks."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import NO_STACK, RowStacks
from clipiqa_desktop.culling.cut_sources import BestBy, cut_source, default_key, judging_fields, missing, missing_eyes
from clipiqa_desktop.culling.export.words import counted, photographs
from clipiqa_desktop.culling.ghosts import SUGGESTION, Ghosts
from clipiqa_desktop.culling.suggestions import EYES, CutSource, suggest
from clipiqa_desktop.mark_words import NO_FLAG, PICK
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui.actions import Actions, Entry, spelled
from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.suggestions.cut_memory import CutMemory, CutSettings
from clipiqa_desktop.ui.suggestions.cut_panel import CutPanel
from clipiqa_desktop.ui.suggestions.softer import SofterFilter
from clipiqa_desktop.ui.suggestions.stack_comparison import StackComparison
from clipiqa_desktop.ui.suggestions.stack_focus_thread import StackFocusThread
from clipiqa_desktop.ui.widgets.timers import single_shot

SOON_MS = 150  # what changes within this time is looked at together
KEEP_MS = 400  # a slider that moves is written down once it rests


class CutFeature(QObject):
    """Nothing is computed as long as the panel is closed. Never marks anything by itself."""

    said = Signal(str)
    opened = Signal(bool)  # whether its panel is open

    def __init__(
        self,
        library: Library,
        targets: Callable[[], Sequence[int]],
        advance: Callable[[], None],
        panel: AttributePanel,
        open_catalog: Callable[[], Catalog],
        settings: Settings,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._targets, self._advance = library, targets, advance
        self.panel = CutPanel()
        self.panel.hide()
        panel.put_over_list(self.panel)
        self._right = panel
        self._memory, self._actions = CutMemory(settings), actions
        self._of: tuple[Path | None] | None = None  # the folder whose options the panel shows
        self._source: CutSource | None = None
        self._best_by: BestBy | None = None  # as the person wants it
        self._lays = False  # the best on top of closed stacks, once it is suggested
        self._thread = StackFocusThread(open_catalog, self)
        self.compared = StackComparison(library, self._thread, self)
        self.softer = SofterFilter(library, self._thread, self)
        self.compared.measured.connect(self.softer.renew)
        self.softer.said.connect(self.said)
        self._soon = single_shot(self, SOON_MS)
        self._keep_soon = single_shot(self, KEEP_MS)
        self._connect(actions)

    def toggle(self) -> None:
        """Opens the panel, or closes it."""
        self.close_panel() if self._is_open else self.open_panel()

    def open_panel(self) -> None:
        """Shows what would be suggested."""
        self._right.show()
        self.panel.show()
        key = spelled(self._actions.keys("take_over")[:1])
        self.panel.one.setToolTip(f"Takes over what is suggested for the photograph in the amber frame. {key}".strip())
        self.opened.emit(True)
        self.compared.forget()  # more may have been found out since
        self.renew()

    def close_panel(self) -> None:
        """Nothing is suggested any more; what was taken over stays."""
        self._soon.stop()
        self.panel.hide()
        self.opened.emit(False)
        self._source = None
        self.compared.forget()
        self._library.show_ghosts(None)
        self._library.lay_stacks()

    def close(self) -> None:
        """Ends the thread."""
        self._remember_now()
        self._soon.stop()
        self._thread.close()

    def renew(self) -> None:
        """Makes everything anew, after marks, stacks or columns changed."""
        if not self._is_open:
            return
        self._recall()
        library = self._library
        self.compared.want()
        best_by = self._wanted()
        self._source = cut_source(
            *(library.columns, library.shoot, self._stacks(), best_by),
            *(self.compared.focus, self._caution, self.compared.eyes),
        )
        self.panel.show_fields(judging_fields(library.fields), best_by.key)
        self._suggest()
        if self._lays:
            self._lays = False
            library.lay_stacks()

    def take_over(self) -> None:
        """Marks all that is suggested, as one step."""
        if flags := self._library.suggested():
            self._mark(flags)
            self._say_marked(len(flags))
            if self._library.cells.has_stacks:
                self._library.lay_stacks()

    def take_over_these(self, *, go_on: bool = False) -> None:
        """Marks what the keys are about as it is suggested: of a closed stack all that it shows."""
        library = self._library
        if library.ghosts is None:
            self.said.emit("Nothing is suggested: Ctrl+K suggests a cut.")
            return
        before, targets = library.current_id, self._targets()
        ghosts = {photo_id: ghost for photo_id in targets if (ghost := library.ghost_of(photo_id))}
        flags = {photo_id: ghost.flag for photo_id, ghost in ghosts.items() if ghost.flag != NO_FLAG}
        if not flags:
            these = "this photograph: it is" if len(targets) == 1 else "these photographs: they are"
            self.said.emit(f"Nothing is suggested for {these} left to you.")
        else:
            self._mark(flags)
        stays = library.current_id == before
        if flags:
            self._end_with(targets, flags)
        if go_on and stays:
            self._advance()

    def _end_with(self, targets: Sequence[int], flags: Mapping[int, int]) -> None:
        """What was picked inside of closed stacks lies on top now; says what was done that is not seen."""
        stacks = {self._library.stack_of(each) for each in targets}
        is_closed = not stacks <= {None, *self._library.opened}
        if is_closed:
            self._library.lay_stacks()
        if is_closed and len(stacks) == 1 < len(targets):
            self._say_of_stack(flags)
        else:
            self._say_marked(len(flags))

    def _mark(self, flags: dict[int, int]) -> None:
        self._forget(flags)
        words = f"Take over {counted(len(flags), 'suggestion')}"
        self._library.give_marks(words, {"flag": dict(flags)})

    def _say_marked(self, count: int) -> None:
        if count > 1:
            self.said.emit(f"{photographs(count)} marked as suggested; one undo takes all of it back")

    def _say_of_stack(self, flags: Mapping[int, int]) -> None:
        picks = sum(flag == PICK for flag in flags.values())
        parts = [counted(some, word) for some, word in ((picks, "pick"), (len(flags) - picks, "reject")) if some]
        self.said.emit(f"{' and '.join(parts)} of this stack taken over; one undo takes all of it back")

    def _forget(self, ids: Collection[int]) -> None:
        """What is marked is no suggestion any more, where one filters by them."""
        columns = self._library.columns
        if (known := columns.extra.get(SUGGESTION.key)) is not None:
            values = known.copy()
            values[columns.rows(ids)] = np.nan
            columns.extra[SUGGESTION.key] = values

    def _suggest(self) -> None:
        """With the sliders as they stand now."""
        if self._source is None:
            return
        made = suggest(self._source, self.panel.options)
        said = missing(self._source) + missing_eyes(self._source, asked=EYES in self.panel.options.rejecting)
        said += self.compared.waiting
        if self._caution and self._wanted().key in self._library.keys:
            said.append(f"Scores: {self._caution}.")
        self.panel.show_suggestions(made, said)
        self._library.show_ghosts(Ghosts(self._library.columns.ids, made))

    def _recall(self) -> None:
        """Where another folder was chosen, what was wanted of that one last."""
        folder = self._library.folder
        if self._of != (folder,):
            self._remember_now()
            self._of, cut = (folder,), self._memory.of(folder)
            self._best_by = BestBy.usual(cut.best_by) if cut.best_by else None
            self.panel.set_options(cut.options)

    def _remember_now(self) -> None:
        """What waits to be written down."""
        if self._keep_soon.isActive():
            self._keep_soon.stop()
            self._remember()

    def _remember(self) -> None:
        if self._of:
            best_by = self._best_by.key if self._best_by else ""
            self._memory.keep(self._of[0], CutSettings(self.panel.options, best_by))

    def _moved(self) -> None:
        """Where suggestions filter, others may be wanted now."""
        self._keep_soon.start()
        self._suggest()
        if self._library.query.range_of(SUGGESTION.key):
            self._library.ask(self._library.query)

    def _came_back(self, ids: Sequence[int]) -> None:
        """What is suggested again after an undo is shown at once where suggestions filter, else soon also on top."""
        library, self._lays = self._library, self._lays or self._is_open  # the undo laid what was best before it
        if self._is_open and library.query.range_of(SUGGESTION.key):
            self.renew()
            library.ask(library.query)
            if (front := next((each for each in map(library.front_of, ids) if each is not None), None)) is not None:
                library.make_current(front)

    def _choose(self, key: str) -> None:
        self._best_by = BestBy.usual(key)
        self._keep_soon.start()
        self.renew()

    def _wanted(self) -> BestBy:
        library = self._library
        if self._best_by and self._best_by.key in library.columns.numbers:
            return self._best_by
        return BestBy(default_key(library.columns, library.shoot, self._caution))

    def _stacks(self) -> RowStacks:
        count = len(self._library.columns)
        alone = np.full(count, NO_STACK, np.int64)
        none = RowStacks(alone, np.zeros(0, np.intp), frozenset(), np.zeros(count, np.int8))
        return self._library.engine.row_stacks(self._library.query) or none

    def _take_compared(self, is_waited_for: bool) -> None:
        """What nobody waits for moves nothing: the order is stale then."""
        self._lays = self._lays or is_waited_for
        self._renew_soon()

    @property
    def _caution(self) -> str:
        return self._library.caution

    @property
    def _is_open(self) -> bool:
        return not self.panel.isHidden()

    def _renew_soon(self) -> None:
        if self._is_open:
            self._soon.start()

    def _marked(self) -> None:
        """All numbers of marks hold at once; what else is suggested follows."""
        if self._is_open and (made := self._library.suggestions_now()):
            self.panel.show_marks(made)
        self._renew_soon()

    def _answered(self) -> None:
        """Another folder, other stacks or other photographs than those that suggestions were made from."""
        if self._source is not None and not self._is_up_to_date:
            self._renew_soon()

    @property
    def _is_up_to_date(self) -> bool:
        """As far as can be told without making all of it anew."""
        library, source = self._library, self._source
        if source is None or self._of != (library.folder,) or len(source.inside) != len(library.columns):
            return False
        inside = library.shoot & ~library.columns.unreadable
        stacks = np.where(inside, self._stacks().of_row, NO_STACK)
        return np.array_equal(inside, source.inside) and np.array_equal(stacks, source.stacks)

    def _connect(self, actions: Actions) -> None:
        panel, library = self.panel, self._library
        actions.add(Entry("Stack", "suggest_cut", "Suggest a cut…", ("Ctrl+K",), group=1), self.toggle)
        one = Entry("Stack", "take_over", "Take over the suggestion", ("A",), group=1)
        actions.add(one, self.take_over_these, lambda: self.take_over_these(go_on=True))
        panel.changed.connect(self._moved)
        panel.best_by_changed.connect(self._choose)
        panel.take_over_requested.connect(self.take_over)
        panel.one_requested.connect(self.take_over_these)
        panel.close_requested.connect(self.close_panel)
        library.marked.connect(self._marked)
        library.retraced.connect(self._came_back)
        for changed in (library.photos_changed, library.folders_changed, library.attributes_changed):
            changed.connect(self._renew_soon)
        library.answer_changed.connect(self._answered)
        self.compared.changed.connect(self._take_compared)
        self._soon.timeout.connect(self.renew)
        self._keep_soon.timeout.connect(self._remember)
