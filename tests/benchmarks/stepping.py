"""How long a photograph takes to appear when one steps to it, and what the frames held ready weigh.

Run `python tests/benchmarks/stepping.py PHOTOS`. The screen has 2560 x 1440 device pixels. JPEGs of 24 and of 45
megapixels are made from the largest photograph there, since few folders hold such; HEIC and RAW are taken as they are.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from decoding import made_jpegs
from PySide6.QtCore import QEventLoop, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPixmap
from shoot import machine, print_table

from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.ui.views.frames import FrameLoader, FrameRequest

SCREEN = QSize(2560, 1440)
REPEATS = 7
PATIENCE_MS = 60_000


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    photos = parser.parse_args().photos
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    found = [
        each.folder / each.name for each in find_photographs(photos, pair=False) if each.folder.name != "malformed"
    ]
    with tempfile.TemporaryDirectory() as folder, loading() as loader:
        made = made_jpegs(found, Path(folder))
        others = [path for path in found if is_raw(path.name) or path.suffix.lower() == ".heic"]
        print_table(machine())
        for path in (*made, *others):
            print_table(unprepared(loader, path))
        print_table([*interrupted(loader, made[0], found), *prepared(loader, made[0])])
    application.quit()


@contextmanager
def loading() -> Iterator[FrameLoader]:
    """A loader whose processes have started."""
    loader = FrameLoader()
    loader.warm()
    wait(1500)
    try:
        yield loader
    finally:
        loader.close()


def unprepared(loader: FrameLoader, path: Path) -> Iterator[tuple[str, str]]:
    """From the request to the frame that fits the screen, alone and with the full size requested too, and to that."""
    side, full_size = fitting_side(loader, path)
    both = [FrameRequest(1, path, (), side), FrameRequest(1, path, (), None)]
    alone = [arrival(loader, both[:1])[0] for _ in range(REPEATS)]
    together = [arrival(loader, both) for _ in range(REPEATS)]
    name = f"{path.name} ({full_size[0] * full_size[1] / 1e6:.0f} MP)"
    yield f"{name}: first frame", times(alone)
    yield f"{name}: first frame, full size wished too", times([first for first, _ in together])
    yield f"{name}: full size", times([last for _, last in together])


def fitting_side(loader: FrameLoader, path: Path) -> tuple[int, tuple[int, int]]:
    """The longer side, in pixels, of the photograph fitted to the screen, and its full size."""
    arrival(loader, [FrameRequest(1, path, (), 64)])
    frame = loader.best(1)
    assert frame
    full = QSize(frame.full_width, frame.full_height)
    fitted = full.scaled(SCREEN, Qt.AspectRatioMode.KeepAspectRatio)
    return max(fitted.width(), fitted.height()), full.toTuple()


def arrival(loader: FrameLoader, requests: list[FrameRequest]) -> tuple[float, float]:
    """Seconds until the first frame of a photograph of which nothing is held, and until all have come."""
    photo_id = requests[0].photo_id
    loader.forget([photo_id])
    quiet(loader)
    started = time.perf_counter()
    loader.want(requests)
    until(loader, lambda: loader.best(photo_id) is not None)
    first = time.perf_counter() - started
    until(loader, lambda: not loader.busy)
    return first, time.perf_counter() - started


def interrupted(loader: FrameLoader, path: Path, found: list[Path]) -> Iterator[tuple[str, str]]:
    """A jump to a photograph that is not prepared, while the neighbours of another one are being drawn."""
    jpegs = [each for each in found if each.suffix.lower() in {".jpg", ".jpeg"}]
    seconds = []
    for number in range(REPEATS):
        neighbours = [FrameRequest(100 + at, jpegs[at % len(jpegs)], (), 2160) for at in range(20)]
        loader.forget(range(200))
        quiet(loader)
        loader.want([FrameRequest(50, path, (), 2160), FrameRequest(50, path, (), None), *neighbours])
        wait(100 + 37 * number)
        started = time.perf_counter()
        loader.want([FrameRequest(1, path, (), 2160), *neighbours])
        until(loader, lambda: loader.best(1) is not None)
        seconds.append(time.perf_counter() - started)
    yield f"jump to {path.name} while others are drawn: first frame", times(seconds)


def prepared(loader: FrameLoader, path: Path) -> Iterator[tuple[str, str]]:
    """Steps between photographs whose frames are held, and what these weigh."""
    ids = (1, 2, 3, 4, 5)
    loader.forget(range(200))
    loader.want([FrameRequest(photo_id, path, (), side) for side in (2160, None) for photo_id in ids])
    until(loader, lambda: all((frame := loader.best(photo_id)) and frame.is_full for photo_id in ids))
    for name, device in (("QImage", QImage(SCREEN, QImage.Format.Format_RGB32)), ("QPixmap", QPixmap(SCREEN))):
        fitted = [step(loader, number % 5 + 1, device, fit=True) for number in range(50)]
        zoomed = [step(loader, number % 5 + 1, device, fit=False) for number in range(50)]
        yield f"prepared step, fitted, into a {name}", times(fitted)
        yield f"prepared step, 100 %, into a {name}", times(zoomed)
    yield "frames held: five of 24 MP, each at full size and fitted", f"{loader.bytes_held / 1e6:,.0f} MB"
    for number, child in enumerate(drawing_processes()):
        yield f"drawing process {number + 1}, resident", f"{child.memory_info().rss / 1e6:,.0f} MB"


def step(loader: FrameLoader, photo_id: int, device: QImage | QPixmap, fit: bool) -> float:
    """Seconds for looking a frame up and painting it."""
    started = time.perf_counter()
    frame = loader.best(photo_id, 2160 if fit else None)
    assert frame
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(QRect(0, 0, SCREEN.width(), SCREEN.height()), Qt.GlobalColor.black)
    if fit:
        painter.drawImage(QRect(200, 0, 2160, 1440), frame.image)
    else:
        painter.drawImage(0, 0, frame.image, 1700, 1200, SCREEN.width(), SCREEN.height())
    painter.end()
    return time.perf_counter() - started


def drawing_processes() -> list[psutil.Process]:
    """The children that have Pillow's colour conversion loaded."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "_imagingcms" in Path(f"/proc/{child.pid}/maps").read_text()]


def quiet(loader: FrameLoader) -> None:
    """Waits until nothing is being drawn."""
    loader.want([])
    until(loader, lambda: not loader.busy)


def until(loader: FrameLoader, happened: Callable[[], bool]) -> None:
    """Runs the event loop until then."""
    loop = QEventLoop()
    loader.arrived.connect(loop.quit)
    loader.failed.connect(loop.quit)
    end = time.monotonic() + PATIENCE_MS / 1000
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10)


def wait(milliseconds: int) -> None:
    """Runs the event loop for so long."""
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def times(seconds: list[float]) -> str:
    """Median and worst, in milliseconds."""
    return f"{statistics.median(seconds) * 1000:6.1f} ms, at worst {max(seconds) * 1000:6.1f} ms"


if __name__ == "__main__":
    main()
