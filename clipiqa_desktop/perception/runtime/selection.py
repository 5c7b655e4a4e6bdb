"""Chooses how the network runs: in the fastest precision that does not change what it says, as fast as it goes."""

import platform
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.image_encoder import ImageEncoder
from clipiqa_desktop.perception.resnet import ImageTower
from clipiqa_desktop.perception.runtime.config import RuntimeConfig
from clipiqa_desktop.perception.runtime.precision_drift import PrecisionDrift, drift
from clipiqa_desktop.perception.runtime.synthetic_pictures import synthetic_pictures
from clipiqa_desktop.perception.runtime.tuning import best_batch, best_threads
from clipiqa_desktop.perception.scoring import scores

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}

Encode = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
EncodePrompts = Callable[[Sequence[str]], NDArray[np.float32]]


def choose(tower: ImageTower, device: torch.device, wanted: str, encode_prompts: EncodePrompts) -> RuntimeConfig:
    """How `tower` runs on `device` from now on; takes some seconds. Raises UserError for what the device cannot do.

    `auto` takes the device's fast precision unless the scores of the 17 attributes move too far on some made pictures.
    """
    precision, remark = wanted, ""
    if wanted == "auto":
        precision, remark = _chosen(tower, device, encode_prompts)
    elif wanted == "fp16" and device.type == "cpu":
        raise UserError("fp16 is not for processors: choose auto, bf16 or fp32, with --precision or in the settings.")
    encoder = opened_encoder(tower, device, precision)
    threads = best_threads(encoder.encode_many) if device.type == "cpu" else 1
    return RuntimeConfig(device.type, precision, threads, best_batch(encoder.encode_many, device), remark)


def opened_encoder(tower: ImageTower, device: torch.device, precision: str) -> ImageEncoder:
    """The image tower for `fp32`, `bf16` or `fp16`."""
    return ImageEncoder(tower.layers, device, DTYPES[precision])


def fast_precision(device: torch.device) -> str:
    """What the device computes faster than fp32; `fp32` where there is nothing."""
    if device.type != "cpu":
        return "fp16"
    return "bf16" if _processor_has_bf16() else "fp32"


def score_drift(
    pairs: NDArray[np.float32], logit_scale: float, exact: Callable[[], Encode], fast: Callable[[], Encode]
) -> PrecisionDrift:
    """How far `fast` moves the scores of pairs (k, 2, 1024) from those of `exact`, on made pictures.

    Both are opened one after the other, so that only one of them takes memory.
    """
    before, after = (scores(_vectors(opened()), pairs, logit_scale) for opened in (exact, fast))
    return drift(before, after)


def _vectors(encode: Encode) -> NDArray[np.float32]:
    return np.stack([encode(picture) for picture in synthetic_pictures()])


def built_in_pairs(encode_prompts: EncodePrompts) -> NDArray[np.float32]:
    """The prompts of the built-in attributes as vectors (17, 2, 1024)."""
    prompts = [prompt for attribute in BUILT_IN for prompt in attribute.prompts]
    return encode_prompts(prompts).reshape(len(BUILT_IN), 2, -1)


def _chosen(tower: ImageTower, device: torch.device, encode_prompts: EncodePrompts) -> tuple[str, str]:
    """The precision, and a remark where the fast one was tried and refused."""
    fast = fast_precision(device)
    if fast == "fp32":
        return fast, ""
    moved = score_drift(
        built_in_pairs(encode_prompts),
        tower.logit_scale,
        lambda: opened_encoder(tower, device, "fp32").encode,
        lambda: opened_encoder(tower, device, fast).encode,
    )
    if moved.acceptable:
        return fast, ""
    return "fp32", f"{fast} would move scores by {moved.largest:.3f}, ranks to {moved.rank:.4f}"


def _processor_has_bf16() -> bool:
    if platform.machine().lower() in {"arm64", "aarch64"}:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
