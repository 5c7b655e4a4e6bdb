"""One photograph as large as the window, with the film strip below."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.frame_order import as_taken
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.catalog.query.cells import Cell, Cells, following
from clipiqa_desktop.culling.stacks.stack_focus import shift_between
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.grid.mark_words import marks_notice, marks_spoken
from clipiqa_desktop.ui.texts import fact_words, zoom_words
from clipiqa_desktop.ui.views import view as views
from clipiqa_desktop.ui.views.canvas import PhotoCanvas, ViewContext
from clipiqa_desktop.ui.views.caption import LARGE_STARS, Caption, CaptionText
from clipiqa_desktop.ui.views.film_strip import FilmStrip
from clipiqa_desktop.ui.views.frame_prefetcher import Side
from clipiqa_desktop.ui.views.ghost_line import GhostLine
from clipiqa_desktop.ui.views.order import Ids, place_of
from clipiqa_desktop.ui.views.page import Page
from clipiqa_desktop.ui.views.view import View
from clipiqa_desktop.ui.widgets.timers import single_shot

AHEAD = (1, 2, 3, -1)  # which neighbours are decoded, in the direction of the last step
LEAP = 10


class Loupe(Page):
    """Always shows the library's current photograph; where several were selected, goes from one of them to the next."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._direction = 1
        self.spell_keys: Callable[[str], str] = lambda _action: ""
        """Says the keys of an action by its name, as they are now."""
        self._ids: Ids = context.library.ids[:0]
        self._cells: Sequence[Cell] = context.library.cells  # with `_ids` in front
        self._selected: list[int] = []  # where several are, no others are shown
        self._strayed = single_shot(self, 0)
        self._strayed.timeout.connect(self._leave_selection)
        self._canvas = PhotoCanvas(context, has_corners=True)
        self._caption, self._strip = Caption(context.library, star_width=LARGE_STARS), FilmStrip(context)
        self.ghost = GhostLine(context.library, self._canvas, self._keys_of_ghost)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._canvas, 1)
        layout.addWidget(self._caption)
        layout.addWidget(self._strip)
        key = Qt.Key
        self.keys = {
            key.Key_Right: lambda: self.step(1),
            key.Key_Left: lambda: self.step(-1),
            key.Key_Down: lambda: self._step_stack(1),
            key.Key_Up: lambda: self._step_stack(-1),
            key.Key_PageDown: lambda: self.step(LEAP),
            key.Key_PageUp: lambda: self.step(-LEAP),
            key.Key_Home: lambda: self._go_to(0),
            key.Key_End: lambda: self._go_to(-1),
        }
        self._canvas.pressed.connect(self.setFocus)
        self._canvas.resized.connect(self.while_entered(self.request_frames_soon))
        self._canvas.resized.connect(self.while_entered(self.show_marks))  # which tell the zoom
        self._strip.pressed.connect(self._pressed)
        self._strip.wanted.connect(self.while_entered(self.want_thumbnails))
        context.frames.arrived.connect(self.while_entered(self._came))  # the zoom may be known now
        context.library.vanished.connect(self.while_entered(self._say_gone))

    def enter(self, ids: Sequence[int]) -> bool:
        """Shows the current photograph, and of several that are selected those alone."""
        library = self.context.library
        if not len(library.ids):
            self.said.emit("There is no photograph to look at.")
            return False
        self._selected = list(ids) if len(ids) > 1 else []
        if self._selected and library.current_id not in self._selected:
            library.make_current(self._selected[0])
        self.entered = True
        self.answered()
        return True

    def leave(self) -> None:
        """The selection is the grid's again."""
        super().leave()
        self._strayed.stop()
        self._selected = []

    @property
    def selected(self) -> list[int]:
        """The photographs that one goes through, where they are not all that are shown."""
        return self._selected

    @property
    def place_in_selection(self) -> tuple[int, int] | None:
        """Which of how many, from 1; None where no selection is gone through."""
        row = self._row()
        return (row + 1, len(self._ids)) if self._selected and row is not None else None

    @property
    def bars(self) -> tuple[QWidget, ...]:
        """What stands around the photograph."""
        return self._caption, self._strip

    def shown(self) -> list[tuple[int, int]]:
        """The one photograph."""
        return [(1, photo.id)] if (photo := self._canvas.photo) else []

    def active_canvas(self) -> PhotoCanvas:
        """The only one."""
        return self._canvas

    def canvases(self) -> list[PhotoCanvas]:
        """The only one."""
        return [self._canvas]

    def sides(self, *, near: bool) -> list[Side]:
        """The current one first, then those that come next."""
        row, ids = self._row(), self._ids
        if row is None:
            return []
        places = [row + self._direction * away for away in AHEAD]
        around = [int(ids[place]) for place in places if 0 <= place < len(ids)]
        here = int(ids[row])
        photos = {id_: self.context.prefetcher.photo(id_) for id_ in (here, *around)}
        fits: list[Side] = [(id_, self._canvas.fitting_side(photo)) for id_, photo in photos.items()]
        if near:
            return [fits[0], (here, None), *fits[1:2], *((id_, None) for id_ in around[:1]), *fits[2:]]
        return [*fits, (here, None)] if self.rested else fits

    def answered(self) -> None:
        """Another order, or others; the library says which one is current."""
        library, before = self.context.library, self._ids
        self._ids, self._cells = library.ids, library.cells
        if self._selected:
            places = np.flatnonzero(np.isin(library.ids, self._selected))
            self._ids, self._cells = library.ids[places], [library.cells[int(place)] for place in places]
            self._stay_in_selection(before)
        self._strip.follow(self._ids, self._cells)
        self._show()

    def current_moved(self) -> None:
        """Shows the new one; where that is not selected, a mark may be about to change the answer."""
        if self._selected and self.context.library.current_id not in self._selected:
            self._strayed.start()
        else:
            self._show()

    def _stay_in_selection(self, before: Ids) -> None:
        """Where the one that was looked at has left the answer, the next that is selected comes."""
        photo = self._canvas.photo
        if self.context.library.current_id in self._ids or photo is None:
            return
        following_id = following(before, np.isin(before, self._ids), photo.id)
        if following_id is not None:
            self.context.library.make_current(following_id)

    def _leave_selection(self) -> None:
        """Something led to a photograph that is not selected: from here one goes through all."""
        if self.entered and self.context.library.current_id not in self._selected:
            self._selected = []
            self.answered()

    def step(self, by: int) -> None:
        """Goes on by so many photographs, as far as there are any."""
        row, count = self._row(), len(self._ids)
        if row is None:
            return
        place = max(0, min(row + by, count - 1))
        behind = () if self._selected else self._cells[place].rows
        if by == -1 and place < row and len(behind) > 1:  # backwards into a stack by its last frame
            self._direction = -1
            self.context.library.look_into(int(self.context.library.columns.ids[behind[-1]]))
        else:
            self._go_to(place)

    def was_marked(self, ids: Collection[int]) -> None:
        """Says what the marks are now; with the name where another photograph is shown already."""
        library, photo = self.context.library, self._canvas.photo
        if photo and photo.id in ids:
            super().was_marked(ids)
        elif len(ids) == 1:
            for row in library.columns.rows(ids):
                name = displayable_name(str(library.columns.names[row]))
                words = marks_notice(library.columns, int(row)) + self.unsaved_words(*ids)
                self._canvas.say(f"{name}: {words}")

    def looked(self) -> None:
        """The line tells the zoom."""
        super().looked()
        self.show_marks()

    def show_marks(self) -> None:
        """Brings the line and the strip up to date."""
        photo, row, library = self._canvas.photo, self._row(), self.context.library
        if photo is None or row is None:
            self._caption.show_text(None)
            self.ghost.show_for(None)
            self.setAccessibleName("Loupe, no photograph")
            return
        name, place = displayable_name(photo.path.name), self._place(photo, row)
        marks = [each for at in library.columns.rows([photo.id]) for each in marks_spoken(library.columns, int(at))]
        zoom = f"{zoom_words(self._canvas.zoom)}   " if self._canvas.zoom else ""
        self._caption.show_text(CaptionText(photo.id, name, fact_words(photo.facts), zoom + place))
        self.ghost.show_for(photo.id)
        self.setAccessibleName(", ".join(filter(None, ("Loupe", name, place, *marks, self.ghost.spoken))))
        self._strip.update()

    def _keys_of_ghost(self, photo_id: int) -> str:
        in_stack = len(self.context.library.members(photo_id)) > 1
        doing = {"take_over": "takes it over", "stack_keep": "keeps it and rejects the rest" if in_stack else ""}
        keys = {name: self.spell_keys(name) for name in doing}
        return ", ".join(f"{keys[name]} {words}" for name, words in doing.items() if keys[name] and words)

    def _place(self, photo: Photo, row: int) -> str:
        """Stacks count once, as in the bar above, so that the count stays while one goes from frame to frame."""
        if isinstance(self._cells, Cells):
            place, count, more = self._cells.stack_at(row), self._cells.stack_count, self._place_in_stack(photo)
        else:
            place, count, more = row, len(self._ids), " selected"
        return f"{figures(place + 1)} of {figures(count)}{more}"

    def _place_in_stack(self, photo: Photo) -> str:
        """As reasons count frames: `eyes closed, open in 2 and 4`."""
        library = self.context.library
        members = as_taken(library.catalog, library.all_members(photo.id))
        return f", frame {members.index(photo.id) + 1} of {len(members)} in its stack" if len(members) > 1 else ""

    def show_focus(self) -> None:
        """The frame in the strip tells it."""
        self._strip.show_focus(keyboard=self.hasFocus())

    def _step_stack(self, by: int) -> None:
        row = self._row()
        if isinstance(self._cells, Cells) and row is not None:
            self._go_to(self._cells.next_stack(row, by))
        else:
            self.step(by)

    def _came(self, photo_id: int) -> None:
        if photo_id == self.context.library.current_id:
            self.show_marks()

    def _show(self) -> None:
        if self.context.library.cells.has_stacks and not self._selected:
            self.context.library.look_into(self.context.library.current_id)
        before = self._canvas.photo
        if before and before.id != self.context.library.current_id:
            self._canvas.say("")  # it was about that one
        self._canvas.show_photo(self.context.prefetcher.photo(self.context.library.current_id))
        self._stay_with(before)
        self._strip.centre()
        self.show_marks()
        self.request_frames()
        self.shown_changed.emit()

    def _stay_with(self, before: Photo | None) -> None:
        """Near by, what was in the middle stays there where the frames of a stack are shifted against each other."""
        photo, view, library = self._canvas.photo, self.context.view, self.context.library
        if before is None or photo is None or photo.id == before.id or view.now.zoom is None:
            return
        stack, size = library.stack_of(photo.id), self._canvas.photograph_size(photo)
        if stack is None or stack != library.stack_of(before.id) or size is None or before.turned != photo.turned:
            return
        down, right = shift_between(library.catalog, before.id, photo.id)
        for _ in range(photo.turned):
            down, right = right, -down
        x, y = view.now.centre
        view.look(views.clamped(size, self._canvas.room, View(view.now.zoom, (x - right, y - down))))

    def _say_gone(self, name: str) -> None:
        self._canvas.say(f"{name} is no longer where it was", lasting=True)

    def _pressed(self, photo_id: int) -> None:
        self.setFocus()
        self.context.library.make_current(photo_id)

    def _go_to(self, place: int) -> None:
        before, ids = self._row(), self._ids
        wanted = place % len(ids) if len(ids) else 0
        if before is not None and wanted != before:
            self._direction = 1 if wanted > before else -1
            self.context.library.make_current(int(ids[wanted]))

    def _row(self) -> int | None:
        return place_of(self._ids, self.context.library.current_id)
