"""The picture embedded in a file stands where its thumbnail will stand, and gives way without a gap."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPixmap
from ui.driving import NOON, jpeg, names

from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.ui.grid.cell_picture import fitted, picture_of


@dataclass
class Kept:
    """Pictures by key, as the loader has them."""

    pictures: dict[str, QPixmap] = field(default_factory=dict)

    def get(self, key):
        return self.pictures.get(key)


@dataclass
class Row:
    """The columns of one photograph."""

    fingerprints: list
    embedded: list
    shapes: list
    unreadable: list = field(default_factory=lambda: [False])
    turned: list = field(default_factory=lambda: [0])


@pytest.mark.parametrize("full", [(6000, 4000), (4000, 6000), (4032, 3024), (5184, 3456), (3000, 3000), (9000, 2000)])
@pytest.mark.parametrize("place", [QRect(5, 7, 168, 134), QRect(0, 0, 300, 237), QRect(3, 3, 61, 47)])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_nothing_moves_when_the_thumbnail_comes(qapp, full, place, ratio):
    thumbnail = QSize(*(round(side * 512 / max(full)) for side in full))
    side = round(place.width() * ratio)
    loaded = (
        thumbnail.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
        if max(thumbnail.toTuple()) > side
        else thumbnail
    )
    small = QPixmap(QSize(*full).scaled(160, 160, Qt.AspectRatioMode.KeepAspectRatio))
    shape = np.float32(full[0] / full[1])
    first = picture_of(Kept({"~a": small}), Row([None], ["~a"], [shape]), 0)
    last = picture_of(Kept({"~a": small, "f": QPixmap(loaded)}), Row(["f"], ["~a"], [shape]), 0)
    one, other = fitted(first.size, place, ratio), fitted(last.size, place, ratio)
    for edge in ("left", "top", "right", "bottom"):
        assert abs(getattr(one, edge)() - getattr(other, edge)()) * ratio <= 1


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("size", [QSize(512, 341), QSize(341, 512), QSize(512, 512)])
def test_on_every_screen_a_photograph_fills_its_place(qapp, size, ratio):
    place = QRect(4, 4, 630, 500)
    shown = fitted(size, place, ratio)
    assert min(place.width() - shown.width(), place.height() - shown.height()) == pytest.approx(0, abs=1 / ratio)
    assert shown.width() / shown.height() == pytest.approx(size.width() / size.height(), rel=0.01)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_photograph_of_few_pixels_is_as_small_on_every_screen(qapp, ratio):
    assert fitted(QSize(90, 60), QRect(0, 0, 400, 300), ratio).size().toTuple() == (90, 60)


def test_a_thumbnail_that_is_still_to_be_loaded_leaves_the_other_in_its_place(qapp):
    kept = Kept({"~a": QPixmap(160, 107)})
    row = Row(["f"], ["~a"], [1.5])
    assert picture_of(kept, row, 0).pixmap is kept.pictures["~a"]
    kept.pictures["f"] = QPixmap(300, 200)
    assert picture_of(kept, row, 0).pixmap is kept.pictures["f"]


def test_what_cannot_be_read_says_so_instead(qapp):
    kept = Kept({"~a": QPixmap(160, 107)})
    assert picture_of(kept, Row([None], ["~a"], [1.5], [True]), 0) is None


def test_one_of_another_shape_is_shown_as_it_is(qapp):
    shown = picture_of(Kept({"~a": QPixmap(160, 120)}), Row([None], ["~a"], [np.float32(1.5)]), 0)
    assert shown.size == QSize(512, 384)


def test_the_window_shows_it_at_once_and_then_the_thumbnail(filler, open_window, qtbot):
    (photo,) = filler.found(["a.jpg"])
    filler.glanced([photo], [jpeg(7, (160, 107))])
    window = open_window()

    def colour():
        index = window.grid.photos.index(0)
        return QColor(window.grid.viewport().grab().toImage().pixel(window.grid.visualRect(index).center()))

    loader = window._thumbnails
    qtbot.waitUntil(lambda: loader.get(f"~{photo}") is not None)
    before = colour()
    filler.read([photo])
    window.library.refresh([photo])
    assert colour() == before, "no gap while the thumbnail is loaded"
    qtbot.waitUntil(lambda: loader.get(f"content {photo}") is not None)
    assert colour() != before


def test_the_order_is_right_once_all_heads_are_read(filler, open_window, qtbot):
    ids = filler.found(["a.jpg", "b.jpg", "c.jpg"])
    window = open_window()
    assert names(window) == ["a.jpg", "b.jpg", "c.jpg"]
    filler.glanced(ids[::-1], [jpeg()] * 3)
    window.library.refresh(ids)
    assert (names(window), window.library.stale) == (["a.jpg", "b.jpg", "c.jpg"], True)
    reading = Progress(Phase.LOOKING, 2, 3, stage="glance", stages=(StageCount("glance", 2, 3),))
    window.indexing.progressed.emit(reading)
    assert window.library.stale
    read = Progress(Phase.LOOKING, 0, 3, stage="read", stages=(StageCount("glance", 3, 3), StageCount("read", 0, 3)))
    window.indexing.progressed.emit(read)
    qtbot.waitUntil(lambda: not window.library.stale)
    assert names(window) == ["c.jpg", "b.jpg", "a.jpg"]
    assert window.library.columns.stored["captured"].min() == NOON


def test_an_order_by_scores_is_left_alone(filler, open_window):
    ids = filler.found(["a.jpg", "b.jpg"])
    window = open_window()
    window.library.ask(window.library.query.sorted_by("quality"))
    filler.glanced(ids[::-1], [jpeg()] * 2)
    filler.score(ids, quality=[0.1, 0.9])
    window.library.refresh(ids)
    stale = window.library.stale
    window.indexing.progressed.emit(Progress(Phase.LOOKING, 0, 2, stages=(StageCount("glance", 2, 2),)))
    assert window.library.stale == stale
