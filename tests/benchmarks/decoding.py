"""How long it takes to read a photograph, scaled as the program does it, beside a full decode of the same file.

Run `python tests/benchmarks/decoding.py PHOTOS`. A 24- and a 45-megapixel JPEG are made from the largest photograph
there, since few folders hold such; HEIC and RAW are measured as they are.
"""

import argparse
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import rawpy
from PIL import Image
from shoot import machine, median_ms, print_table

from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.photos.decode import decode
from clipiqa_desktop.photos.formats import is_raw

REPEATS = 7


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    photos = parser.parse_args().photos
    found = [
        each.folder / each.name for each in find_photographs(photos, pair=False) if each.folder.name != "malformed"
    ]
    with tempfile.TemporaryDirectory() as folder:
        samples = [*made_jpegs(found, Path(folder)), *(each for each in found if is_raw(each.name) or _is_heic(each))]
        print_table([*machine(), *(measured(path) for path in samples)])


def made_jpegs(found: list[Path], folder: Path) -> list[Path]:
    """JPEGs of 24 and of 45 megapixels."""
    jpegs = [path for path in found if path.suffix.lower() in {".jpg", ".jpeg"}]
    largest = max(jpegs, key=lambda path: path.stat().st_size)
    paths = []
    for size in ((6000, 4000), (8192, 5464)):
        path = folder / f"{size[0] * size[1] / 1e6:.0f} MP.jpg"
        with Image.open(largest) as image:
            image.convert("RGB").resize(size, Image.Resampling.BICUBIC).save(path, quality=92)
        paths.append(path)
    return paths


def measured(path: Path) -> tuple[str, str]:
    """One row: the program's own reading, and a full decode."""
    size = decode(path, input_size).facts
    ours, full = timed(lambda: decode(path, input_size)), timed(lambda: full_decode(path))
    name = f"{path.name} ({size.width * size.height / 1e6:.0f} MP)"
    return name, f"{median_ms(ours):>8}   full decode {median_ms(full):>8}"


def timed(act: Callable[[], object]) -> list[float]:
    """Seconds of each of some repeats, after one that warms up."""
    act()
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    return seconds


def full_decode(path: Path) -> Image.Image:
    """All pixels of the file: for RAW the whole development."""
    if is_raw(path.name):
        with rawpy.imread(str(path)) as raw:
            return Image.fromarray(raw.postprocess(use_camera_wb=True))
    image = Image.open(io.BytesIO(path.read_bytes()))
    image.load()
    return image


def _is_heic(path: Path) -> bool:
    return path.suffix.lower() in {".heic", ".heif"}


if __name__ == "__main__":
    main()
