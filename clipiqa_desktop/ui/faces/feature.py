"""Faces in the window: what the loupe shows of them."""

import numpy as np
from PySide6.QtCore import QObject

from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.faces.strip import FaceStrip
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views.frames import FrameLoader
from clipiqa_desktop.ui.views.modes import Viewing

_COLUMN = "faces"


class FaceFeature(QObject):
    """The strip stands over the columns while one photograph is large, if any photograph of the shoot has a face: so
    nothing moves from one photograph to the next.
    """

    def __init__(
        self, library: Library, viewing: Viewing, frames: FrameLoader, panel: AttributePanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._viewing = library, viewing
        self.strip = FaceStrip(library, frames, viewing.loupe)
        self.strip.hide()
        panel.above.add(self.strip)
        self.strip.wanted.connect(lambda x, y: viewing.loupe.active_canvas().look_at((x, y)))
        viewing.mode_changed.connect(lambda _mode: self._show())
        library.current_changed.connect(self._show)
        library.answer_changed.connect(self._show)
        library.photos_changed.connect(self._changed)

    def _show(self) -> None:
        shows = self._viewing.mode == "loupe" and self._has_faces
        if shows:
            self.strip.show_photo(self._library.current_id)
        self.strip.setVisible(shows)

    def _changed(self, ids: object) -> None:
        if self._viewing.mode == "loupe" and (self.strip.isHidden() or self._library.current_id in ids):  # type: ignore[operator]
            self._show()

    @property
    def _has_faces(self) -> bool:
        columns = self._library.columns
        return _COLUMN in columns.stored and bool(np.nan_to_num(columns.stored[_COLUMN])[self._library.shoot].any())
