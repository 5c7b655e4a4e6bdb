"""The paper's attention pool in its plainest form, to compare with."""

import torch
from torch import nn


def plain_pool(pool: nn.Module, features: torch.Tensor, embedding: torch.Tensor | None = None) -> torch.Tensor:
    """A full multi-head attention, without the positional embedding or with the one given, token 0 of it."""
    positions = features.flatten(2).permute(2, 0, 1)
    tokens = torch.cat([positions.mean(dim=0, keepdim=True), positions])
    if embedding is not None:
        tokens = tokens + embedding[:, None]
    answer, _ = nn.functional.multi_head_attention_forward(
        query=tokens, key=tokens, value=tokens,
        embed_dim_to_check=tokens.shape[-1], num_heads=pool.num_heads,
        q_proj_weight=pool.q_proj.weight, k_proj_weight=pool.k_proj.weight, v_proj_weight=pool.v_proj.weight,
        in_proj_weight=None, in_proj_bias=torch.cat([pool.q_proj.bias, pool.k_proj.bias, pool.v_proj.bias]),
        bias_k=None, bias_v=None, add_zero_attn=False, dropout_p=0.0,
        out_proj_weight=pool.c_proj.weight, out_proj_bias=pool.c_proj.bias,
        use_separate_proj_weight=True, training=False, need_weights=False,
    )  # fmt: skip
    return answer[0]
