"""How the window stood when it was closed, and how it stands again at the next start."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize

from clipiqa_desktop.catalog.query_text import described, understood

if TYPE_CHECKING:
    from clipiqa_desktop.ui.main_window import MainWindow

NAME = "window"
SIDE = 178
FIRST_SIZE = QSize(1440, 900)
FRAME = QSize(10, 40)  # what a usual window manager puts around a window


def remember(window: "MainWindow") -> None:
    """Writes the state into the settings."""
    folder, current = window.left.selected(), window.library.current
    window.settings.set(
        NAME,
        {
            "geometry": bytes(window.saveGeometry().toBase64().data()).decode(),
            "splitter": bytes(window.splitter.saveState().toBase64().data()).decode(),
            "panels": [not window.left.isHidden(), not window.right.isHidden()],
            "side": window.top.slider.value(),
            "folder": str(folder) if folder else None,
            "current": current.id if current else None,
            "query": described(window.library.query),
        },
    )


def restore(window: "MainWindow") -> None:
    """Puts the window back as it was; whatever is missing or cannot be understood is left at its default."""
    state = window.settings.get(NAME, {})
    state = state if isinstance(state, dict) else {}
    window.resize(FIRST_SIZE)
    window.restoreGeometry(_bytes(state.get("geometry")))
    if not window.isMaximized() and not window.isFullScreen():
        window.resize(fitting(window.size(), window.screen().availableSize()))
    window.splitter.restoreState(_bytes(state.get("splitter")))
    left, right = _panels(state.get("panels"))
    window.left.setVisible(left)
    window.right.setVisible(right)
    window.top.slider.setValue(_integer(state.get("side"), SIDE))
    window.grid.set_side(window.top.slider.value())
    window.library.ask(understood(state.get("query"), window.library.keys))
    window.left.show_folders()
    if folder := state.get("folder"):
        window.left.select(Path(str(folder)))
    window.library.make_current(_known(window, state.get("current")))
    window.grid.show_current()


def fitting(size: QSize, available: QSize) -> QSize:
    """The size, or as much of it as a screen with so much room can show together with the window's frame."""
    return size.boundedTo(available - FRAME)


def _known(window: "MainWindow", photo_id: object) -> int | None:
    known = isinstance(photo_id, int) and window.grid.photos.row_of(photo_id) is not None
    return photo_id if known and isinstance(photo_id, int) else window.library.current_id


def _integer(value: object, default: int) -> int:
    return value if isinstance(value, int) and abs(value) < 10_000 else default


def _panels(value: object) -> tuple[bool, bool]:
    return (bool(value[0]), bool(value[1])) if isinstance(value, list) and len(value) == 2 else (True, True)


def _bytes(value: object) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(str(value or "").encode()))
