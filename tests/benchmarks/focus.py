"""Does the measured focus follow what blurs a photograph, and nothing else? Beside two classic measures on the same.

Run `python tests/benchmarks/focus.py PHOTOS [--weights FILE]`. The middles of real photographs at 1:1 are blurred by a
lens out of focus (discs), moved, made noisy, compressed, exposed otherwise, cropped and scaled. Where files are called
`scene_S`, `scene_F` and `scene_M`, sharp must come before out of focus and before moved. With weights the paper's own
"Sharpness" stands beside it; untrained ones mean nothing. Times are those of one core, in this very run.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
# One core: that is what the times are about.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from shoot import machine, print_table
from tools.blurring import Grey, Pixels, blurred, disc, exposed, jpeg, noisy, rounded, streak
from tqdm import tqdm

from clipiqa_desktop.catalog.stages.focus import TIE
from clipiqa_desktop.indexing.decoding import measure
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.perception.ranks import spearman
from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.edge_widths import find_edges
from clipiqa_desktop.photos.focus import Focus, measure_focus, summed_up

DISCS = (0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
STREAKS = (2.0, 3.0, 5.0, 8.0, 12.0, 18.0, 25.0)
NOISES = (3, 6, 10, 20)
STOPS = (-2.0, -1.0, 1.0)
QUALITIES = (95, 85, 70, 50)
SIDE = 1408  # of the middle that is looked at
LEAST = 360_000  # pixels
REPEATS = 7
CLEAN = "sharp"

Measure = Callable[[Pixels], Mapping[str, float]]
Found = Mapping[str, Mapping[str, float]]  # by what was done, then by measure


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, help="folder of real photographs")
    parser.add_argument("--weights", type=Path, help="weights file, for the paper's Sharpness beside it")
    parser.add_argument("--photographs", type=int, default=25, help="how many of them (default: %(default)s)")
    options = parser.parse_args()
    measures, caution = measures_with(options.weights)
    paths = photographs(options.photos, options.photographs)
    found = []
    for number, path in enumerate(tqdm(paths, leave=False, disable=None)):
        changes = changed(middle(path), 45 * number)
        found.append({name: measures(pixels) for name, pixels in changes})
    print_table(machine())
    print(f"\n{len(found)} photographs, the middle {SIDE} x {SIDE} pixels of each\n")
    print_results(found)
    if caution:
        print(f"\nSharpness: {caution}")
    print()
    print_table([*scenes(options.photos), *times(paths)])


def measures_with(weights: Path | None) -> tuple[Measure, str]:
    """All measures of grey pixels, of which more is sharper, and what must be said of the weights."""
    if weights is None:
        return classic, ""
    from clipiqa_desktop.perception.clip_iqa import ClipIqa
    from clipiqa_desktop.perception.input_size import input_size
    from clipiqa_desktop.perception.scoring import scores
    from clipiqa_desktop.perception.weights import identify

    known = identify(weights)
    network = ClipIqa(known)
    pair = network.prompt_vectors(["Sharp photo.", "Blurry photo."]).reshape(1, 2, -1)

    def all_of(pixels: Pixels) -> Mapping[str, float]:
        image = Image.fromarray(pixels).convert("RGB")
        small = np.array(image.resize(input_size(*image.size), Image.Resampling.BICUBIC))
        (score,) = scores(network.image_vector(small)[None], pair, network.logit_scale)[0]
        return {**classic(pixels), "Sharpness": float(score)}

    return all_of, known.caution or f"by {weights.name}"


def classic(pixels: Pixels) -> Mapping[str, float]:
    """Ours as 1 / width, so that a change is a share of the width; and two that need no network either."""
    focus = summed_up(find_edges(Grey(pixels)).widths)
    return {
        "focus": 1 / focus.sharpest if focus.sharpest else np.nan,
        "quarter": 1 / focus.quarter if focus.quarter else np.nan,
        "Laplacian": laplacian_variance(pixels),
        "Tenengrad": tenengrad(pixels),
    }


def laplacian_variance(pixels: Pixels) -> float:
    """The variance of the four-neighbour Laplacian (Pech-Pacheco et al. 2000)."""
    grey = pixels.astype(np.float32)
    centre = grey[1:-1, 1:-1]
    return float((grey[2:, 1:-1] + grey[:-2, 1:-1] + grey[1:-1, 2:] + grey[1:-1, :-2] - 4 * centre).var())


def tenengrad(pixels: Pixels) -> float:
    """The mean energy of Sobel's gradient (Krotkov 1987)."""
    grey = pixels.astype(np.float32)
    down = grey[:, :-2] + 2 * grey[:, 1:-1] + grey[:, 2:]
    across = grey[:-2] + 2 * grey[1:-1] + grey[2:]
    return float(((down[2:] - down[:-2]) ** 2).mean() + ((across[:, 2:] - across[:, :-2]) ** 2).mean())


