"""Is the sharp frame of a burst named the best, and none where all are alike? Bursts composed of real photographs.

Run `python tests/benchmarks/best_of_stack.py PHOTOS`. Of each photograph, halved so that it is sharp at 1:1, five
frames are cut that lie up to a tenth apart; all but one are out of focus (discs) or moved (streaks), and all are noisy
and compressed. Measured is what the program measures: map of edges, signature, shift, common focus, place.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from shoot import machine, print_table
from tools.blurring import Pixels, blurred, disc, jpeg, noisy, streak
from tqdm import tqdm

from clipiqa_desktop.catalog.cells import RowStacks
from clipiqa_desktop.culling.stacks.common_focus import common_widths
from clipiqa_desktop.culling.stacks.levels import by_focus
from clipiqa_desktop.culling.stacks.ranking import rank
from clipiqa_desktop.culling.stacks.subject_shifts import shifts
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.photos.edge_widths import edge_widths
from clipiqa_desktop.photos.signature import LENGTH, signature

FRAMES = 5
SIZE = 1152, 768  # of a frame, in pixels
APART = 0.1
NOISE, QUALITY = 2.0, 92
KINDS = ("disc 1.0", "disc 1.5", "disc 2.5", "disc 4.0", "streak 3", "streak 5", "streak 9", "streak 15", "alike")


@dataclass(frozen=True)
class Grey:
    """Pixels (height, width), of which some rows are asked for."""

    pixels: Pixels

    @property
    def size(self) -> tuple[int, int]:
        return self.pixels.shape[1], self.pixels.shape[0]

    def rows(self, top: int, bottom: int) -> Pixels:
        return self.pixels[top:bottom]


def main() -> None:
    """Prints how often the sharp one is named, another one, and none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--most", type=int, default=25, help="so many photographs")
    options = parser.parse_args()
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    pictures = list(_pictures(options.photographs, options.most))
    for number, picture in enumerate(tqdm(pictures, unit=" photographs")):
        for kind in KINDS:
            found[kind][_named(picture, kind, np.random.default_rng(number))] += 1
    print_table(machine())
    told = (("right", "the sharp one"), ("wrong", "another"), ("tie", "none (a tie)"))
    print_table([(kind, ", ".join(f"{found[kind][what]} {words}" for what, words in told)) for kind in KINDS])
    blurred_kinds = KINDS[:-1]
    right, all_of_them = sum(found[kind]["right"] for kind in blurred_kinds), len(pictures) * len(blurred_kinds)
    print(f"{len(pictures)} photographs; of blurred bursts {right / max(all_of_them, 1):.1%} named right")


def _pictures(folder: Path, most: int) -> Iterator[Pixels]:
    for found in find_photographs(folder):
        if not most or Path(found.name).suffix.lower() not in {".jpg", ".jpeg"}:
            continue
        try:
            image = Image.open(found.folder / found.name).convert("L").reduce(2)
        except (OSError, ValueError):
            continue  # some folders hold damaged files on purpose
        if image.width >= SIZE[0] * (1 + APART) and image.height >= SIZE[1] * (1 + APART):
            most -= 1
            yield np.asarray(image)


def _named(picture: Pixels, kind: str, chance: np.random.Generator) -> str:
    """Whether the sharp frame is named the best, another one, or none."""
    sharp = int(chance.integers(FRAMES))
    frames = [_frame(picture, "alike" if number == sharp else kind, chance) for number in range(FRAMES)]
    looks = np.frombuffer(b"".join(map(_signature, frames)), np.uint8).reshape(FRAMES, LENGTH)
    moved = shifts(np.repeat(looks[:1], FRAMES, axis=0), looks)
    widths = common_widths([edge_widths(Grey(each)) for each in frames], moved)
    one = np.zeros(FRAMES, np.int64)
    ranking = rank(
        RowStacks(one, np.array([FRAMES]), frozenset(), one.astype(np.int8)), one.astype(np.int8), [by_focus(widths)]
    )
    best = np.flatnonzero(ranking.is_best)
    if not len(best):
        return "tie"
    return "right" if kind != "alike" and best[0] == sharp else "wrong"


def _frame(picture: Pixels, kind: str, chance: np.random.Generator) -> Pixels:
    room = picture.shape[0] - SIZE[1], picture.shape[1] - SIZE[0]
    top, left = (
        free // 2 + round(chance.uniform(-0.5, 0.5) * APART * side)
        for free, side in zip(room, (SIZE[1], SIZE[0]), strict=True)
    )
    cut = picture[top : top + SIZE[1], left : left + SIZE[0]]
    name, _, size = kind.partition(" ")
    if name != "alike":
        size_px = float(size)
        cut = blurred(cut, disc(size_px) if name == "disc" else streak(size_px, chance.uniform(0, 180)))
    return jpeg(noisy(cut, NOISE, int(chance.integers(1 << 30))), QUALITY)


def _signature(pixels: NDArray[np.uint8]) -> bytes:
    return signature(np.repeat(pixels[..., None], 3, axis=2))


if __name__ == "__main__":
    main()
