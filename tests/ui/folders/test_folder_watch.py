from pathlib import Path

import pytest
from PySide6.QtCore import QFileSystemWatcher
from pytestqt.qtbot import QtBot

from clipiqa_desktop.ui.folders import folder_watch
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


def test_files_that_keep_coming_do_not_put_a_look_off(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "SETTLE_MS", 1_000_000)
    monkeypatch.setattr(folder_watch, "LONGEST_MS", 50)
    watch = FolderWatch()
    watch.watch([tmp_path], [tmp_path])
    with qtbot.waitSignal(watch.changed):
        (tmp_path / "new.jpg").touch()


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


@pytest.mark.parametrize("goes", ["deleted", "renamed", "never there"])
def test_a_folder_that_is_back_is_looked_through_and_watched_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goes: str
) -> None:
    monkeypatch.setattr("clipiqa_desktop.ui.folders.folder_watch.AWAY_MS", 50)
    card, away, watch = tmp_path / "card", tmp_path / "away", FolderWatch()
    (away if goes == "never there" else card).mkdir()
    watch.watch([card], [card])
    if goes == "renamed":
        card.rename(away)
        watch.is_away(card)
    elif goes == "deleted":
        with qtbot.waitSignal(watch.changed, timeout=5000):
            card.rmdir()
        away.mkdir()
    with qtbot.waitSignal(watch.changed, timeout=5000) as signal:
        away.rename(card)
    assert signal.args == [card]
    qtbot.waitUntil(lambda: not watch._look_for_away.isActive())
    with qtbot.waitSignal(watch.changed, timeout=5000):
        (card / "new.jpg").write_bytes(b"1")


def test_an_empty_folder_where_a_disk_was_mounted_is_looked_at_until_something_is_in_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clipiqa_desktop.ui.folders.folder_watch.AWAY_MS", 50)
    watch = FolderWatch()
    watch.watch([tmp_path], [tmp_path])
    told: list[object] = []
    watch.changed.connect(told.append)
    watch.is_away(tmp_path)
    qtbot.wait(200)
    assert not told
    watch._watcher.removePaths([str(tmp_path)])  # what is mounted over a folder is another one for the system
    with qtbot.waitSignal(watch.changed, timeout=5000) as signal:
        (tmp_path / "back.jpg").write_bytes(b"1")
    assert signal.args == [tmp_path]


def test_folders_that_the_system_watches_no_more_are_looked_at_now_and_then(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clipiqa_desktop.ui.folders.folder_watch.POLL_MS", 50)
    monkeypatch.setattr(QFileSystemWatcher, "addPaths", lambda _watcher, names: list(names))
    watch = FolderWatch()
    (tmp_path / "below").mkdir()
    with qtbot.waitSignal(watch.said) as said:
        watch.watch([tmp_path], [tmp_path / "below"])
    assert said.args[0].startswith("This system watches no more folders")
    with qtbot.waitSignal(watch.changed, timeout=5000) as signal:
        (tmp_path / "below" / "new.jpg").write_bytes(b"1")
    assert signal.args == [tmp_path]
    with qtbot.waitSignal(watch.changed, timeout=5000):
        (tmp_path / "card").mkdir()
    with qtbot.waitSignal(watch.changed, timeout=5000):
        (tmp_path / "card" / "new.jpg").write_bytes(b"1")
    watch.watch([], [])
    qtbot.waitUntil(lambda: not watch._poll.isActive())


@pytest.mark.usefixtures("qtbot")
def test_a_folder_in_two_roots_belongs_to_the_first(tmp_path: Path) -> None:
    watch = FolderWatch()
    watch.watch([tmp_path, tmp_path / "a"], [tmp_path / "a" / "b", tmp_path.parent])
    assert set(watch._roots.values()) == {tmp_path}
    watch.watch([tmp_path / "a", tmp_path], [tmp_path / "a" / "b"])
    assert watch._roots == {
        str(tmp_path): tmp_path,
        str(tmp_path / "a"): tmp_path / "a",
        str(tmp_path / "a" / "b"): tmp_path / "a",
    }
