"""What many folders cost the window's thread: shown at the start, shown again when photographs came, and watched.

Run `python tests/benchmarks/folders.py [--folders 1000]`; on a computer without a screen put QT_QPA_PLATFORM=offscreen
before it. The numbers are processor time, so that what else the computer does matters little.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication
from shoot import machine, print_table

from clipiqa_desktop.app import make_window
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.places import Places, own_places
from clipiqa_desktop.ui.main_window import MainWindow

TOP = Path("/no/such/place")
TIMES = 9
BAR_MS = 50


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folders", type=int, default=1000, help="how many (default: %(default)s)")
    options = parser.parse_args()
    application = QApplication([])
    rows = [("folders", f"{options.folders:,}"), ("bar", f"{BAR_MS} ms")]
    for words, is_flat in (("all added", True), ("below one that was added", False)):
        with tempfile.TemporaryDirectory(prefix="clipiqa-folders-") as base:
            places = own_places(Path(base))
            fill(places, options.folders, is_flat=is_flat)
            rows += [(f"{words}: {name}", value) for name, value in measured(application, places)]
    print_table([*machine(), *rows])


def fill(places: Places, count: int, *, is_flat: bool) -> None:
    """So many folders, ten in each, with two photographs each."""
    with closing(Catalog(places.catalog, KEYS)) as catalog, catalog.transaction():
        for number in range(count):
            path = TOP / (f"{number:05}" if is_flat else f"{number // 10:04}/{number:05}")
            catalog.connection.execute("INSERT INTO folders (path, is_root) VALUES (?, ?)", (str(path), is_flat))
        if not is_flat:
            catalog.connection.execute("INSERT INTO folders (path, is_root) VALUES (?, 1)", (str(TOP),))
        catalog.connection.execute(
            "INSERT INTO photos (folder_id, name, size, mtime_ns) "
            'SELECT folders.id, value, 10, 1 FROM folders, json_each(\'["a.jpg", "b.jpg"]\')'
        )


def measured(application: QApplication, places: Places) -> Iterator[tuple[str, str]]:
    """Each with its median over TIMES."""
    window = make_window(places)
    window.show()
    application.processEvents()
    yield "shown", median_ms(lambda: shown_anew(window))
    yield "shown again", median_ms(window.left.show_folders)
    yield "watched", median_ms(window.folders._watch)
    yield "read anew, and painted", median_ms(lambda: (window.library.reload(), application.processEvents()))
    window.close()
    application.processEvents()


def shown_anew(window: MainWindow) -> None:
    """As if another folder were there."""
    window.left._shown = None
    window.left.show_folders()


def median_ms(work: Callable[[], object]) -> str:
    """Of the processor."""
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return f"{statistics.median(taken) * 1000:.1f} ms"


if __name__ == "__main__":
    main()
