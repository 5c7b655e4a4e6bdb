from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clipiqa_desktop.ui.folders.folder_watch import LOOK_AGAIN_MS, FolderWatch


def test_a_new_file_is_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    watch = FolderWatch()
    (tmp_path / "below").mkdir()
    watch.watch([tmp_path], [tmp_path / "below"])
    with qtbot.waitSignal(watch.changed, timeout=5000) as signal:
        (tmp_path / "below" / "new.jpg").write_bytes(b"1")
    assert signal.args == [tmp_path]


def test_a_file_in_a_folder_that_was_just_made_is_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    watch = FolderWatch()
    watch.watch([tmp_path], [])
    with qtbot.waitSignal(watch.changed, timeout=5000):
        (tmp_path / "card").mkdir()
    with qtbot.waitSignal(watch.changed, timeout=5000) as signal:
        (tmp_path / "card" / "new.jpg").write_bytes(b"1")
    assert signal.args == [tmp_path]


def test_it_is_looked_through_again_until_nothing_is_found(qtbot: QtBot, tmp_path: Path) -> None:
    watch = FolderWatch()
    watch.watch([tmp_path], [])
    with qtbot.waitSignal(watch.changed, timeout=LOOK_AGAIN_MS + 5000):
        watch.looked_through(tmp_path, found_something=True)
    with qtbot.assertNotEmitted(watch.changed, wait=LOOK_AGAIN_MS + 500):
        watch.looked_through(tmp_path, found_something=False)


def test_folders_taken_off_the_list_are_watched_no_more(qtbot: QtBot, tmp_path: Path) -> None:
    watch = FolderWatch()
    watch.watch([tmp_path], [tmp_path])
    watch.watch([], [tmp_path])
    with qtbot.assertNotEmitted(watch.changed, wait=1500):
        (tmp_path / "new.jpg").write_bytes(b"1")


@pytest.mark.usefixtures("qtbot")
def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    FolderWatch().watch([tmp_path / "card"], [tmp_path / "card" / "below"])
