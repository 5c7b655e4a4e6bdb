"""The photographs at both ends of an attribute that is being tried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.indexing.prompt_process import Measured
from clipiqa_desktop.notation import hundredths
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.cell_picture import fitted
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.grid.turned_painting import draw_turned, turned_size
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.plain import PlainLabel

COUNT = 10
_WIDTH, _PICTURE, _FOOTER, _GAP = 92, 70, 20, 6


@dataclass(frozen=True)
class Shown:
    """One photograph and its score."""

    fingerprint: str | None
    name: str
    score: float
    quarters: int = 0  # by which it is turned


class Preview(QWidget):
    """The ten that score highest in the shoot, and the ten that score lowest."""

    def __init__(self, library: Library, thumbnails: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        # A loader of its own: the grid's forgets what it was asked for when somebody else asks.
        self._thumbnails = ThumbnailLoader(thumbnails, self)
        self.highest, self.lowest = (PreviewStrip(title, self._thumbnails) for title in ("Highest", "Lowest"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for strip in (self.highest, self.lowest):
            heading = PlainLabel(strip.title)
            heading.setProperty("heading", True)
            layout.addWidget(heading)
            layout.addWidget(strip)
            self._thumbnails.loaded.connect(strip.update)

    def show_scores(self, measured: Measured) -> None:
        """Shows who scores highest and lowest among the photographs of the shoot; nobody twice."""
        columns = self._library.columns
        scores = np.where(self._library.shoot, columns.align(measured.ids, measured.values), np.nan)
        rows = np.flatnonzero(np.isfinite(scores))
        rows = rows[np.argsort(-scores[rows], kind="stable")]
        half = min(COUNT, (len(rows) + 1) // 2)
        self.highest.set_photographs([self._shown(row, scores[row]) for row in rows[:half]])
        self.lowest.set_photographs([self._shown(row, scores[row]) for row in rows[half:][-half:][::-1]])
        every = (*self.highest.photographs, *self.lowest.photographs)
        wanted = [each.fingerprint for each in every if each.fingerprint]
        self._thumbnails.want(wanted, round(_WIDTH * self.devicePixelRatioF()))

    def clear(self) -> None:
        """Shows nothing."""
        for strip in (self.highest, self.lowest):
            strip.set_photographs([])

    def close_threads(self) -> None:
        """Ends what loads the thumbnails."""
        self._thumbnails.close()

    def _shown(self, row: int, score: float) -> Shown:
        columns = self._library.columns
        name, turned = displayable_name(columns.names[row]), int(columns.turned[row])
        return Shown(columns.fingerprints[row], name, float(score), turned)


class PreviewStrip(QWidget):
    """Up to ten photographs in a row, each over its score."""

    def __init__(self, title: str, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self._thumbnails = title, thumbnails
        self.photographs: Sequence[Shown] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_PICTURE + _FOOTER)
        self.set_photographs([])

    def set_photographs(self, photographs: Sequence[Shown]) -> None:
        """Shows these, and says them to screen readers."""
        self.photographs = photographs
        said = ", ".join(f"{each.name} {hundredths(each.score)}" for each in photographs)
        self.setAccessibleName(f"{self.title}: {said or 'none'}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all ten."""
        return QSize(COUNT * (_WIDTH + _GAP) - _GAP, _PICTURE + _FOOTER)

    def event(self, event: QEvent) -> bool:
        """The tooltip names the file."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = event.pos().x() // self._step()
            name = self.photographs[at].name if at < len(self.photographs) else ""
            QToolTip.showText(event.globalPos(), plain_tooltip(name) if name else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints places, and photographs where there are any."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(style.resized(painter.font(), -1))
        for at in range(COUNT):
            place = QRect(at * self._step(), 0, self._step() - _GAP, _PICTURE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(style.current().well))
            painter.drawRoundedRect(place, 4, 4)
            if at < len(self.photographs):
                self._paint_photograph(painter, place, self.photographs[at])

    def _paint_photograph(self, painter: QPainter, place: QRect, shown: Shown) -> None:
        pixmap = self._thumbnails.get(shown.fingerprint) if shown.fingerprint else None
        if pixmap:
            inner = place.adjusted(2, 2, -2, -2)
            size = turned_size(pixmap.size(), shown.quarters)
            draw_turned(painter, fitted(size, inner, self.devicePixelRatioF()), pixmap, shown.quarters)
        painter.setPen(QColor(style.current().text))
        footer = QRect(place.left(), _PICTURE, place.width(), _FOOTER)
        painter.drawText(footer, Qt.AlignmentFlag.AlignCenter, hundredths(shown.score))

    def _step(self) -> int:
        return (self.width() + _GAP) // COUNT
