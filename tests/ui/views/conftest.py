"""The views alone, on real photographs that were looked at before."""

import contextlib
from contextlib import closing

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.grid import Grid
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views.frames import FrameLoader
from clipiqa_desktop.ui.views.modes import Viewing

SIZE = (1800, 1200)


class Bench:
    """A `Viewing` with what it needs, and hands for it."""

    def __init__(self, places, qtbot) -> None:
        self.library = Library(Catalog(places.catalog, KEYS))
        self.thumbnails, self.frames = ThumbnailLoader(places.thumbnails), FrameLoader()
        self.grid = Grid(self.library, self.thumbnails)
        self.viewing = Viewing(self.library, self.grid, self.thumbnails, self.frames)
        self.said = []
        self.viewing.said.connect(self.said.append)
        self._qtbot = qtbot
        self.viewing.resize(1000, 700)
        self.viewing.show()
        self.viewing.activateWindow()
        qtbot.waitUntil(self.viewing.isActiveWindow)
        self.grid.setFocus()

    @property
    def page(self):
        return self.viewing.currentWidget()

    @property
    def canvas(self):
        return self.page.active_canvas()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def current(self) -> str:
        return self.name(self.library.current_id)

    def name(self, photo_id) -> str | None:
        return None if photo_id is None else self.library.catalog.photos.get(photo_id).path.name

    def names(self) -> list[str]:
        """What is in sight, but for the grid."""
        return [self.name(photo_id) for _, photo_id in self.page.shown()]

    def targets(self) -> list[str]:
        return [self.name(photo_id) for photo_id in self.viewing.targets()]

    def id_of(self, name: str) -> int:
        return next(id_ for id_ in self.library.columns.ids.tolist() if self.name(id_) == name)

    def select(self, *names: str) -> None:
        model = self.grid.selectionModel()
        model.clearSelection()
        for name in names:
            index = self.grid.photos.index(self.grid.photos.row_of(self.id_of(name)))
            model.setCurrentIndex(index, model.SelectionFlag.Select)

    def filter_quality(self, low, high) -> None:
        """Keeps photographs whose quality, rising from the first to the last, lies between."""
        from clipiqa_desktop.catalog.query.query import Range

        self.library.ask(self.library.query.with_range("quality", Range(low, high)))

    def wait_for_full(self, *names: str) -> None:
        def all_there():
            best = [self.frames.best(self.id_of(name)) for name in names]
            return all(frame and frame.is_full for frame in best)

        self._qtbot.waitUntil(all_there, timeout=20_000)

    def turn_wheel(self, widget, spot: QPoint, by: int) -> None:
        place = QPointF(spot)
        event = QWheelEvent(
            place,
            QPointF(widget.mapToGlobal(spot)),
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def point(self, widget, spot: QPoint) -> None:
        """Moves the pointer there."""
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(spot),
            QPointF(widget.mapToGlobal(spot)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, event)

    def close(self) -> None:
        self.viewing.end()
        self.frames.close()
        self.thumbnails.close()
        self.viewing.close()
        self.library.catalog.close()
        for each in (self.viewing, self.frames, self.thumbnails, self.library):
            each.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def gradient(seed: int, size=SIZE) -> Image.Image:
    """Red grows to the right, green downwards: each place has a colour of its own; blue tells the photograph."""
    width, height = size
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[..., 0] = np.linspace(20, 235, width)
    pixels[..., 1] = np.linspace(20, 235, height)[:, None]
    pixels[..., 2] = (20 + seed * 12) % 256
    return Image.fromarray(pixels)


@pytest.fixture
def shoot(filler, places, tmp_path):
    """Makes `count` photographs p0.jpg, p1.jpg, … with rising quality."""

    def make(count: int, sizes=(SIZE,)) -> list[int]:
        folder = tmp_path / "shoot"
        folder.mkdir(exist_ok=True)
        names = [f"p{number}.jpg" for number in range(count)]
        for number, name in enumerate(names):
            gradient(number, sizes[number % len(sizes)]).save(folder / name, quality=92)
        ids = filler.found(names, folder)
        with (
            closing(Catalog(places.catalog, KEYS)) as catalog,
            closing(ThumbnailStore(places.thumbnails)) as thumbnails,
        ):
            for number, id_ in enumerate(ids):
                width, height = sizes[number % len(sizes)]
                facts = {"captured": float(number), "width": width, "height": height}
                catalog.photos.store_reading(id_, "decoder", f"content {id_}", facts)
                thumbnails.put(f"content {id_}", _thumbnail(folder / names[number]))
        filler.score(ids, quality=[(number + 1) / (count + 1) for number in range(count)])
        return ids

    return make


@pytest.fixture
def open_bench(qapp, qtbot, places):
    """Opens the views; everything about them is gone at the end."""
    style.apply(qapp)
    with contextlib.ExitStack() as opened:

        def open_it() -> Bench:
            bench = Bench(places, qtbot)
            opened.callback(bench.close)
            return bench

        yield open_it
    qapp.setStyleSheet("")
    qapp.setProperty("clipiqaTheme", None)


@pytest.fixture
def bench(shoot, open_bench):
    """The views on eight photographs."""
    shoot(8)
    return open_bench()


@pytest.fixture(autouse=True)
def loader():
    """What is alive after each test is looked for (see the window's own fixtures)."""


def _thumbnail(path) -> bytes:
    import io

    buffer = io.BytesIO()
    with Image.open(path) as image:
        image.thumbnail((512, 512))
        image.save(buffer, "JPEG")
    return buffer.getvalue()
