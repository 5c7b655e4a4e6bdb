"""A cull by the keyboard alone, with real key codes on the layouts of four countries: the program on an X server."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PIL import Image
from ui.driving import save_jpegs

TOOLS = ("Xvfb", "openbox", "xdotool", "setxkbmap")
PATIENCE_S = 60
AGAIN_S = 8
FIRST_DIGIT = 10  # the key code of the place of the 1, as X11 counts
PLACES = {
    "o": "32",
    "p": "33",
    "f": "41",
    "g": "42",
    "k": "45",
    "e": "26",
    "q": "24",
    "z": "52",
}  # and of letters, on a US keyboard
BY_PLACE = ("ru", "gr", "il", "ara")  # layouts without Latin letters

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, TOOLS)),
    reason=f"the keyboard-only cull NEEDS {', '.join(TOOLS)}: install xvfb, openbox, xdotool and x11-xkb-utils",
)


@contextmanager
def running(*words: str, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL, **more)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """The environment of programs on a screen of their own, with a window manager."""
    reading, writing = os.pipe()
    words = ("Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp")
    with running(*words, pass_fds=(writing,)):
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        with running("openbox", env={**os.environ, "DISPLAY": display}):
            yield {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}


class Person:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, base: Path, environment: dict[str, str], program: int) -> None:
        self._base, self._environment, self._pid = base, environment, program
        self._layout = "us"

    def use(self, layout: str) -> None:
        """Has a keyboard of this country alone from now on."""
        self._layout = layout
        self.do("setxkbmap", layout)

    def do(self, *words: str) -> str:
        done = subprocess.run(words, env=self._environment, capture_output=True, text=True, check=False)
        return done.stdout

    def press(self, *keys: str) -> None:
        """One after the other, as slowly as a person; where there are no Latin letters, the keys in their places."""
        for key in keys:
            *held, last = key.split("+")
            self.do("xdotool", "key", "+".join((*held, PLACES.get(last, last) if self._layout in BY_PLACE else last)))
            time.sleep(0.15)

    def type(self, text: str) -> None:
        """With a keyboard that has these letters."""
        if self._layout in BY_PLACE:
            self.do("setxkbmap", "us")
        self.do("xdotool", "type", "--delay", "15", text)
        if self._layout in BY_PLACE:
            time.sleep(1)  # until all of it was read with that keyboard
            self.do("setxkbmap", self._layout)

    def sees(self, title: str) -> bool:
        return bool(self.do("xdotool", "search", "--onlyvisible", "--name", f"^{title}"))

    def wait_for_window(self, title: str) -> None:
        until(lambda: self.sees(title))
        time.sleep(0.3)  # until the window manager has given it the keyboard

    def open(self, key: str, title: str) -> None:
        """Presses the key, and again where the window did not have the keyboard yet."""
        end = time.monotonic() + PATIENCE_S
        while not self.sees(title):
            assert time.monotonic() < end, f"{key} opens no window {title!r}"
            self.press(key)
            patience = time.monotonic() + AGAIN_S
            while not self.sees(title) and time.monotonic() < patience:
                time.sleep(0.1)
        time.sleep(0.3)

    def choose(self, *keys: str) -> None:
        """In the menu of orders, once that is there, which takes a while on a busy computer."""
        before = self._windows()
        self.press("o")
        until(lambda: self._windows() > before)
        time.sleep(0.3)
        self.press(*keys)
        until(lambda: self._windows() == before)

    def _windows(self) -> int:
        """How many of the program's are in sight, menus among them."""
        return len(self.do("xdotool", "search", "--onlyvisible", "--pid", str(self._pid)).split())

    def wait_for_no_window(self, title: str) -> None:
        until(lambda: not self.sees(title))

    def marks(self, folder: Path) -> dict[str, tuple[int, int]]:
        """Stars and flag of the photographs of a folder that have any, as the catalog has them."""
        with closing(sqlite3.connect(f"file:{self._base / 'catalog.db'}?mode=ro", uri=True)) as catalog:
            found = catalog.execute(
                "SELECT name, stars, flag FROM marks JOIN photos ON photos.id = photo_id"
                " JOIN folders ON folders.id = folder_id WHERE folders.path = ?",
                (str(folder),),
            ).fetchall()
        return {name: (stars, flag) for name, stars, flag in found if stars or flag}

    def known(self, folder: Path) -> int:
        with closing(sqlite3.connect(f"file:{self._base / 'catalog.db'}?mode=ro", uri=True)) as catalog:
            return int(
                catalog.execute(
                    "SELECT count(*) FROM photos JOIN folders ON folders.id = folder_id"
                    " WHERE folders.path = ? AND fingerprint IS NOT NULL",
                    (str(folder),),
                ).fetchone()[0]
            )


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)


