"""What runs is chosen with the weights in use; a graphics device is only played here, as few computers have one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import open_clip
import pytest
import torch

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception import trunk
from clipiqa_desktop.perception.resnet import ImageTower
from clipiqa_desktop.perception.runtime import selection as choosing
from clipiqa_desktop.perception.runtime.selection import (
    built_in_pairs,
    choose,
    fast_precision,
    opened_encoder,
    score_drift,
)
from clipiqa_desktop.perception.text_encoder import TextEncoder

CPU = torch.device("cpu")


@dataclass
class FakeEncoder:
    """Answers with a projection of the picture; `off` rotates some of it away."""

    off: float = 0.0

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        small = pixels[::64, ::64].astype(np.float32).ravel() / 255 - 0.5
        mixed = np.random.default_rng(0).normal(size=(1024, small.size)) @ small
        return np.asarray(mixed + self.off * np.roll(mixed, 7), np.float32)

    def encode_many(self, photographs: Sequence[np.ndarray]) -> np.ndarray:
        return np.stack([self.encode(pixels) for pixels in photographs])


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> dict[str, FakeEncoder]:
    """Stand-ins for the image tower in each precision, on a computer whose fast precision is bf16."""
    encoders = {"fp32": FakeEncoder(), "bf16": FakeEncoder()}
    monkeypatch.setattr(choosing, "opened_encoder", lambda _tower, _device, precision: encoders[precision])
    monkeypatch.setattr(choosing, "fast_precision", lambda _device: "bf16")
    return encoders


def _no_text_tower(prompts: Sequence[str]) -> np.ndarray:
    raise AssertionError(f"{prompts} were to be encoded")


def test_bf16_stays_near_fp32_on_untrained_weights(clip: open_clip.CLIP, tower: ImageTower) -> None:
    """Looser than what the program accepts: a random network, even a damped one, amplifies rounding."""
    moved = score_drift(
        built_in_pairs(TextEncoder(clip).encode),
        tower.logit_scale,
        lambda: opened_encoder(tower, CPU, "fp32").encode,
        lambda: opened_encoder(tower, CPU, "bf16").encode,
    )
    assert 0 < moved.largest < 0.06
    assert moved.mean < 0.01
    assert moved.rank > 0.98


def test_fp16_stays_near_fp32_step_by_step_as_on_a_graphics_device(
    tower: ImageTower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trunk, "_ONE_PASS", False)
    picture = np.random.default_rng(0).integers(0, 256, (96, 64, 3), np.uint8)
    exact, half = (opened_encoder(tower, CPU, precision).encode(picture) for precision in ("fp32", "fp16"))
    assert half.dtype == np.float32
    assert 0 < np.linalg.norm(half - exact) < 0.02 * np.linalg.norm(exact)


def test_auto_takes_the_fast_precision_where_it_says_the_same(
    clip: open_clip.CLIP, tower: ImageTower, fakes: dict[str, FakeEncoder]
) -> None:
    fakes["bf16"].off = 1e-4
    config = choose(tower, CPU, "auto", TextEncoder(clip).encode)
    assert (config.precision, config.remark) == ("bf16", "")


@pytest.mark.parametrize("off", [0.5, np.nan])
def test_auto_falls_back_where_the_fast_precision_is_off_and_says_so(
    clip: open_clip.CLIP, tower: ImageTower, fakes: dict[str, FakeEncoder], off: float
) -> None:
    fakes["bf16"].off = off
    config = choose(tower, CPU, "auto", TextEncoder(clip).encode)
    assert config.precision == "fp32"
    assert config.description.startswith("CPU fp32 (bf16 would move scores by ")


def test_a_named_precision_is_taken_without_a_check(tower: ImageTower, fakes: dict[str, FakeEncoder]) -> None:
    fakes["bf16"].off = 0.5
    assert choose(tower, CPU, "bf16", _no_text_tower).description == "CPU bf16"


def test_fp16_is_refused_on_a_processor(tower: ImageTower) -> None:
    with pytest.raises(UserError, match="choose auto, bf16 or fp32"):
        choose(tower, CPU, "fp16", _no_text_tower)


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_graphics_devices_are_fastest_in_half_precision(device: str) -> None:
    assert fast_precision(torch.device(device)) == "fp16"


@pytest.mark.parametrize(("has_it", "fast"), [(True, "bf16"), (False, "fp32")])
def test_a_processor_is_fastest_in_bf16_if_it_has_that(
    monkeypatch: pytest.MonkeyPatch, has_it: bool, fast: str
) -> None:
    monkeypatch.setattr(choosing, "_processor_has_bf16", lambda: has_it)
    assert fast_precision(CPU) == fast