def photographs(folder: Path, count: int) -> list[Path]:
    """Evenly over those that are large enough, but for noisy, blurred and damaged ones."""
    found = sorted(each.folder / each.name for each in find_photographs(folder))
    others = {"malformed", "noise", "blur", "formats", "rated", "golden", "orientation"}
    large = [path for path in found if path.parent.name not in others and _is_large(path)]
    return large[:: max(1, len(large) // count)][:count]


def _is_large(path: Path) -> bool:
    if path.suffix.lower() not in {".jpg", ".jpeg", ".png", ".tif", ".tiff"}:
        return False
    with Image.open(path) as image:
        return image.width * image.height >= LEAST


def middle(path: Path) -> Pixels:
    """The middle of a photograph in grey, at 1:1."""
    with Image.open(path) as image:
        grey = np.asarray(image.convert("L"))
    top, left = (max(0, (length - SIDE) // 2) for length in grey.shape)
    return grey[top : top + SIDE, left : left + SIDE]


def changed(sharp: Pixels, direction: float) -> Iterator[tuple[str, Pixels]]:
    """What is done to a photograph, by name."""
    yield CLEAN, sharp
    yield "sharp + noise", noisy(sharp, 6, 1)
    for radius in DISCS:
        soft = blurred(sharp, disc(radius))
        yield f"disc {radius}", rounded(soft)
        yield f"disc {radius} + noise", noisy(soft, 6, 1)
    for length in STREAKS:
        moved = blurred(sharp, streak(length, direction))
        yield f"streak {length}", rounded(moved)
        yield f"streak {length} + noise", noisy(moved, 6, 2)
    for sigma in NOISES:
        grainy = noisy(sharp, sigma, 3)
        yield f"noise {sigma}", grainy
        yield f"noise {sigma} as JPEG 90", jpeg(grainy, 90)
    for stops in STOPS:
        yield f"{stops:+g} EV", exposed(sharp, stops)
    for quality in QUALITIES:
        yield f"JPEG {quality}", jpeg(sharp, quality)
    height, width = sharp.shape
    yield "inner quarter", sharp[height // 4 : -(height // 4), width // 4 : -(width // 4)]
    image = Image.fromarray(sharp)
    for name, factor in (("half size", 0.5), ("double size", 2)):
        size = round(width * factor), round(height * factor)
        yield name, np.asarray(image.resize(size, Image.Resampling.BICUBIC))


def print_results(found: Sequence[Found]) -> None:
    """A column for each measure."""
    names = list(found[0][CLEAN])
    rows: list[tuple[str, Callable[[str], str]]] = []
    for title, steps in (("disc", DISCS), ("streak", STREAKS)):
        for noise in ("", " + noise"):
            series = [f"sharp{noise}", *(f"{title} {step}{noise}" for step in steps)]
            rows.append(
                (f"Spearman, {title}{noise}: median (least)", lambda name, of=series: _followed(found, name, of))
            )
    rows += [
        (f"{done}: change, of which sizes", lambda name, of=done: _change(found, name, of))
        for done in found[0]
        if not done.startswith(("disc", "streak", CLEAN))
    ]
    rows += [
        (
            f"disc 1.5 + noise beats {CLEAN}",
            lambda name: _share(found, name, "disc 1.5 + noise", lambda change: change > 0),
        ),
        (
            "disc 1.0 told apart by more than a tie",
            lambda name: _share(found, name, "disc 1.0", lambda change: change < -TIE),
        ),
        (
            "disc 1.5 told apart by more than a tie",
            lambda name: _share(found, name, "disc 1.5", lambda change: change < -TIE),
        ),
        ("noise 6 is a tie", lambda name: _share(found, name, "noise 6", lambda change: abs(change) < TIE)),
        ("JPEG 70 is a tie", lambda name: _share(found, name, "JPEG 70", lambda change: abs(change) < TIE)),
    ]
    wide = max(len(title) for title, _ in rows)
    print(f"{'':<{wide}}" + "".join(f"{name:>18}" for name in names))
    for title, told in rows:
        print(f"{title:<{wide}}" + "".join(f"{told(name):>18}" for name in names))
    widths = " ".join(
        f"{statistics.median(1 / each[done]['focus'] for each in found):.2f}"
        for done in (CLEAN, *(f"disc {radius}" for radius in DISCS))
    )
    print(f"Median width in pixels, sharp and discs of {', '.join(map(str, DISCS))}: {widths}")


def _followed(found: Sequence[Found], name: str, series: Sequence[str]) -> str:
    """Spearman's correlation of the blur with how soft the measure says it is."""
    steps = np.arange(len(series), dtype=np.float64)
    values = [np.array([-each[done][name] for done in series], np.float64) for each in found]
    followed = [spearman(steps, np.where(np.isnan(each), np.inf, each)) for each in values]
    return f"{np.median(followed):.3f} ({min(followed):.2f})"


def _changes(found: Sequence[Found], name: str, done: str) -> NDArray[np.float64]:
    return np.array([each[done][name] / each[CLEAN][name] - 1 for each in found])


def _change(found: Sequence[Found], name: str, done: str) -> str:
    """The median change, and the median of its sizes."""
    changes = _changes(found, name, done)
    return f"{100 * np.nanmedian(changes):+.1f} {100 * np.nanmedian(abs(changes)):.1f} %"


def _share(
    found: Sequence[Found], name: str, done: str, holds: Callable[[NDArray[np.float64]], NDArray[np.bool_]]
) -> str:
    return f"{100 * np.mean(holds(_changes(found, name, done))):.0f} %"


def scenes(folder: Path) -> Iterator[tuple[str, str]]:
    """Width in pixels of the same scene sharp, out of focus and moved."""
    for sharp in sorted(folder.rglob("*_S.*")):
        widths = {kind: focus_of_file(sharp.with_name(sharp.name.replace("_S.", f"_{kind}."))) for kind in "SFM"}
        told = {kind: each.sharpest or np.nan for kind, each in widths.items()}
        words = ", ".join(f"{kind} {width:.2f}" for kind, width in told.items())
        yield f"scene {sharp.stem[:-2]}", f"{words}   sharp first: {told['S'] < min(told['F'], told['M'])}"


def focus_of_file(path: Path) -> Focus:
    """As the program measures it."""
    with opened(path, full_size=True) as picture:
        return measure_focus(picture)


def times(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Of a JPEG of 24 megapixels that is composed of a real one, its pixels as they are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "24 MP.jpg"
        largest = max(paths, key=lambda each: each.stat().st_size)
        _tiled(largest).save(path, quality=92)
        grey = np.asarray(Image.open(path).convert("L"))
        for name, act in (
            ("decoding in grey", lambda: _decoded(path)),
            ("focus of a 24 MP JPEG, decoding included", lambda: focus_of_file(path)),
            ("the stage measure, exposure with it", lambda: measure(path)),
            ("Laplacian variance, decoded already", lambda: laplacian_variance(grey)),
            ("Tenengrad, decoded already", lambda: tenengrad(grey)),
        ):
            yield name, _timed(act)


def _tiled(path: Path) -> Image.Image:
    with Image.open(path) as image:
        piece = image.convert("RGB")
    whole = Image.new("RGB", (6000, 4000))
    for top in range(0, whole.height, piece.height):
        for left in range(0, whole.width, piece.width):
            whole.paste(piece, (left, top))
    return whole


def _decoded(path: Path) -> None:
    with Image.open(path) as image:
        image.draft("L", image.size)
        image.load()


def _timed(act: Callable[[], object]) -> str:
    """Seconds of this process on the processor: what others do on the machine counts less."""
    act()
    seconds = []
    for _ in range(REPEATS):
        started = time.process_time()
        act()
        seconds.append(time.process_time() - started)
    return f"{1000 * statistics.median(seconds):.0f} ms, {1000 * min(seconds):.0f} at least"


if __name__ == "__main__":
    main()
