"""How the window stood when it was closed, as a value that the settings keep."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize

from clipiqa_desktop.settings import WINDOW, Settings

SIDE = 178
FIRST_SIZE = QSize(1440, 900)
FRAME = QSize(10, 40)  # what a usual window manager puts around a window


@dataclass(frozen=True)
class WindowState:
    """Geometry and splitter as `qt_state` writes them; `panels`: whether left and right are shown; `side`: of the
    thumbnails, in pixels; `query` as `query_json` writes it; `mode` of the views, and the ids of what was `seen` in it.
    """

    geometry: str = ""
    splitter: str = ""
    panels: tuple[bool, bool] = (True, True)
    side: int = SIDE
    folder: str | None = None
    current: int | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    mode: str = ""
    seen: tuple[int, ...] = ()

    @property
    def folder_path(self) -> Path | None:
        """The folder that was chosen on the left."""
        return Path(self.folder) if self.folder else None


def save(settings: Settings, state: WindowState) -> None:
    """Writes the state into the settings."""
    settings.set(WINDOW, asdict(state) | {"panels": list(state.panels), "seen": list(state.seen)})


def load(settings: Settings) -> WindowState:
    """What was saved; whatever is missing or makes no sense is left at its default."""
    values = settings.get(WINDOW)
    left, right = values.get("panels", (True, True))
    return WindowState(**{**values, "panels": (left, right), "seen": tuple(values.get("seen", ()))})


def fitting(size: QSize, available: QSize) -> QSize:
    """The size, or as much of it as a screen with so much room can show together with the window's frame."""
    return size.boundedTo(available - FRAME)
