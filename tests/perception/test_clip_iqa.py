import os
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception import clip_iqa
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.runtime.config import RuntimeConfig
from clipiqa_desktop.perception.scoring import normalised, scores
from clipiqa_desktop.perception.weights import NoWeights, find_weights, identify
from clipiqa_desktop.perception.weights_file import read_state


@pytest.fixture(scope="module")
def network(untrained_file: Path) -> ClipIqa:
    return ClipIqa(identify(untrained_file), "cpu")


def quality(network: ClipIqa, pixels: np.ndarray) -> float:
    pair = network.prompt_vectors(BUILT_IN[0].prompts)[None]
    return float(scores(network.image_vector(pixels)[None], pair, network.logit_scale)[0, 0])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
@torch.no_grad()
def test_equals_piqs_independent_network_on_the_same_weights(untrained_file: Path, network: ClipIqa) -> None:
    from piq.feature_extractors.clip import build_model

    state = read_state(untrained_file)
    theirs = build_model(dict(state)).float().eval()
    theirs.load_state_dict(state)  # build_model rounded them to half precision
    pixels = np.random.default_rng(3).integers(0, 256, (160, 224, 3), np.uint8)
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
    std = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)
    rgb = (torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255 - mean) / std
    expected = normalised(theirs.encode_image(rgb, pos_embedding=False)[0].numpy())
    np.testing.assert_allclose(normalised(network.image_vector(pixels)), expected, atol=1e-6, rtol=0)


@pytest.mark.trained
@pytest.mark.photos
@pytest.mark.parametrize(("name", "expected"), [("I01.BMP", 0.8916), ("i01_01_5.bmp", 0.4590)])
def test_golden_values_of_piq(photographs: Path, name: str, expected: float) -> None:
    named = os.environ.get("CLIPIQA_TRAINED_WEIGHTS")
    try:
        weights = find_weights(
            Path(named) if named else None, Path("~/.local/share/clipiqa-desktop/weights").expanduser()
        )
    except NoWeights:
        pytest.skip("OpenAI's trained weights are not here: name them in CLIPIQA_TRAINED_WEIGHTS")
    with Image.open(photographs / "golden" / name) as image:
        pixels = np.asarray(image.convert("RGB")).copy()
    assert quality(ClipIqa(weights, "cpu"), pixels) == pytest.approx(expected, abs=1e-2)


def test_the_description_says_what_runs_and_bf16_stays_near_fp32(untrained_file: Path, network: ClipIqa) -> None:
    assert network.description == "CLIP-IQA · RN50 · CPU fp32"
    fast = ClipIqa(identify(untrained_file), "cpu", "bf16")
    assert fast.description == "CLIP-IQA · RN50 · CPU bf16"
    pixels = np.random.default_rng(3).integers(0, 256, (160, 224, 3), np.uint8)
    exact, rounded = network.image_vector(pixels), fast.image_vector(pixels)
    assert rounded.dtype == np.float32
    assert 0 < np.linalg.norm(rounded - exact) < 0.06 * np.linalg.norm(exact)


def test_what_was_chosen_at_the_first_start_holds_from_then_on(
    untrained_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights, chosen = identify(untrained_file), []

    def choose_once(_tower: object, device: torch.device, options: str, _encode: object) -> RuntimeConfig:
        chosen.append(options)
        return RuntimeConfig(device.type, "bf16", torch.get_num_threads(), 2)

    monkeypatch.setattr(clip_iqa, "choose", choose_once)
    for _ in range(2):
        network = ClipIqa(weights, "cpu", "auto", tmp_path / "network.json")
        assert network.description == "CLIP-IQA · RN50 · CPU bf16"
    assert chosen == ["auto"]


def test_an_absent_device_is_a_sentence(untrained_file: Path) -> None:
    if torch.backends.mps.is_available():
        pytest.skip("this computer has one")
    with pytest.raises(UserError, match="no usable mps device"):
        ClipIqa(identify(untrained_file), "mps")
