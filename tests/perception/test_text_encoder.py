from pathlib import Path

import open_clip
import pytest
import torch

from clipiqa_desktop.perception.attributes import BUILT_IN, KEYS
from clipiqa_desktop.perception.text_encoder import PromptTooLong, TextEncoder
from clipiqa_desktop.perception.weights_file import read_state


@torch.no_grad()
def test_equals_open_clips_text_tower_built_the_ordinary_way(untrained_file: Path, clip: open_clip.CLIP) -> None:
    ordinary = open_clip.CLIP(**open_clip.get_model_config("RN50-quickgelu"))
    ordinary.load_state_dict(read_state(untrained_file))
    prompts = ["Good photo.", "Bad photo.", "High contrast photo."]
    expected = ordinary.eval().encode_text(open_clip.tokenize(prompts))
    torch.testing.assert_close(torch.from_numpy(TextEncoder(clip).encode(prompts)), expected, atol=1e-5, rtol=1e-5)


def test_a_prompt_of_77_tokens_is_read_and_a_longer_one_refused(clip: open_clip.CLIP) -> None:
    encoder = TextEncoder(clip)
    assert encoder.encode(["cat " * 75]).shape == (1, 1024)
    with pytest.raises(PromptTooLong, match="78 tokens"):
        encoder.encode(["cat " * 76])


def test_the_papers_pairs() -> None:
    assert len(KEYS) == len(set(KEYS))
    prompts = {attribute.key: attribute.prompts for attribute in BUILT_IN}
    assert prompts["quality"] == ("Good photo.", "Bad photo.")
    assert prompts["noisiness"] == ("Clean photo.", "Noisy photo.")
    assert prompts["aesthetic"] == ("Aesthetic photo.", "Not aesthetic photo.")
