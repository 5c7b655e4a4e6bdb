"""Is the sharp frame of a burst named the best, none where all are alike, and how near is the shift between frames?

Run `python tests/benchmarks/best_of_stack.py PHOTOS`. Each photograph is made smaller until it is sharp at 1:1; five
frames are cut from it that lie up to a tenth apart. All but one are out of focus (discs) or moved (streaks), or all are
alike: sharp, soft, moved, or two only darker. In some the subject alone is blurred, before a still and sharp
background; where the map of edges says nothing of the subject, a tie is all that can be asked for. Each has noise and
compression of its own.
Measured is what the program measures: map and directions of edges, signature, shift, common focus, place, and what is
said of the others.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from shoot import machine, print_table
from tools.blurring import Grey, Pixels, blurred, disc, exposed, jpeg, noisy, rounded, streak
from tqdm import tqdm

from clipiqa_desktop.catalog.query.cells import RowStacks
from clipiqa_desktop.culling.stacks.common_focus import common_widths
from clipiqa_desktop.culling.stacks.exposures import brightness
from clipiqa_desktop.culling.stacks.levels import by_focus
from clipiqa_desktop.culling.stacks.likeness import likeness
from clipiqa_desktop.culling.stacks.motion import moved
from clipiqa_desktop.culling.stacks.ranking import rank
from clipiqa_desktop.culling.stacks.subject_shifts import shifts
from clipiqa_desktop.indexing.decoding import signature_of
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.edge_widths import find_edges
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.focus import summed_up
from clipiqa_desktop.photos.render import turned
from clipiqa_desktop.photos.signature import LENGTH, signature

FRAMES = 5
LONGEST, SHORTEST = 1800, 700  # pixels of a frame
APART = 0.1
NOISE, QUALITY = (1.0, 2.0, 4.0), (85, 96)  # grey levels, a stack; JPEG, a frame
SHARP, SMALLER = 0.5, (1, 1.5, 2, 3)  # pixels; so many times smaller
SIGNATURE_SIDE = 512
THE_SAME = 0.95
BLURRED = ("disc 1.0", "disc 1.5", "disc 2.5", "disc 4.0", "streak 3", "streak 5", "streak 9", "streak 15")
ALIKE = ("alike", "alike, noisy", "alike, soft", "alike, moved", "alike, part moved")
PARTS = (
    "part: disc 1.5",
    "part: disc 4.0",
    "part: streak 3",
    "part: streak 6",
)  # the subject alone, before what is still
HAND_HELD, SHAKE = "alike, hand-held", 25  # pixels: a part of a tile
DARKER = {"alike, two at -0.7 EV": -0.7, "alike, two at -1 EV": -1.0, "alike, two at -1.5 EV": -1.5}
DARK_AND_SHARP = "disc 2.5, the sharp one at -1 EV"
TIES = (*ALIKE, HAND_HELD, *DARKER)
SMALLEST, LARGEST = 0.15, 0.6  # of a subject, as shares of height and width


@dataclass(frozen=True)
class Told:
    """Of one stack: `right`, `wrong` or `tie`; of its blurred frames how many are said to have moved; by how much the
    shifts found are off, in shares of height and width.
    """

    kind: str
    named: str
    moved: int
    off: NDArray[np.float64]


def main() -> None:
    """Prints how often the sharp one is named, another one, and none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--most", type=int, default=1000, help="so many photographs")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    paths = _scenes([found.folder / found.name for found in find_photographs(options.photographs)])
    # not forked: the threads of LibRaw do not live on in a child
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as processes:
        made = tqdm(processes.map(stacks_of, range(len(paths)), paths), total=len(paths), unit=" photographs")
        of_each = [each for each in made if each][: options.most]
    print_table(machine())
    for what, some in (("even", of_each[::2]), ("odd", of_each[1::2]), ("all", of_each)):
        _print(f"{what} scenes: {len(some)}", [told for each in some for told in each])


def _scenes(paths: Iterable[Path]) -> list[Path]:
    """One of those that show the same, turned or converted."""
    known: dict[Path, NDArray[np.uint8]] = {}
    for path in paths:
        look = signature_of(path)
        if isinstance(look, bytes):
            array = np.array([*known.values(), np.frombuffer(look, np.uint8)])
            others = np.arange(len(known))
            if not (likeness(array, others, np.full(len(known), len(known))) >= THE_SAME).any():
                known[path] = array[-1]
    return [*known]


def _print(title: str, told: Iterable[Told]) -> None:
    told = list(told)
    print(title)
    rows = []
    for kind in (*BLURRED, DARK_AND_SHARP, *PARTS, *TIES):
        some = [each for each in told if each.kind == kind]
        named = Counter(each.named for each in some)
        said = f", {sum(each.moved for each in some)} of {len(some) * (FRAMES - 1)} blurred frames said to have moved"
        rows.append((kind, f"{named['right']} right, {named['wrong']} wrong, {named['tie']} tie{said}"))
    print_table(rows)
    of_blurred = Counter(each.named for each in told if each.kind in BLURRED)
    off = np.concatenate([each.off for each in told])
    print(f"the sharp one is named in {of_blurred['right'] / max(of_blurred.total(), 1):.1%} of {of_blurred.total()}")
    for axis, side in enumerate(("height", "width")):
        middle, most, worst = np.quantile(off[:, axis], (0.5, 0.95, 1))
        words = f"1/{1 / middle:.0f} of the {side} (median), 1/{1 / most:.0f} (95 %), 1/{1 / worst:.0f} (worst)"
        print(f"shifts are off by {words}")


