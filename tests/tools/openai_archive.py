"""Makes an archive in the format of OpenAI's RN50.pt: TorchScript, half precision, OpenAI's own extra numbers."""

import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn


class Node(nn.Module):
    """A module that holds others and parameters by name, as TorchScript writes them."""

    def forward(self) -> int:
        return 0


def save_archive(state: Mapping[str, torch.Tensor], path: Path) -> Path:
    """Writes the tensors, weights rounded to half precision, as TorchScript does."""
    root = Node()
    for name, tensor in state.items():
        *parents, leaf = name.split(".")
        node = root
        for parent in parents:
            if not hasattr(node, parent):
                node.add_module(parent, Node())
            node = getattr(node, parent)
        node.register_buffer(leaf, tensor.half() if tensor.is_floating_point() else tensor)
    for name, number in (("input_resolution", 224), ("context_length", 77), ("vocab_size", 49408)):
        root.register_buffer(name, torch.tensor(number))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TorchScript is old, as is the archive
        torch.jit.script(root).save(str(path))
    return path
