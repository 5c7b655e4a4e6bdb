import numpy as np
import open_clip
import pytest
import torch

from clipiqa_desktop.perception.context_tower import CONTEXTS, ContextTower
from clipiqa_desktop.perception.text_encoder import PromptTooLong


@pytest.fixture(scope="module")
def tower(clip: open_clip.CLIP) -> ContextTower:
    return ContextTower(clip)


def spelled_out(prompt: str) -> str:
    """The words that a prompt's 16 contexts stand for."""
    return {"Good photo.": "." + " Good photo." * 5, "Bad photo.": "." + " Bad photo." * 5}[prompt]


@torch.no_grad()
def test_untouched_tokens_give_the_features_of_the_ordinary_text_tower(
    clip: open_clip.CLIP, tower: ContextTower
) -> None:
    prompts = ["Good photo.", "Bad photo."]
    contexts = torch.from_numpy(tower.contexts_of(prompts))
    assert contexts.shape == (2, CONTEXTS, 512)
    expected = clip.encode_text(open_clip.tokenize([spelled_out(prompt) for prompt in prompts]))
    torch.testing.assert_close(tower(contexts), expected, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_sixteen_tokens_stand_as_they_are(clip: open_clip.CLIP, tower: ContextTower) -> None:
    prompt = "cat " * 16
    expected = clip.encode_text(open_clip.tokenize([prompt]))
    torch.testing.assert_close(tower(torch.from_numpy(tower.contexts_of([prompt]))), expected, atol=1e-5, rtol=1e-5)


def test_more_tokens_are_refused(tower: ContextTower) -> None:
    with pytest.raises(PromptTooLong, match="has 17 tokens, but 16 are the most to learn from: shorten it"):
        tower.contexts_of(["cat " * 17])


def test_only_the_contexts_are_moved(clip: open_clip.CLIP, tower: ContextTower) -> None:
    contexts = torch.from_numpy(tower.contexts_of(["Good photo."])).requires_grad_()
    tower(contexts).sum().backward()
    assert contexts.grad is not None
    assert np.isfinite(contexts.grad.numpy()).all()
    assert all(each.grad is None for each in clip.parameters())