def stacks_of(number: int, path: Path) -> list[Told]:
    """All stacks that are made of one photograph; none where it is too small, soft or damaged."""
    picture = _sharp_picture(path)
    if picture is None:
        return []
    kinds = enumerate((*BLURRED, *ALIKE, *PARTS, HAND_HELD, *DARKER, DARK_AND_SHARP))
    return [_told(picture, kind, np.random.default_rng([number, place])) for place, kind in kinds]


def _sharp_picture(path: Path) -> Pixels | None:
    try:
        with opened(path, full_size=True) as photograph:
            image = turned(photograph.image.convert("L"), photograph.turn)
    except Unreadable:
        return None
    for times in SMALLER:
        size = round(image.width / times), round(image.height / times)
        if min(size) < SHORTEST * (1 + APART):
            return None
        pixels = np.asarray(image.resize(size, Image.Resampling.LANCZOS))
        width = summed_up(find_edges(Grey(pixels)).widths).sharpest
        if width is not None and width <= SHARP:
            return pixels
    return None


def _told(picture: Pixels, kind: str, chance: np.random.Generator) -> Told:
    sharp, noise = int(chance.integers(FRAMES)), 4.0 if kind == "alike, noisy" else float(chance.choice(NOISE))
    corners = [*_corners(picture, chance)]
    corners = corners[:1] * FRAMES if "part" in kind else corners
    if kind == HAND_HELD:
        corners = [
            (max(top - down, 0), max(left - right, 0))
            for (top, left), (down, right) in zip(
                corners[:1] * FRAMES, chance.integers(0, SHAKE, (FRAMES, 2)).tolist(), strict=True
            )
        ]
    height, width = _frame_size(picture)
    subject = _subject(height, width, chance) if "part" in kind else (slice(None), slice(None))
    frames = []
    for number, (top, left) in enumerate(corners):
        cut = picture[top : top + height, left : left + width]
        if kind in TIES or number != sharp:
            cut = cut.astype(np.float32)
            cut[subject] = _blurred(picture[top : top + height, left : left + width][subject], kind, chance)
        if _stops(kind, number, sharp):
            cut = exposed(rounded(cut), _stops(kind, number, sharp))
        frames.append(jpeg(noisy(cut, noise, int(chance.integers(1 << 30))), int(chance.integers(*QUALITY))))
    edges = [find_edges(Grey(each)) for each in frames]
    looks = np.frombuffer(b"".join(map(_signature, frames)), np.uint8).reshape(FRAMES, LENGTH)
    moves = shifts(np.repeat(looks[:1], FRAMES, axis=0), looks)
    widths = common_widths([each.widths for each in edges], moves, brightness(looks, moves))
    streaked = moved(widths, np.array([each.directions for each in edges]), np.zeros(FRAMES, np.int64))
    off = np.abs(moves - (np.array(corners) - corners[0]) / (height, width))[1:]
    named = _named(widths)
    right = kind not in TIES and named == sharp
    return Told(kind, "tie" if named is None else "right" if right else "wrong", int(streaked.sum()), off)


def _stops(kind: str, number: int, sharp: int) -> float:
    """By how many stops of light this frame is darker."""
    if kind == DARK_AND_SHARP:
        return -1.0 if number == sharp else 0.0
    return DARKER.get(kind, 0.0) if (number - sharp) % FRAMES < 2 else 0.0


def _named(widths: NDArray[np.float32]) -> int | None:
    one = np.zeros(FRAMES, np.int64)
    stack = RowStacks(one, np.array([FRAMES]), frozenset(), one.astype(np.int8))
    best = np.flatnonzero(rank(stack, one.astype(np.int8), [by_focus(widths)]).is_best)
    return int(best[0]) if len(best) else None


def _frame_size(picture: Pixels) -> tuple[int, int]:
    height, width = (min(int(side / (1 + APART)), LONGEST) for side in picture.shape)
    return (min(height, 2 * LONGEST // 3), width) if width >= height else (height, min(width, 2 * LONGEST // 3))


def _corners(picture: Pixels, chance: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Top and left of every frame."""
    sizes = _frame_size(picture)
    for _ in range(FRAMES):
        top, left = (
            (side - size) // 2 + int(chance.uniform(-0.5, 0.5) * APART * size)
            for side, size in zip(picture.shape, sizes, strict=True)
        )
        yield top, left


def _subject(height: int, width: int, chance: np.random.Generator) -> tuple[slice, slice]:
    """Rows and columns of what alone is blurred, anywhere in a frame."""
    found = []
    for side in (height, width):
        size = int(side * chance.uniform(SMALLEST, LARGEST))
        start = int(chance.integers(side - size))
        found.append(slice(start, start + size))
    return found[0], found[1]


def _blurred(cut: Pixels, kind: str, chance: np.random.Generator) -> NDArray[np.float32] | Pixels:
    name, _, size = kind.removeprefix("part: ").partition(",")[0].partition(" ")
    if name == "disc":
        return blurred(cut, disc(float(size)))
    if name == "streak":
        return blurred(cut, streak(float(size), chance.uniform(0, 180)))
    kernels = {"alike, soft": disc(2), "alike, moved": streak(6, 30), "alike, part moved": streak(4, 30)}
    return blurred(cut, kernels[kind]) if kind in kernels else cut


def _signature(pixels: NDArray[np.uint8]) -> bytes:
    image = Image.fromarray(pixels)
    scale = SIGNATURE_SIDE / min(image.size)
    small = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)
    return signature(np.asarray(small.convert("RGB")))


if __name__ == "__main__":
    main()