def digit(number: int) -> str:
    """The key in this place of the digit row, whatever the layout writes there."""
    return str(FIRST_DIGIT + number - 1)


def test_a_cull_from_the_folder_to_the_export(screen: dict[str, str], tmp_path: Path) -> None:
    base = tmp_path / "base"
    program = (sys.executable, "-m", "clipiqa_desktop", "--basedir", str(base))
    with running(*program, env={**screen, "HOME": str(tmp_path)}) as window:
        person = Person(base, screen, window.pid)
        person.wait_for_window("CLIP-IQA")
        for layout in ("us", "de", "fr", "ru"):
            cull(person, layout, tmp_path)
        person.press("ctrl+q")
        window.wait(PATIENCE_S)
    assert window.returncode == 0


def test_marks_are_taken_back_done_again_and_the_window_closed_where_letters_have_signs_in_their_places(
    screen: dict[str, str], tmp_path: Path
) -> None:
    base, folder = tmp_path / "base", save_jpegs(tmp_path / "shoot", "a.jpg")
    program = (sys.executable, "-m", "clipiqa_desktop", "--basedir", str(base), str(folder))
    with running(*program, env={**screen, "HOME": str(tmp_path)}) as window:
        person = Person(base, screen, window.pid)
        person.wait_for_window("CLIP-IQA")
        until(lambda: person.known(folder) == 1)
        for layout in ("ara", "il", "gr"):
            person.use(layout)
            for key, marks in (("p", {"a.jpg": (0, 1)}), ("ctrl+z", {}), ("ctrl+shift+z", {"a.jpg": (0, 1)})):
                person.press(key)
                until(lambda marks=marks: person.marks(folder) == marks)
            person.press("ctrl+z")
            until(lambda: person.marks(folder) == {})
        person.press("ctrl+q")
        window.wait(PATIENCE_S)
    assert window.returncode == 0


def save_timed(folder: Path, names: Sequence[str]) -> Path:
    """Photographs an hour apart, so that nothing in the menu of orders that comes before the name is grey."""
    save_jpegs(folder, *names)
    for hour, name in enumerate(names, 10):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = f"2026:06:14 {hour}:00:00"
        with Image.open(folder / name) as picture:
            picture.save(folder / name, exif=exif)
    return folder


def cull(person: Person, layout: str, place: Path) -> None:
    """Adds a folder, sorts it by name, finds one by its name, rates, keeps one of a burst, exports the picks."""
    person.use(layout)
    names = [f"{each}.jpg" for each in "abcdef"]
    folder, picks = save_timed(place / layout, names), place / f"picks{layout}"
    person.open("ctrl+o", "Add a folder")
    person.type(str(folder))
    person.press("Return")
    person.wait_for_no_window("Add a folder")
    until(lambda: person.known(folder) == len(names))
    time.sleep(1)  # until what was found last is shown

    person.choose("Down", "Down", "Down", "Down", "Return")  # by name
    person.choose("Down", "Return")  # the other way round
    person.press("Home", digit(1))
    until(lambda: person.marks(folder) == {"f.jpg": (1, 0)})
    person.press(digit(10))  # the 0
    until(lambda: person.marks(folder) == {})
    person.choose("Down", "Return")
    person.press("Home", f"shift+{digit(3)}", digit(5))  # three stars, on to the next, five stars
    until(lambda: person.marks(folder) == {"a.jpg": (3, 0), "b.jpg": (5, 0)})
    person.press("ctrl+shift+f")
    person.type("c.j")
    time.sleep(0.6)
    person.press("Return", "p")
    until(lambda: person.marks(folder).get("c.jpg") == (0, 1))
    person.press("ctrl+0", "End", "shift+Left", "shift+Left", "ctrl+g")  # d, e and f are a burst
    time.sleep(0.6)
    person.press("k")
    until(lambda: len(person.marks(folder)) == len(names))
    assert sorted(person.marks(folder)[name][1] for name in ("d.jpg", "e.jpg", "f.jpg")) == [-1, -1, 1]
    person.open("ctrl+shift+e", "Export")
    person.type(str(picks))
    person.press("Return")
    if layout == "us":  # asked once
        person.wait_for_window("Marks of JPEG files")
        person.press("Return")
    until(lambda: picks.is_dir() and len([*picks.glob("*.jpg")]) == 2)
    assert "c.jpg" in {path.name for path in picks.glob("*.jpg")}
