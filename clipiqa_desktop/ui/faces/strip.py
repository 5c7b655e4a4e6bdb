"""The faces of the photograph in the loupe, side by side in the right panel."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.frame_order import as_taken
from clipiqa_desktop.culling.stacks.stack_eyes import open_elsewhere
from clipiqa_desktop.culling.stacks.stack_focus import shifts_within
from clipiqa_desktop.ui.faces.tile import FaceTile, SeenFace
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views.frames import FrameLoader
from clipiqa_desktop.ui.widgets.plain import PlainLabel

MOST = 12  # in a crowd the smaller ones are counted alone


class FaceStrip(QFrame):
    """The largest face first. `wanted` tells where to look, in shares of the photograph. Tab comes here from `page`,
    which shows that photograph; a press leaves the keyboard there, and the keys that step and mark reach it from here.
    """

    wanted = Signal(float, float)

    def __init__(self, library: Library, frames: FrameLoader, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._frames, self._page = library, frames, page
        self._photo_id: int | None = None
        self.heading, self.words = PlainLabel(), PlainLabel(wordWrap=True)
        self.heading.setProperty("quiet", True)
        self.words.setProperty("quiet", True)
        self.tiles: list[FaceTile] = []
        self._row = QWidget()
        self._in_row = QHBoxLayout(self._row)
        self._in_row.setContentsMargins(0, 0, 0, 0)
        self._in_row.setSpacing(8)
        self._in_row.addStretch(1)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._row)
        self._area.viewport().setAutoFillBackground(False)
        self._row.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 6)
        column.setSpacing(4)
        for widget in (self.heading, self._area, self.words):
            column.addWidget(widget)
        frames.arrived.connect(self._came)

    def show_photo(self, photo_id: int | None) -> None:
        """The faces of another photograph, as far as these are known."""
        in_hand = self._take_away()
        is_other = photo_id != self._photo_id
        self._photo_id = photo_id
        faces = [] if photo_id is None else self._seen(photo_id)
        self.tiles = [self._tile(each, number) for number, each in enumerate(faces[:MOST], 1)]
        for before, after in pairwise((self._page, *self.tiles)):
            QWidget.setTabOrder(before, after)
        self._area.setVisible(bool(self.tiles))
        if self.tiles:
            bar = self._area.horizontalScrollBar().sizeHint().height()
            self._area.setFixedHeight(self.tiles[0].sizeHint().height() + bar)
        self.heading.setText(f"FACES · {len(faces)}" if faces else "FACES")
        left = len(faces) - len(self.tiles)
        said = f"{left} smaller ones are not shown" if left else "" if faces else self._none()
        self.words.setText(said)
        self.words.setVisible(bool(said))
        self._came(photo_id)
        if in_hand is not None and not is_other:
            for tile in self.tiles[in_hand : in_hand + 1]:
                tile.setFocus()

    def _take_away(self) -> int | None:
        """The faces that were shown; answers which of them had the keyboard, which the photograph has now."""
        in_hand = next((number for number, tile in enumerate(self.tiles) if tile.hasFocus()), None)
        if in_hand is not None:
            self._page.setFocus()
        for tile in self.tiles:
            self._in_row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        return in_hand

    def show_again(self, ids: Collection[int]) -> None:
        """Something else is known of these photographs."""
        if self._photo_id in ids:
            self.show_photo(self._photo_id)

    def _tile(self, seen: SeenFace, number: int) -> FaceTile:
        tile = FaceTile(seen, number)
        tile.pressed.connect(self._page.setFocus)
        tile.key_pressed.connect(lambda event: QApplication.sendEvent(self._page, event))
        tile.wanted.connect(lambda: self.wanted.emit(*seen.place))
        tile.wanted.connect(lambda: self._area.ensureWidgetVisible(tile))
        self._in_row.insertWidget(number - 1, tile)
        tile.show()  # at once: until the layout does, it cannot have the keyboard
        return tile

    def _seen(self, photo_id: int) -> list[SeenFace]:
        """With what the other frames of its stack show."""
        catalog = self._library.catalog
        members = as_taken(catalog, self._library.all_members(photo_id))
        found = catalog.faces.of(members)
        faces, turned = found.get(photo_id, ()), self._turned(photo_id)
        if not faces or len(members) < 2 or self._library.is_kept_whole(photo_id):
            return [SeenFace(face, turned=turned) for face in faces]
        frames, shifts = [found.get(each, ()) for each in members], shifts_within(catalog, members)
        number = members.index(photo_id)
        return [SeenFace(face, tuple(open_elsewhere(frames, shifts, number, face)), turned) for face in faces]

    def _turned(self, photo_id: int) -> int:
        columns = self._library.columns
        return next((int(columns.turned[row]) for row in columns.rows([photo_id])), 0)

    def _none(self) -> str:
        """Why there are none."""
        if self._photo_id is None:
            return ""
        if reason := self._library.catalog.faces.reason(self._photo_id):
            return f"Could not be looked for: {reason}"
        known: Sequence[object] | None = self._library.catalog.faces.of([self._photo_id]).get(self._photo_id)
        return "Not looked for yet" if known is None else "None found"

    def _came(self, photo_id: int | None) -> None:
        if photo_id is not None and photo_id == self._photo_id:
            frame = self._frames.best(photo_id)
            for tile in self.tiles:
                tile.show_frame(frame)
