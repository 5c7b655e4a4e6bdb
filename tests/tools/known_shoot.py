"""A folder of files that a catalog knows with marks, facts and scores, for the commands and the window."""

from contextlib import closing
from pathlib import Path

from tools.stored import ids, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.perception.attributes import KEYS

MARKS = {"a.jpg": Mark(5, 1, "red"), "b.jpg": Mark(3), "d.jpg": Mark(0, -1)}
CAPTURED = {"a.jpg": 1718476951.25, "b.jpg": 1718409600.0, "c.jpg": 1718323200.0}  # 15th 18:42:31, 15th 0:00, 14th 0:00


def save_shoot(folder: Path, catalog_file: Path) -> None:
    """a (with its RAW), b, and below them c and d, which could not be read: sharpness 0.9, 0.6, 0.3; ISO 100 to 400."""
    (folder / "below").mkdir(parents=True)
    for name in ("a.jpg", "a.cr2", "b.jpg", "below/c.jpg", "below/d.jpg"):
        (folder / name).write_text(f"content of {name}")
    with closing(Catalog(catalog_file, KEYS)) as catalog:
        catalog.folders.add_root(folder)
        catalog.folders.record_listing(folder, find_photographs(folder))
        network, known = model(catalog), ids(catalog)
        for place, name in enumerate(("a.jpg", "b.jpg", "c.jpg")):
            facts = {"iso": 100 * 2**place, "shutter_s": 0.008, "aperture": 2.8, "captured": CAPTURED[name]}
            read(catalog, known[name], **facts)
            scores = [0.9 - 0.3 * place if key == "sharpness" else 0.5 for key in KEYS]
            score(catalog, known[name], network, scores)
        catalog.photos.store_error(known["d.jpg"], "decoder", "damaged")
        catalog.marks.store({known[name]: mark for name, mark in MARKS.items()})
