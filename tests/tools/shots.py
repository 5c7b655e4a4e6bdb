"""Photographs as stacks are made from them, without files: a line of words each."""

from collections.abc import Sequence

import numpy as np

from clipiqa_desktop.catalog.query.cells import NO_STACK, StackKind
from clipiqa_desktop.catalog.query.natural_order import natural_keys
from clipiqa_desktop.catalog.shooting import Shooting, as_numbers
from clipiqa_desktop.culling.stacks.grouping import group
from clipiqa_desktop.culling.stacks.likeness_cache import LikenessCache
from clipiqa_desktop.photos.signature import LENGTH

_DEFAULTS = {
    "folder": 1, "name": "", "time": np.nan, "body": "Nikon\n1", "burst": "", "content": "", "focal": 50.0,
    "aperture": 4.0, "shutter": 0.01, "iso": 100.0, "bias": np.nan, "mode": np.nan, "number": np.nan,
    "width": 6000.0, "height": 4000.0, "own": -1, "top": False,
}  # fmt: skip


def scene(seed: int, change: float = 0.0) -> bytes:
    """A signature; that of the same seed is the same scene, the more another the larger the change, 0 to 1."""
    base = np.random.default_rng(seed).integers(0, 250, LENGTH)
    other = np.random.default_rng(10_000 + seed).integers(0, 250, LENGTH)
    mixed = (1 - change) * base + change * other
    mixed[576:] = 128
    return bytes(np.clip(mixed, 0, 255).astype(np.uint8))


def shooting(shots: Sequence[dict[str, object]]) -> Shooting:
    """Photograph n, from 1, is shot n; what it does not say is as in _DEFAULTS, and the name counts on."""
    full = [_DEFAULTS | {"name": f"DSC_{number:04}.JPG"} | shot for number, shot in enumerate(shots, 1)]

    def numbers(key: str) -> np.ndarray:
        return np.array([each[key] for each in full], np.float64)

    def texts(key: str) -> np.ndarray:
        return np.array([each[key] for each in full], np.object_)

    named = zip(natural_keys([str(each["folder"]) for each in full]), natural_keys(texts("name")), strict=True)
    return Shooting(
        ids=np.arange(1, len(full) + 1),
        folders=numbers("folder").astype(np.int64),
        names=texts("name"),
        places=np.array(["\0".join(each) for each in named], np.object_),
        bodies=as_numbers(texts("body")),
        bursts=as_numbers(texts("burst")),
        contents=as_numbers(texts("content")),
        captured=numbers("time"),
        focal_length_mm=numbers("focal"),
        aperture=numbers("aperture"),
        shutter_s=numbers("shutter"),
        iso=numbers("iso"),
        exposure_bias_ev=numbers("bias"),
        exposure_mode=numbers("mode"),
        burst_number=numbers("number"),
        width=numbers("width"),
        height=numbers("height"),
        own=numbers("own").astype(np.int64),
        is_top=numbers("top") > 0,
    )


def signatures(shots: Sequence[dict[str, object]]) -> dict[int, bytes]:
    """Of those shots that say what they look like, by photograph."""
    return {number: shot["look"] for number, shot in enumerate(shots, 1) if "look" in shot}


def stacks_of(shots: Sequence[dict[str, object]], strictness: str = "normal") -> list[tuple[str, list[int]]]:
    """The kind and the photographs of each stack, by the least photograph."""
    made = shooting(shots)
    groups = group(made, strictness, LikenessCache(signatures(shots)))
    found: dict[int, tuple[str, list[int]]] = {}
    for id_, stack, kind in zip(made.ids.tolist(), groups.stacks.tolist(), groups.kinds.tolist(), strict=True):
        if stack != NO_STACK:
            found.setdefault(stack, (StackKind(kind).word, []))[1].append(id_)
    return list(found.values())
