"""Bringing every kind of colour to 8-bit sRGB."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

_WHITES = (1.0, 255.0, 65535.0)


def flattened(image: Image.Image) -> Image.Image:
    """The image in a mode that can be resized: transparency laid over white, palettes looked up. Unpacks it."""
    if _is_deep(image):
        return image
    if image.has_transparency_data:
        return _over_white(image if image.mode in {"RGBA", "LA"} else image.convert("RGBA"))
    return image.convert({"1": "L", "P": "RGB"}[image.mode]) if image.mode in {"1", "P"} else image


def white_level(image: Image.Image) -> float:
    """The number that stands for white: 255, unless the image has more than 8 bits a sample."""
    if not _is_deep(image):
        return 255.0
    if image.mode.startswith("I;16"):
        return 65535.0
    extrema = image.getextrema()
    brightest = float(extrema[1]) if isinstance(extrema[1], (int, float)) else 0.0
    return next((white for white in _WHITES if brightest <= white), brightest)


def to_srgb(image: Image.Image, profile: bytes | None, white: float) -> Image.Image:
    """The flattened image as 8-bit RGB in sRGB, by its ICC profile where that is sound."""
    grey = _to_8_bit(image, white) if _is_deep(image) else image
    transform = _transform(profile or b"", grey.mode)
    converted = ImageCms.applyTransform(grey, transform) if transform else None
    return converted or grey.convert("RGB")


def _is_deep(image: Image.Image) -> bool:
    return image.mode[0] in "IF"


def _over_white(image: Image.Image) -> Image.Image:
    # pasting is the one way that needs no third copy of a large image
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image)
    return page


def _to_8_bit(image: Image.Image, white: float) -> Image.Image:
    samples = np.nan_to_num(np.asarray(image, dtype=np.float32) * (255.0 / white))
    return Image.fromarray(np.rint(samples.clip(0, 255)).astype(np.uint8))


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From the profile to sRGB; None without a profile, or where it is broken or made for other colours."""
    if not profile and mode != "LAB":
        return None
    try:
        source = ImageCms.createProfile("LAB") if mode == "LAB" else ImageCms.getOpenProfile(io.BytesIO(profile))
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
