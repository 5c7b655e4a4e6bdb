"""Each variant of the network beside an independent implementation of it."""

from pathlib import Path

import numpy as np
import open_clip
import pytest
import torch
from PIL import Image
from tools.reference import plain_pool

from clipiqa_desktop.perception import baselines
from clipiqa_desktop.perception.baselines import ARCHITECTURES, Baseline, PositionalTower, as_clip_does, weights_for
from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.experiment import BACKBONES, INTERPOLATED, REMOVED, RN50, VANILLA, VIT_B_32, Experiment
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.tower import MEAN, STD
from clipiqa_desktop.perception.weights import NoWeights, Origin, Weights, identify
from clipiqa_desktop.perception.weights_file import State, read_state

PROMPTS = ("Good photo.", "Bad photo.")


@pytest.fixture(scope="module")
def files(untrained_file: Path, untrained_vit_file: Path) -> dict[str, Weights]:
    return {RN50: identify(untrained_file), VIT_B_32: identify(untrained_vit_file)}


def picture(height: int, width: int) -> np.ndarray:
    blocks = np.random.default_rng(4).integers(0, 256, (9, 11, 3), np.uint8)
    return np.array(Image.fromarray(blocks).resize((width, height), Image.Resampling.BICUBIC))


def clip_of(files: dict[str, Weights], backbone: str, state: State | None = None) -> open_clip.CLIP:
    return build_clip(state or read_state(files[backbone].path), ARCHITECTURES[backbone])


def normalised_rgb(pixels: np.ndarray) -> torch.Tensor:
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
    return (torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255 - mean) / std


@torch.no_grad()
def pair_score(clip: open_clip.CLIP, vector: torch.Tensor) -> float:
    texts = clip.encode_text(open_clip.tokenize(list(PROMPTS)))
    cosines = torch.nn.functional.cosine_similarity(vector, texts)
    return float((clip.logit_scale.exp() * cosines).softmax(dim=0)[0])


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize(("height", "width"), [(224, 224), (301, 437), (97, 64)])
@torch.no_grad()
def test_vanilla_is_open_clip_with_its_own_preparation(
    files: dict[str, Weights], backbone: str, height: int, width: int
) -> None:
    clip, pixels = clip_of(files, backbone), picture(height, width)
    prepare = open_clip.image_transform(224, is_train=False, mean=MEAN, std=STD)
    vector = clip.encode_image(prepare(Image.fromarray(pixels))[None])
    ours = Baseline(files[backbone], Experiment(PROMPTS, backbone, VANILLA), "cpu").score(pixels)
    assert ours == pytest.approx(pair_score(clip, vector), abs=1e-4)


def test_clips_preparation_is_the_middle_square_of_224() -> None:
    prepared = as_clip_does(picture(300, 500))
    resized = np.asarray(Image.fromarray(picture(300, 500)).resize((373, 224), Image.Resampling.BICUBIC))
    np.testing.assert_array_equal(prepared, resized[:, 74:298])


