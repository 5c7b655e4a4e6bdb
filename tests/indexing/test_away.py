"""A folder that goes away while a run looks at it, and comes back: no errors are left of that."""

import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tools.pictures import save_photographs
from tools.readers import glance_and_log, measure_and_log, read_and_log
from tools.shoot import Shoot

from clipiqa_desktop.indexing.run import Listener
from clipiqa_desktop.indexing.search import MOST_TRIES
from clipiqa_desktop.photos.reading import Failure

AWAY_S = 0.4
NAMES = ["p00.jpg", "p01.jpg", "p02.jpg"]


def _while_away(path: Path, look: Callable[[Path], Any]) -> Any:
    """What `look` says of p01.jpg at the first try, for which the folder is away and then back at once."""
    said = path.parents[1] / f"{look.__name__} was away"
    if path.name != "p01.jpg" or said.exists():
        return look(path)
    said.touch()
    gone = path.parent.rename(path.parent.with_name("gone"))
    answer = look(path)
    gone.rename(path.parent)
    return answer


def glance(path: Path, _companions: Sequence[Path] = ()) -> Any:
    return _while_away(path, glance_and_log)


def read(path: Path, _companions: Sequence[Path] = ()) -> Any:
    return _while_away(path, read_and_log)


def measure(path: Path, _companions: Sequence[Path] = ()) -> Any:
    return _while_away(path, measure_and_log)


def read_what_changes(path: Path, _companions: Sequence[Path] = ()) -> Any:
    """p01.jpg is always being written just now."""
    answer = read_and_log(path)
    return Failure("It changed.", lasts=False, is_momentary=True) if path.name == "p01.jpg" else answer


@pytest.mark.parametrize("stage", ["glancer", "reader", "measurer"])
def test_what_was_away_for_a_moment_is_read_before_the_run_ends(shoot: Shoot, stage: str) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index(**{stage: {"glancer": glance, "reader": read, "measurer": measure}[stage]})
    assert shoot.errors() == {}
    assert {photo.facts["width"] for photo in shoot.photos().values()} == {96}
    assert shoot.measures().keys() == {*NAMES}
    assert shoot.index() == []


def test_what_never_comes_to_rest_is_tried_so_often_and_no_more(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    assert shoot.index(reader=read_what_changes).count("p01.jpg") == 1 + MOST_TRIES
    assert shoot.errors() == {"p01.jpg": "It changed."}
    assert shoot.index() == ["p01.jpg"]


def _is_back_soon(folder: Path) -> threading.Timer:
    gone = folder.rename(folder.with_name("gone"))
    timer = threading.Timer(AWAY_S, lambda: gone.rename(folder))
    timer.start()
    return timer


@pytest.mark.parametrize("which", ["shoot", "below"])
def test_a_folder_that_was_named_is_waited_for(shoot: Shoot, which: str) -> None:
    below = shoot.folder / "below"
    save_photographs(below, 3)
    shoot.index()
    timer = _is_back_soon(shoot.folder if which == "shoot" else below)
    offline: list[Path] = []
    shoot.index(Listener(offline=offline.append), waits_for_folders=True)
    timer.join()
    assert shoot.photos().keys() == {*NAMES}
    assert len(offline) == (which == "shoot")


def test_a_folder_that_goes_away_meanwhile_is_waited_for(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    timers: list[threading.Timer] = []

    def go(_ids: object) -> None:
        if not timers:
            timers.append(_is_back_soon(shoot.folder))

    shoot.index(Listener(stored=go))
    timers[0].join()
    assert shoot.errors() == {}
    assert all(photo.fingerprint for photo in shoot.photos().values())


def test_what_stays_away_is_kept_and_ends_no_run_late(shoot: Shoot) -> None:
    save_photographs(shoot.folder / "below", 3)
    shoot.index()
    shutil.rmtree(shoot.folder / "below")
    shoot.index(waits_for_folders=True)
    assert shoot.photos() == {}
    shoot.index(waits_for_folders=True)  # nobody waits for it again
    assert shoot.photos() == {}


def test_a_link_that_leads_nowhere_is_tried_once(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 1)
    (shoot.folder / "link.jpg").symlink_to(shoot.folder.parent / "nowhere.jpg")
    assert shoot.index() == ["link.jpg", "p00.jpg"]
    assert shoot.errors() == {"link.jpg": "This is a link to a file that is not there now."}
