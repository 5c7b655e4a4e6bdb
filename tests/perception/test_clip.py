import warnings
from pathlib import Path

import open_clip
import pytest
import torch

from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.weights import NoWeights
from clipiqa_desktop.perception.weights_file import read_state


def test_text_tower_runs_quick_gelu(untrained_file: Path) -> None:
    clip = build_clip(read_state(untrained_file))
    activations = {type(block.mlp.gelu).__name__ for block in clip.transformer.resblocks}
    assert activations == {"QuickGELU"}
    assert not clip.training


def test_the_quick_gelu_warning_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def mismatched(*_args: object, **_options: object) -> None:
        warnings.warn("QuickGELU mismatch between final model config and pretrained tag 'openai'", stacklevel=1)

    monkeypatch.setattr(open_clip, "create_model", mismatched)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(UserWarning, match="QuickGELU"):
            build_clip({})


def test_another_network_is_refused_with_a_sentence() -> None:
    with pytest.raises(NoWeights, match=r"not OpenAI's CLIP RN50"):
        build_clip({"visual.conv1.weight": torch.zeros(32, 3, 3, 3)})


def test_shapes_of_another_network_are_refused(untrained_file: Path) -> None:
    state = read_state(untrained_file)
    state["visual.conv1.weight"] = torch.zeros(64, 3, 7, 7)
    with pytest.raises(NoWeights, match=r"not OpenAI's CLIP RN50"):
        build_clip(state)
