"""The paper's Fig. 4: does a score follow what is done to a photograph?

Run `python tests/benchmarks/degradations.py PHOTOS --weights FILE`. Brightness, noise, colour, blur and contrast of
real photographs are changed in even steps; the table holds Spearman's correlation between step and score for every
attribute of the look, the mean over the photographs. With trained weights the attribute in
the last column should come near the 1 or -1 beside it. Untrained weights mean nothing here, as the program says.
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter
from tqdm import tqdm

from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.perception.attributes import BUILT_IN, LOOK
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.perception.ranks import spearman
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.photos.decode import decode

STEPS = 8
LOOKS = [attribute for attribute in BUILT_IN if attribute.section == LOOK]


@dataclass(frozen=True)
class Change:
    """What is done to a photograph with each of some strengths, and which attribute should rise (1) or fall (-1)."""

    apply: Callable[[Image.Image, float], Image.Image]
    strengths: np.ndarray
    attribute: str
    expected: int


def noisy(image: Image.Image, strength: float) -> Image.Image:
    """The same grain in every step, only stronger."""
    pixels = np.asarray(image, np.float32)
    grain = np.random.default_rng(0).normal(0, 1, pixels.shape)
    return Image.fromarray(np.clip(pixels + strength * grain, 0, 255).astype(np.uint8))


CHANGES: Mapping[str, Change] = {
    "brightness": Change(
        lambda image, factor: ImageEnhance.Brightness(image).enhance(factor),
        np.linspace(0.3, 1.7, STEPS),
        "brightness",
        1,
    ),
    "noise": Change(noisy, np.linspace(0, 60, STEPS), "noisiness", -1),
    "colour": Change(
        lambda image, factor: ImageEnhance.Color(image).enhance(factor), np.linspace(0, 2, STEPS), "colorfulness", 1
    ),
    "blur": Change(
        lambda image, radius: image.filter(ImageFilter.GaussianBlur(radius)), np.linspace(0, 7, STEPS), "sharpness", -1
    ),
    "contrast": Change(
        lambda image, factor: ImageEnhance.Contrast(image).enhance(factor), np.linspace(0.2, 1.8, STEPS), "contrast", 1
    ),
}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, help="folder of real photographs")
    parser.add_argument(
        "--weights", type=Path, required=True, help="weights file; only OpenAI's trained ones mean something"
    )
    parser.add_argument("--photographs", type=int, default=20, help="how many of them (default: %(default)s)")
    options = parser.parse_args()
    weights = identify(options.weights)
    network = ClipIqa(weights)
    pairs = network.prompt_vectors([prompt for each in LOOKS for prompt in each.prompts]).reshape(len(LOOKS), 2, -1)

    def look(pixels: np.ndarray) -> np.ndarray:
        return scores(network.image_vector(pixels)[None], pairs, network.logit_scale)[0]

    images = photographs(options.photos, options.photographs)
    print_table(tabulated(images, look), len(images))
    if weights.caution:
        print(weights.caution)


def photographs(folder: Path, count: int) -> list[Image.Image]:
    """Photographs as the network sees them, evenly over all that lie below the folder."""
    found = sorted(each.folder / each.name for each in find_photographs(folder) if each.folder.name != "malformed")
    chosen = found[:: max(1, len(found) // count)][:count]
    return [Image.fromarray(decode(path, input_size).pixels) for path in chosen]


def tabulated(images: list[Image.Image], look: Callable[[np.ndarray], np.ndarray]) -> Mapping[str, np.ndarray]:
    """For each change the mean correlation of each attribute; a constant score counts as 0."""
    return {
        name: np.mean(
            [followed(image, change, look) for image in tqdm(images, desc=name, leave=False, disable=None)], axis=0
        )
        for name, change in CHANGES.items()
    }


def followed(image: Image.Image, change: Change, look: Callable[[np.ndarray], np.ndarray]) -> list[float]:
    """How closely each attribute's score follows the strength."""
    seen = np.array([look(np.array(change.apply(image, strength))) for strength in change.strengths.tolist()])
    return [float(np.nan_to_num(spearman(change.strengths, column.astype(np.float64)))) for column in seen.T]


def print_table(table: Mapping[str, np.ndarray], count: int) -> None:
    """A row for each change, a column for each attribute."""
    print(f"Spearman's correlation between step and score, mean over {count} photographs, {STEPS} steps each")
    print(f"{'':<12}" + "".join(f"{each.key:>14}" for each in LOOKS) + "  expected with trained weights")
    for name, row in table.items():
        change = CHANGES[name]
        print(
            f"{name:<12}" + "".join(f"{value:>14.3f}" for value in row) + f"  {change.attribute} near {change.expected}"
        )


if __name__ == "__main__":
    main()
