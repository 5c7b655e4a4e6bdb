"""What the tests of the window do again and again: fill a catalog, read the window, press its parts."""

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QWidget
from tools.new_catalogs import place_whole

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.thumbnails import EMBEDDED, ThumbnailStore
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.places import Places
from clipiqa_desktop.ui.attributes.row import RowWidget
from clipiqa_desktop.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHOOT = Path("/no/such/place/shoot")
NOON = 1_700_000_000.0 // 86400 * 86400 + 12 * 3600
# The shoots of earlier tests: their ids, and the catalog and the thumbnails as they were closed.
_SHOOTS: dict[tuple[int, Path, str], tuple[list[int], list[bytes]]] = {}


def jpeg(seed: int = 0, size: tuple[int, int] = (120, 80)) -> bytes:
    colour = tuple(np.random.default_rng(seed).integers(40, 220, 3).tolist())
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def save_jpegs(folder: Path, *names: str) -> Path:
    """Small photographs, each different."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(jpeg(sum(name.encode())))
    return folder


class Filler:
    """Puts photographs into a catalog as if they had been looked at long ago."""

    def __init__(self, places: Places, caution: str = "") -> None:
        self.places, self.caution = places, caution

    def found(self, names: Sequence[str], folder: Path = SHOOT) -> list[int]:
        with closing(Catalog(self.places.catalog, KEYS)) as catalog:
            catalog.folders.add_root(folder)
            paths = [folder / name for name in names]
            catalog.folders.record_listing(folder, [FoundFile(path.parent, path.name, 10, 1) for path in paths])
            known = {photo.path: photo.id for photo in catalog.photos.in_folders(catalog.folders.below(folder))}
        return [known[path] for path in paths]

    def glanced(self, ids: Sequence[int], pictures: Sequence[bytes], first: float = 0) -> None:
        """As if their heads had been read, and nothing else."""
        with (
            closing(Catalog(self.places.catalog, KEYS)) as catalog,
            closing(ThumbnailStore(self.places.thumbnails)) as thumbnails,
        ):
            for place, (id_, picture) in enumerate(zip(ids, pictures, strict=True)):
                facts = {"captured": NOON + first + place, "width": 6000, "height": 4000, "iso": 100}
                thumbnails.put(f"{EMBEDDED}{id_}", picture)
                catalog.photos.store_glance(id_, "glance", facts, f"{EMBEDDED}{id_}")

    def read(self, ids: Sequence[int], first: int = 0) -> None:
        with (
            closing(Catalog(self.places.catalog, KEYS)) as catalog,
            closing(ThumbnailStore(self.places.thumbnails)) as thumbnails,
        ):
            for place, id_ in enumerate(ids, first):
                facts = {"captured": NOON + place, "width": 600, "height": 400, "iso": 100}
                catalog.photos.store_reading(id_, "decoder", f"content {id_}", facts)
                thumbnails.put(f"content {id_}", jpeg(id_))

    def score(self, ids: Sequence[int], **scores: Sequence[float]) -> None:
        """Scores by attribute; those that are not named are 0.5."""
        with closing(Catalog(self.places.catalog, KEYS)) as catalog:
            model = catalog.models.make_current("test", "label", self.caution, 100.0)
            for place, id_ in enumerate(ids):
                row = [scores[key][place] if key in scores else 0.5 for key in KEYS]
                catalog.scores.store(id_, model, np.zeros(8, np.float32), np.array(row, np.float32))

    def fail(self, id_: int, reason: str) -> None:
        with closing(Catalog(self.places.catalog, KEYS)) as catalog:
            catalog.photos.store_error(id_, "decoder", reason)

    def shoot(self, count: int, folder: Path = SHOOT) -> list[int]:
        """`count` photographs p0, p1, ... with rising quality, falling sharpness and two kinds of brightness."""
        files = (self.places.catalog, self.places.thumbnails)
        if any(path.exists() for path in files):
            return self._shoot(count, folder)
        kind = (count, folder, self.caution)
        if kind in _SHOOTS:
            for path, content in zip(files, _SHOOTS[kind][1], strict=True):
                place_whole(path, content)
        else:
            ids = self._shoot(count, folder)
            _SHOOTS[kind] = ids, [path.read_bytes() for path in files]
        return list(_SHOOTS[kind][0])

    def _shoot(self, count: int, folder: Path) -> list[int]:
        ids = self.found([f"p{number}.jpg" for number in range(count)], folder)
        self.read(ids)
        rising = [(number + 1) / (count + 1) for number in range(count)]
        two = [0.25 if number % 2 else 0.75 for number in range(count)]
        self.score(ids, quality=rising, sharpness=rising[::-1], brightness=two)
        return ids


def stack(
    window: MainWindow, *stacks: Sequence[int], opened: Sequence[int] = (), kinds: Sequence[int] | None = None
) -> None:
    """Lets photographs belong together, the first ones to stack 0; by their places in the order of ids."""
    ids = [int(window.library.columns.ids[place]) for places in stacks for place in places]
    numbers = [number for number, places in enumerate(stacks) for _ in places]
    of_each = np.array([kinds[number] for number in numbers], np.int8) if kinds else None
    stacks_now = Stacks(np.array(ids, np.int64), np.array(numbers, np.int64), frozenset(opened), of_each)
    window.library.show_stacks(stacks_now)


def open_stacks(window: MainWindow, *opened: int) -> None:
    """Opens these, and closes all others."""
    window.library.show_stacks(replace(window.library.engine.stacks, opened=frozenset(opened)))


def names(window: MainWindow) -> list[str]:
    """The photographs in the grid, in order."""
    return [window.grid.photos.name_at(row) for row in range(window.grid.photos.rowCount())]


def current(window: MainWindow) -> str | None:
    photo = window.library.current
    return photo.path.name if photo else None


def count_label(window: MainWindow) -> str:
    return window.top._count.text().replace("<b>", "").replace("</b>", "")


def row(window: MainWindow, title: str) -> RowWidget:
    return next(each for each in window.right.findChildren(RowWidget) if each.button.text() == title)


def button(inside: QWidget, text: str) -> QAbstractButton:
    """The button that shows this text; it must be there to be pressed."""
    found = [each for each in inside.findChildren(QAbstractButton) if each.text() == text and each.isVisible()]
    assert found, f"no button {text!r} is shown"
    return found[0]


def shown_texts(inside: QWidget) -> list[str]:
    return [each.text() for each in inside.findChildren(QAbstractButton) if each.isVisible()]


def drag(qtbot, bar: QWidget, start: float, end: float) -> None:
    """Drags over a histogram, from one share of its width to another."""
    places = [QPoint(round(share * bar.width()), bar.height() // 2) for share in (start, (start + end) / 2, end)]
    qtbot.mousePress(bar, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(bar, place)
    qtbot.mouseRelease(bar, LEFT, pos=places[-1])


def click_cell(qtbot, window: MainWindow, name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    index = window.grid.photos.index(names(window).index(name))
    window.grid.scrollTo(index)
    qtbot.mouseClick(window.grid.viewport(), LEFT, modifier, window.grid.visualRect(index).center())


def item_of(tree, title: str):
    """The row of a tree whose first column begins so."""
    found = tree.findItems(title, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    assert found, f"{title!r} is not in the list"
    return found[0]


def click_item(qtbot, tree, title: str) -> None:
    item = item_of(tree, title)
    qtbot.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(item).center())


def plain(text: str) -> str:
    """Without what keeps a fact in one line."""
    return text.replace("\u00a0", " ").replace("\u2060", "")


def wait_until_indexed(qtbot, window: MainWindow, timeout: int = 60_000) -> None:
    qtbot.waitUntil(lambda: not (window.indexing.running or window.runs.settles), timeout=timeout)


def when_open(find, act, patience_ms: int = 5000) -> None:
    """Does `act` with the dialog or menu that `find` answers as soon as there is one; it is closed whatever happens."""
    left = [patience_ms // 50]

    def look() -> None:
        found = find()
        left[0] -= 1
        if found is None and left[0]:
            QTimer.singleShot(50, look)
        elif found is not None:
            try:
                act(found)
            finally:
                found.close()

    QTimer.singleShot(50, look)
