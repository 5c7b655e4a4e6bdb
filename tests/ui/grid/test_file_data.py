"""Photographs that are dragged or pasted into other programs."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui.driving import LEFT

from clipiqa_desktop.ui.grid.drag_picture import SIDE, drag_picture
from clipiqa_desktop.ui.grid.file_data import file_data


def test_files_come_with_their_twins_as_addresses_and_as_lines(shoot, qtbot):
    window, folder = shoot
    data = file_data(window.library, window.library.ids.tolist())
    assert [url.toLocalFile() for url in data.urls()] == [str(folder / "a.jpg"), str(folder / "b.jpg")]
    assert data.text().splitlines() == [str(folder / "a.jpg"), str(folder / "b.jpg")]


@pytest.fixture
def dragged(monkeypatch):
    """What was offered by each drag, and how."""
    offers = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *actions: offers.append((drag.mimeData().urls(), actions[0])))
    return offers


def pull(window, start, by):
    view = window.grid.viewport()
    QTest.mousePress(view, LEFT, pos=start)
    for place in (start + by / 2, start + by):
        QTest.mouseMove(view, place)
        QApplication.processEvents()
    QTest.mouseRelease(view, LEFT, pos=start + by)


def picture(window, row):
    return window.grid.visualRect(window.grid.photos.index(row)).center() - QPoint(0, 30)


def test_a_picture_is_dragged_out_with_all_that_is_selected_and_never_moved(shoot, qtbot, dragged):
    window, _ = shoot
    window.grid.selectAll()
    pull(window, picture(window, 1), QPoint(60, 40))
    ((urls, actions),) = dragged
    assert [url.fileName() for url in urls] == ["a.jpg", "b.jpg"]
    assert not actions & Qt.DropAction.MoveAction


def test_beside_the_pictures_dragging_selects(shoot, dragged):
    window, _ = shoot
    first = window.grid.visualRect(window.grid.photos.index(0))
    pull(window, QPoint(first.left() + 20, first.bottom() - 12), QPoint(first.width(), 5))
    assert dragged == []
    assert len(window.grid.selected_ids()) == 2


def test_what_is_dragged_from_here_is_not_opened_here(shoot, monkeypatch):
    window, _ = shoot
    data = file_data(window.library, window.library.ids.tolist())
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    monkeypatch.setattr(QDragEnterEvent, "source", lambda _event: window.grid)
    event.ignore()
    window.dragEnterEvent(event)
    assert not event.isAccepted()


def test_a_small_picture_hangs_on_the_pointer_with_how_many_are_dragged(shoot, qtbot):
    window, _ = shoot
    ids, loader = window.library.ids.tolist(), window._thumbnails
    shown = [drag_picture(window.library, loader, ids[:count], 2.0) for count in (0, 1)]
    assert shown[0].isNull()
    fingerprint = window.library.fingerprints(ids[:1])[ids[0]]
    qtbot.waitUntil(lambda: loader.get(fingerprint) is not None)
    one, two = (drag_picture(window.library, loader, ids[:count], 2.0) for count in (1, 2))
    assert max(one.deviceIndependentSize().toTuple()) <= SIDE
    assert one.size() == two.size()
    assert one.toImage() != two.toImage()
