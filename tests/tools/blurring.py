"""What happens to the sharpness of a picture, done to grey pixels (height, width) of 0 to 255."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_FINER = 4


@dataclass(frozen=True)
class Grey:
    """Pixels (height, width), of which some rows are asked for."""

    pixels: Pixels

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def rows(self, top: int, bottom: int) -> Pixels:
        """From one row up to another."""
        assert 0 <= top < bottom <= len(self.pixels)
        return self.pixels[top:bottom]


def composed(seed: int = 0, size: tuple[int, int] = (768, 512), shapes: int = 250) -> Pixels:
    """Edges of all directions and contrasts, as sharp as pixels can be without steps."""
    chance, large = np.random.default_rng(seed), (size[0] * _FINER, size[1] * _FINER)
    picture = Image.new("L", large, 128)
    draw = ImageDraw.Draw(picture)
    for _ in range(shapes):
        middle, radius = chance.uniform((0, 0), large), chance.uniform(20, 160)
        turns = np.sort(chance.uniform(0, 2 * np.pi, 5))
        corners = [tuple(middle + radius * np.array([np.cos(turn), np.sin(turn)])) for turn in turns]
        draw.polygon(corners, fill=int(chance.integers(20, 236)))
    return np.asarray(picture.reduce(_FINER))


def disc(radius: float) -> Floats:
    """The kernel of a lens that is out of focus, in pixels."""
    reach, finer = int(np.ceil(radius)) + 1, 16
    along = (np.arange((2 * reach + 1) * finer) + 0.5) / finer - reach - 0.5
    inside = (along[:, None] ** 2 + along**2 <= radius * radius).astype(np.float32)
    kernel = inside.reshape(2 * reach + 1, finer, 2 * reach + 1, finer).mean(axis=(1, 3))
    return np.asarray(kernel / kernel.sum(), np.float32)


def streak(length: float, direction: float) -> Floats:
    """The kernel of a camera that moved evenly, in pixels and degrees."""
    reach = int(np.ceil(length / 2)) + 2
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    along = np.linspace(-length / 2, length / 2, int(length * 8) + 1)
    x, y = along * np.cos(np.radians(direction)) + reach, along * np.sin(np.radians(direction)) + reach
    left, top = x.astype(int), y.astype(int)
    right, down = x - left, y - top
    for column, row, share in (
        (left, top, (1 - right) * (1 - down)),
        (left + 1, top, right * (1 - down)),
        (left, top + 1, (1 - right) * down),
        (left + 1, top + 1, right * down),
    ):
        np.add.at(kernel, (row, column), share)
    return kernel / kernel.sum()


def blurred(pixels: Pixels, kernel: Floats) -> Floats:
    """Not rounded; beyond its edges the picture is mirrored."""
    around = 32
    padded = np.pad(pixels, around, "reflect").astype(np.float32)
    spread = np.zeros_like(padded)
    spread[: kernel.shape[0], : kernel.shape[1]] = kernel
    spread = np.roll(spread, (-(kernel.shape[0] // 2), -(kernel.shape[1] // 2)), (0, 1))
    found = np.fft.irfft2(np.fft.rfft2(padded) * np.fft.rfft2(spread), padded.shape)
    return found[around:-around, around:-around].astype(np.float32)


def rounded(values: Floats) -> Pixels:
    return np.rint(values).clip(0, 255).astype(np.uint8)


def noisy(values: Floats | Pixels, sigma: float, seed: int = 0) -> Pixels:
    """Gaussian noise of so many grey levels."""
    return rounded(values + np.random.default_rng(seed).normal(0, sigma, values.shape).astype(np.float32))


def exposed(pixels: Pixels, stops: float) -> Pixels:
    """Brighter or darker, in light rather than in sRGB's values."""
    stored = np.arange(256) / 255
    light = np.where(stored <= 0.04045, stored / 12.92, ((stored + 0.055) / 1.055) ** 2.4) * 2.0**stops
    shown = np.where(light <= 0.0031308, light * 12.92, 1.055 * light.clip(1e-9) ** (1 / 2.4) - 0.055)
    return rounded(255 * shown)[pixels]


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    """As it comes back from a file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))
