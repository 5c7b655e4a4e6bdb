"""The head of the right panel: which photograph this is, and how it was taken."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.culling.clock_shifts import shift_words
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import DOT, camera_words, exact_moment, facts_line, plain_tooltip
from clipiqa_desktop.ui.widgets.elided_label import ElidedLabel
from clipiqa_desktop.ui.widgets.plain import PlainLabel

GAP = 3
SIDE = 14


class Details(QFrame):
    """Name, capture facts, camera; or the reason why the photograph cannot be read.

    As high for every photograph, so that the list below does not move while the hand steps through the shoot.
    """

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._words: tuple[str, ...] = ()
        self._name, self._facts = _line(Qt.TextElideMode.ElideMiddle), PlainLabel(wordWrap=True)
        self._camera, self._lens = _line(), _line()
        self._name.setProperty("strong", True)
        for quiet in (self._camera, self._lens):
            quiet.setProperty("quiet", True)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE, 14, SIDE, 4)
        layout.setSpacing(GAP)
        for label in (self._name, self._facts, self._camera, self._lens):
            layout.addWidget(label)
        layout.addStretch(1)
        library.current_changed.connect(self._show)
        library.photos_changed.connect(self._show_again)
        library.answer_changed.connect(self._show)
        self._show()

    def _show_again(self, ids: Collection[int]) -> None:
        if self._library.current_id in ids:
            self._show()

    def _show(self) -> None:
        photo = self._library.current
        self._name.show_text(displayable_name(photo.path.name) if photo else "No photograph")
        self._name.setToolTip(plain_tooltip(displayable_name(str(photo.path))) if photo else "")
        error = photo.error if photo else None
        self._facts.setText((error or facts_line(photo.facts)) if photo else "")
        more = (error or _moment_words(photo)) if photo else ""
        self._facts.setToolTip(plain_tooltip(more) if more else "")
        label = self._library.catalog.sidecars.label_text(photo.id) if photo else ""
        camera = camera_words(photo.facts, photo.turned) if photo else ()
        self._words = (*camera, f"label “{label}”" if label else "")
        self._show_camera()
        self._share_room(error=error is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The size may have room beside the camera now, or no more."""
        super().resizeEvent(event)
        self._show_camera()

    def _show_camera(self) -> None:
        """Camera and size in one line, if both have room, and the rest in the next."""
        first = DOT.join(filter(None, self._words[:2]))
        room = self.width() - 2 * SIDE
        count = 2 if self.fontMetrics().horizontalAdvance(first) <= room else 1
        for label, words in ((self._camera, self._words[:count]), (self._lens, self._words[count:])):
            label.show_text(DOT.join(filter(None, words)))

    def _share_room(self, *, error: bool) -> None:
        """Four lines below the name: two for the facts, one for camera and lens each, or all for a reason."""
        line = self.fontMetrics().lineSpacing() + 1  # which labels round up
        for label in (self._camera, self._lens):
            label.setVisible(not error)
            label.setFixedHeight(line)
        self._facts.setMaximumHeight(4 * line + 2 * GAP if error else 2 * line)
        self.setFixedHeight(14 + 5 * line + 3 * GAP + 4)


def _moment_words(photo: Photo) -> str:
    """The moment to its hundredth; where a clock was put right, also by how much."""
    shift = f"the camera's clock is put right by {shift_words(photo.clock_shift)}" if photo.clock_shift else ""
    return "; ".join(filter(None, (exact_moment(photo.facts["captured"]), shift)))


def _line(mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> ElidedLabel:
    label = ElidedLabel(mode)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return label
