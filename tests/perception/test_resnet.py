import open_clip
import pytest
import torch

from clipiqa_desktop.perception.resnet import ImageTower, image_tower
from clipiqa_desktop.perception.weights import NoWeights


def test_layers_names_and_numbers_are_open_clips(clip: open_clip.CLIP, tower: ImageTower) -> None:
    ours, theirs = (dict(each.state_dict()) for each in (tower.layers, clip.visual))
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], tensor) for name, tensor in theirs.items())
    assert tower.logit_scale == pytest.approx(float(clip.logit_scale.exp()))
    assert tower.layers.attnpool.num_heads == clip.visual.attnpool.num_heads


def test_another_network_is_refused_with_a_sentence(clip: open_clip.CLIP) -> None:
    state = clip.state_dict()
    for changed in (
        {},
        state | {"visual.conv1.weight": torch.zeros(64, 3, 7, 7)},
        {name: tensor for name, tensor in state.items() if name != "logit_scale"},
        state | {"logit_scale": torch.tensor(1e4)},
        state | {"logit_scale": torch.zeros(3)},
    ):
        with pytest.raises(NoWeights, match=r"not OpenAI's CLIP RN50"):
            image_tower(changed)
