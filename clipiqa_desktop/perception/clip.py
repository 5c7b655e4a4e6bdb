"""Builds OpenAI's CLIP, as a rule its RN50, from named tensors, in fp32 and eval mode."""

import logging
import warnings
from collections.abc import Mapping

import open_clip
import torch

from clipiqa_desktop.perception.weights import NoWeights

# "RN50" alone would run the text tower with GELU, for which OpenAI's weights were not trained.
ARCHITECTURE = "RN50-quickgelu"


def build_clip(state: Mapping[str, torch.Tensor], architecture: str = ARCHITECTURE) -> open_clip.CLIP:
    """The frozen network holding `state`. Raises NoWeights where the tensors are not those of the architecture."""
    model, name = _empty_clip(architecture), architecture.removesuffix("-quickgelu")
    try:
        model.load_state_dict({name: tensor.float() for name, tensor in state.items()}, strict=True, assign=True)
    except RuntimeError as error:
        raise NoWeights(
            f"The weights file is not OpenAI's CLIP {name} (its layers have other names or shapes): "
            f"choose {name}.pt or open_clip_model.safetensors."
        ) from error
    if not torch.isfinite(model.logit_scale.exp()):
        raise NoWeights(f"The weights file is not OpenAI's CLIP {name}: its logit scale is beyond all measure.")
    return model.eval().requires_grad_(requires_grad=False)


def _empty_clip(architecture: str) -> open_clip.CLIP:
    with warnings.catch_warnings(), torch.device("meta"):
        warnings.filterwarnings("error", message=".*QuickGELU.*")
        logging.disable(logging.WARNING)  # "No pretrained weights loaded": they come a moment later
        try:
            model = open_clip.create_model(architecture, device="meta")
        finally:
            logging.disable(logging.NOTSET)
    # The causal mask is no weight: no file brings it.
    length = model.context_length
    model.attn_mask = torch.full((length, length), float("-inf")).triu_(1)
    return model
