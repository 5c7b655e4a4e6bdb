"""What is painted again in the grid: as little as can be, and never too little."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFrame
from ui import random_looking
from ui.driving import stack
from ui.random_looking import RandomLooking, settle

from clipiqa_desktop.mark_words import REJECT
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.cell import PhotoCell
from clipiqa_desktop.ui.grid.cell_picture import fitted
from clipiqa_desktop.ui.grid.thumbnails import Wanted
from clipiqa_desktop.ui.widgets.even_grid import A_PASS

TESTS = Path(random_looking.__file__).parent.parent


@pytest.fixture
def many(filler, open_window):
    """Sixty photographs with their thumbnails, more than a screenful, with no card over them."""
    filler.shoot(60)
    window = open_window(size=(1280, 800))
    window.tour.end()
    window.grid.setFocus()
    settle(window)
    return window


@pytest.fixture
def painted(many, monkeypatch):
    """The rows that were painted since they were forgotten last, in order."""
    rows, paint = [], PhotoCell.paint

    def note(self, painter, option, index):
        rows.append(index.row())
        paint(self, painter, option, index)

    monkeypatch.setattr(PhotoCell, "paint", note)
    return rows


def line(grid, number):
    return list(range(number * grid.columns, (number + 1) * grid.columns))


@pytest.mark.parametrize(("theme", "seed"), [(style.DARK, 1), (style.LIGHT, 2)])
def test_what_was_moved_looks_as_if_all_of_it_had_been_painted(many, qapp, theme, seed):
    style.apply(qapp, theme)
    looking = RandomLooking(many, seed)
    assert not [each for _ in range(60) if (each := looking.differs())]


def test_the_same_on_a_screen_of_high_resolution(filler):
    filler.shoot(60)
    command = [sys.executable, random_looking.__file__, filler.places.catalog.parent, "40"]
    environment = os.environ | {"QT_SCALE_FACTOR": "2", "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2.0 []", done.stderr


def test_scrolling_paints_only_what_comes_into_sight(many, painted):
    grid = many.grid
    room, height = grid.viewport().height(), grid.gridSize().height()
    for by in (20, 1, 40):
        before = grid.verticalOffset()
        painted.clear()
        grid.verticalScrollBar().setValue(before + by)
        settle(many)
        new = range((before + room) // height, (before + by + room - 1) // height + 1)
        assert painted == [row for each in new for row in line(grid, each)]


@pytest.fixture
def card(many):
    """Something that lies over the lower right corner of the grid, as the offer of the tour does."""
    frame, view = QFrame(many, autoFillBackground=True), many.grid.viewport()
    corner = view.mapTo(many, view.rect().bottomRight()) - QPoint(300, 120)
    frame.setGeometry(QRect(corner, QSize(288, 110)))
    frame.show()
    frame.raise_()
    settle(many)
    return frame


def test_under_a_card_it_paints_only_what_lies_there_too(many, card, painted):
    grid = many.grid
    corner = grid.viewport().mapFromGlobal(card.mapToGlobal(QPoint(0, 0)))
    for by in (20, 1, 40):
        painted.clear()
        grid.verticalScrollBar().setValue(grid.verticalOffset() + by)
        settle(many)
        seen = grid.visible_rows()
        places = {row: grid.visualRect(grid.photos.index(row)) for row in seen}
        room = grid.viewport().height()
        expected = [
            row
            for row, place in places.items()
            if place.bottom() >= room - by or place.intersects(QRect(corner, card.size()).adjusted(0, -by, 0, 0))
        ]
        assert set(painted) <= set(expected)
        assert len(set(painted)) < len(seen)


@pytest.mark.parametrize("seed", [3, 4])
def test_with_a_card_what_was_moved_looks_as_if_all_of_it_had_been_painted(many, card, seed):
    looking = RandomLooking(many, seed)
    assert not [each for _ in range(40) if (each := looking.differs())]
    assert card.isVisible()


def test_in_another_theme_it_still_does(many, painted, qapp):
    for theme in (style.LIGHT, style.DARK):
        style.apply(qapp, theme)
        settle(many)
        painted.clear()
        many.grid.verticalScrollBar().setValue(many.grid.verticalOffset() + 10)
        settle(many)
        assert 0 < len(painted) <= many.grid.columns


def test_a_picture_that_comes_has_its_own_cell_painted(many, painted):
    grid, row = many.grid, many.grid.columns + 1
    painted.clear()
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    (key,) = many.library.fingerprints([grid.photos.id_at(row)]).values()
    many._thumbnails._keep(Wanted(key, 600), image)
    settle(many)
    assert painted == [row]
    middle = grid.visualRect(grid.photos.index(row)).center()
    assert grid.viewport().grab().toImage().pixelColor(middle - QPoint(0, 20)) == QColor(Qt.GlobalColor.red)


def test_a_photograph_that_changes_has_its_own_cell_painted(many, painted):
    grid, row = many.grid, many.grid.columns + 1
    painted.clear()
    many.library.photos_changed.emit([grid.photos.id_at(row)])
    settle(many)
    assert painted == [row]


def test_many_that_change_at_once_are_painted_in_several_passes(many, painted):
    """So that a key pressed meanwhile need not wait for all of them."""
    grid = many.grid
    grid.set_side(110)
    settle(many)
    rows = list(grid.visible_rows())
    assert len(rows) > 2 * A_PASS
    painted.clear()
    many.library.photos_changed.emit(many.library.ids.tolist())
    assert_painted_in_passes(painted, rows)


def test_a_jump_is_painted_in_several_passes(many, painted):
    grid = many.grid
    grid.set_side(110)
    settle(many)
    painted.clear()
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    rows = list(grid.visible_rows())
    assert_painted_in_passes(painted, rows)


def test_what_comes_into_sight_at_once_is_painted_in_several_passes(many, painted):
    grid = many.grid
    grid.set_side(110)
    many.viewing.show_mode("loupe")
    settle(many)
    painted.clear()
    many.viewing.show_mode("grid")
    assert_painted_in_passes(painted, list(grid.visible_rows()))


def test_a_picture_of_the_grid_has_all_cells_at_once(many, painted):
    painted.clear()
    many.grab()
    assert painted == list(many.grid.visible_rows())


def assert_painted_in_passes(painted, rows):
    """Each row once, and no more than some in a pass of the event loop."""
    passes = []
    while sum(passes) < len(rows):
        before = len(painted)
        QApplication.processEvents()
        passes.append(len(painted) - before)
    assert max(passes) <= 2 * A_PASS < len(rows)
    assert sorted(painted) == rows


def test_what_changes_out_of_sight_has_none_painted(many, painted):
    painted.clear()
    many.library.photos_changed.emit([many.grid.photos.id_at(59)])
    settle(many)
    assert painted == []


def test_one_behind_the_top_of_a_closed_stack_is_seen_in_its_cell(many, painted):
    ids = many.library.columns.ids.tolist()
    stack(many, [1, 2, 3])
    settle(many)
    before = many.grid.grab().toImage()
    for id_ in ids[1:4]:  # the last one dims the pile
        painted.clear()
        many.library.give_marks("reject", {"flag": {id_: REJECT}})
        settle(many)
        assert 1 in painted
    assert many.grid.grab().toImage() != before


def test_where_the_shoot_gets_longer_all_times_are_written_with_their_day(many, painted):
    library = many.library
    library.ask(library.query.sorted_by("captured"))
    settle(many)
    painted.clear()
    library.catalog.photos.store_reading(library.ids.tolist()[59], "decoder", "other", {"captured": 1.8e9})
    library.refresh([library.ids.tolist()[59]])
    settle(many)
    assert set(painted) == set(many.grid.visible_rows())


def test_another_current_photograph_has_two_cells_painted(many, painted):
    grid = many.grid
    first, second = 0, 2 * grid.columns - 1
    grid.show_current()
    painted.clear()
    many.library.make_current(grid.photos.id_at(second))
    settle(many)
    assert painted == [first, second]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_picture_stays_where_it_is_in_its_cell(ratio):
    """Wherever the cell is scrolled to, by whole pixels of the screen."""
    for height in (80, 81, 83):
        offsets = set()
        for top in range(0, 80, 4):
            place = QRect(QPoint(4, top), QSize(161, 127))
            offsets.add(round((fitted(QSize(120, height), place, ratio).top() - top) * ratio, 6))
        assert len(offsets) == 1
