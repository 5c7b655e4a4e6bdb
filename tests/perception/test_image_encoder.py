import copy
from pathlib import Path

import numpy as np
import open_clip
import pytest
import torch
from tools.reference import plain_pool

from clipiqa_desktop.perception import image_encoder, trunk
from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.image_encoder import AttentionPool, ImageEncoder
from clipiqa_desktop.perception.resnet import PREFIXES, image_tower
from clipiqa_desktop.perception.scoring import normalised
from clipiqa_desktop.perception.tower import MEAN, STD
from clipiqa_desktop.perception.weights_file import read_state


def pictures(*sizes: tuple[int, int]) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (height, width, 3), np.uint8) for height, width in sizes]


@pytest.fixture(scope="module")
def encoder(untrained_file: Path) -> ImageEncoder:
    return ImageEncoder(image_tower(read_state(untrained_file)).layers)


@pytest.mark.parametrize("size", [(1, 1), (7, 7), (16, 24), (5, 64)])
@torch.no_grad()
def test_pool_equals_plain_attention_without_embedding(clip: open_clip.CLIP, size: tuple[int, int]) -> None:
    original = copy.deepcopy(clip.visual.attnpool)
    for bias in (original.q_proj.bias, original.k_proj.bias, original.v_proj.bias):
        bias.copy_(torch.randn(bias.shape, generator=torch.Generator().manual_seed(1)) * 0.1)
    features = torch.randn(2, 2048, *size, generator=torch.Generator().manual_seed(2)).relu()
    expected = plain_pool(original, features)
    torch.testing.assert_close(AttentionPool(original)([features]), expected, atol=1e-5, rtol=1e-5)
    one_by_one = AttentionPool(original)(features.split(1))
    torch.testing.assert_close(one_by_one, expected, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_tower_equals_open_clips_with_zeroed_positions(untrained_file: Path, encoder: ImageEncoder) -> None:
    theirs = build_clip(read_state(untrained_file))
    theirs.visual.attnpool.positional_embedding.zero_()
    photographs = pictures((224, 224), (224, 224))
    rgb = torch.from_numpy(np.stack(photographs)).permute(0, 3, 1, 2) / 255
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
    expected = normalised(theirs.encode_image((rgb - mean) / std).numpy())
    np.testing.assert_allclose(normalised(encoder.encode_many(photographs)), expected, atol=1e-6, rtol=0)


def test_photographs_of_many_sizes_keep_their_order(encoder: ImageEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    photographs = pictures((96, 64), (64, 96), (96, 64), (40, 200), (64, 96))
    expected = np.stack([encoder.encode(pixels) for pixels in photographs])
    np.testing.assert_allclose(encoder.encode_many(photographs), expected, atol=1e-4, rtol=1e-4)
    monkeypatch.setattr(image_encoder, "_alone", image_encoder._of_one_size)  # as on a graphics device
    np.testing.assert_allclose(encoder.encode_many(photographs), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(("height", "width"), [(32, 32), (33, 47), (32, 2048), (2048, 32), (511, 683), (2048, 2048)])
def test_any_height_and_width(encoder: ImageEncoder, height: int, width: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    vector = encoder.encode(pixels)
    assert vector.shape == (1024,)
    assert np.isfinite(vector).all()


@torch.no_grad()
def test_steps_taken_one_by_one_give_the_same(
    untrained_file: Path, encoder: ImageEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on devices and in builds where a convolution cannot add and rectify in the same pass."""
    (pixels,) = pictures((96, 160))
    expected = encoder.encode(pixels)
    monkeypatch.setattr(trunk, "_ONE_PASS", False)
    plain = ImageEncoder(image_tower(read_state(untrained_file)).layers)
    np.testing.assert_allclose(plain.encode(pixels), expected, atol=1e-4, rtol=1e-4)


@torch.no_grad()
@pytest.mark.parametrize("size", [(96, 160), (63, 127)])
def test_weights_laid_out_beforehand_are_those_of_a_first_photograph(
    untrained_file: Path, size: tuple[int, int]
) -> None:
    layers = image_tower(read_state(untrained_file, PREFIXES)).layers
    beforehand, by_photograph = ImageEncoder(layers), ImageEncoder(layers)
    beforehand.trunk.lay_out(*size)
    (pixels,) = pictures(size)
    np.testing.assert_array_equal(beforehand.encode(pixels), by_photograph.encode(pixels))


def test_the_tower_it_was_made_of_stays_as_it_was(clip: open_clip.CLIP) -> None:
    before = {name: tensor.clone() for name, tensor in clip.visual.state_dict().items()}
    ImageEncoder(clip.visual, precision=torch.bfloat16).encode(np.zeros((64, 64, 3), np.uint8))
    after = clip.visual.state_dict()
    assert after.keys() == before.keys()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())


def test_different_photographs_get_different_vectors(encoder: ImageEncoder) -> None:
    dark, bright = (np.full((64, 64, 3), level, np.uint8) for level in (10, 240))
    a, b = encoder.encode(dark), encoder.encode(bright)
    assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) < 0.999