@torch.no_grad()
def test_the_interpolated_transformer_is_one_that_open_clip_builds_for_that_size(files: dict[str, Weights]) -> None:
    state = read_state(files[VIT_B_32].path)
    size = (320, 448)
    theirs = open_clip.create_model(ARCHITECTURES[VIT_B_32], force_image_size=size)
    open_clip.model.resize_pos_embed(state, theirs)
    theirs.load_state_dict(state)
    pixels = picture(*size)
    vector = theirs.eval().encode_image(normalised_rgb(pixels))
    tower = PositionalTower(clip_of(files, VIT_B_32).visual, removed=False)
    np.testing.assert_allclose(tower.encode(pixels), vector[0].numpy(), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(("height", "width"), [(32, 32), (63, 95), (223, 225), (320, 449)])
@torch.no_grad()
def test_the_interpolated_resnet_is_plain_attention_with_the_table_resized(
    files: dict[str, Weights], height: int, width: int
) -> None:
    visual, pixels = clip_of(files, RN50).visual, picture(height, width)
    ours = PositionalTower(visual, removed=False).encode(pixels)
    pool, visual.attnpool = visual.attnpool, torch.nn.Identity()
    features = visual(normalised_rgb(pixels))
    square = pool.positional_embedding[1:].reshape(1, 7, 7, -1).permute(0, 3, 1, 2)
    resized = torch.nn.functional.interpolate(square, features.shape[-2:], mode="bicubic", antialias=True)
    positions = torch.cat([pool.positional_embedding[:1], resized[0].flatten(1).T])
    np.testing.assert_allclose(ours, plain_pool(pool, features, positions)[0].numpy(), atol=1e-4, rtol=1e-4)


@torch.no_grad()
def test_the_removed_transformer_knows_no_places(files: dict[str, Weights]) -> None:
    tower = PositionalTower(clip_of(files, VIT_B_32).visual, removed=True)
    pixels = picture(96, 160)
    moved = np.concatenate([pixels[32:], pixels[:32]])
    np.testing.assert_allclose(tower.encode(pixels), tower.encode(moved), atol=1e-4, rtol=1e-4)
    state = read_state(files[VIT_B_32].path)
    state["visual.positional_embedding"] = torch.zeros_like(state["visual.positional_embedding"])
    square = picture(224, 224)
    expected = clip_of(files, VIT_B_32, state).encode_image(normalised_rgb(square))[0]
    np.testing.assert_allclose(tower.encode(square), expected.numpy(), atol=1e-4, rtol=1e-4)


def test_the_default_is_the_networks_own_score(files: dict[str, Weights]) -> None:
    network, pixels = ClipIqa(files[RN50], "cpu"), picture(150, 211)
    pair = network.prompt_vectors(PROMPTS)[None]
    expected = scores(network.image_vector(pixels)[None], pair, network.logit_scale)[0, 0]
    assert Baseline(files[RN50], Experiment(PROMPTS), "cpu").score(pixels) == pytest.approx(expected, abs=1e-5)


@torch.no_grad()
def test_the_naive_score_is_the_cosine_with_the_first_prompt(files: dict[str, Weights]) -> None:
    clip, pixels = clip_of(files, RN50), picture(224, 224)
    vector, text = clip.encode_image(normalised_rgb(pixels)), clip.encode_text(open_clip.tokenize([PROMPTS[0]]))
    ours = Baseline(files[RN50], Experiment(PROMPTS, RN50, VANILLA, naive=True), "cpu").score(pixels)
    assert ours == pytest.approx(float(torch.nn.functional.cosine_similarity(vector, text)), abs=1e-5)


def test_a_picture_that_breaks_the_network_is_unscored(
    files: dict[str, Weights], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baselines, "_encoder", lambda *_: lambda _pixels: np.full(1024, np.nan, np.float32))
    assert np.isnan(Baseline(files[RN50], Experiment(PROMPTS), "cpu").score(picture(64, 64)))
    assert np.isnan(Baseline(files[RN50], Experiment(PROMPTS, naive=True), "cpu").score(picture(64, 64)))


def test_the_weights_of_another_backbone_are_refused_with_a_sentence(files: dict[str, Weights]) -> None:
    with pytest.raises(NoWeights, match=r"not OpenAI's CLIP ViT-B-32 .* choose ViT-B-32\.pt"):
        Baseline(files[RN50], Experiment(PROMPTS, VIT_B_32), "cpu")
    with pytest.raises(NoWeights, match=r"not OpenAI's CLIP RN50 "):
        Baseline(files[VIT_B_32], Experiment(PROMPTS), "cpu")


def test_the_transformers_weights_must_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoWeights, match=r"name OpenAI's ViT-B-32\.pt with --weights"):
        weights_for(VIT_B_32, None, tmp_path)
    archive = tmp_path / "ViT-B-32.pt"
    archive.write_bytes(b"as if")
    assert weights_for(VIT_B_32, archive, tmp_path).origin is Origin.UNKNOWN
    monkeypatch.setattr(baselines, "_VIT_ARCHIVE_SHA256", identify(archive).sha256)
    assert weights_for(VIT_B_32, archive, tmp_path).origin is Origin.OPENAI


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("positional", [REMOVED, INTERPOLATED, VANILLA])
def test_every_row_of_the_papers_table_answers(files: dict[str, Weights], backbone: str, positional: str) -> None:
    score = Baseline(files[backbone], Experiment(PROMPTS, backbone, positional), "cpu").score(picture(70, 130))
    assert 0 < score < 1
