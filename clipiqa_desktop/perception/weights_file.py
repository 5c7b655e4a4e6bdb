"""Reads the two file formats in which OpenAI's RN50 exists. Nothing in a file can make this run code."""

import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from clipiqa_desktop.perception.weights import NoWeights

State = dict[str, torch.Tensor]

# OpenAI's archive keeps these numbers of its own beside the weights.
_NOT_WEIGHTS = frozenset({"input_resolution", "context_length", "vocab_size"})


def read_state(path: Path) -> State:
    """The named tensors of a `.safetensors` file or of OpenAI's `.pt` archive.

    Raises NoWeights where the file is neither, is damaged, or asks for anything but plain tensors.
    """
    try:
        return _read_archive(path) if zipfile.is_zipfile(path) else load_file(path)
    except (
        SafetensorError,
        pickle.UnpicklingError,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        EOFError,
    ) as error:
        raise NoWeights(
            f"{path} does not hold CLIP weights this program can read ({error}): choose OpenAI's RN50.pt or "
            "open_clip_model.safetensors, or download it again."
        ) from error


class _Module:
    """Stands in for every class of a TorchScript archive: it only remembers its attributes."""

    def __setstate__(self, state: object) -> None:
        self.attributes = state if isinstance(state, dict) else {}


class _TensorReader(pickle.Unpickler):
    """Rebuilds tensors and plain containers, and refuses every other name a pickle may ask for."""

    def __init__(self, file: IO[bytes], archive: zipfile.ZipFile, root: str) -> None:
        super().__init__(file)
        self._archive = archive
        self._root = root

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("__torch__"):
            return _Module
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild_tensor
        if (module, name) == ("collections", "OrderedDict"):
            return dict
        if module == "torch" and name in _STORAGE_TYPES:
            return _STORAGE_TYPES[name]
        raise pickle.UnpicklingError(f"it asks for {module}.{name}")

    def persistent_load(self, pid: Any) -> torch.Tensor:
        kind, dtype, key = pid[:3]
        if kind != "storage" or not str(key).isalnum():
            raise pickle.UnpicklingError("it refers to something that is no tensor")
        return torch.frombuffer(bytearray(self._archive.read(f"{self._root}/data/{key}")), dtype=dtype)


_STORAGE_TYPES = {
    "FloatStorage": torch.float32,
    "HalfStorage": torch.float16,
    "BFloat16Storage": torch.bfloat16,
    "DoubleStorage": torch.float64,
    "LongStorage": torch.int64,
    "IntStorage": torch.int32,
    "BoolStorage": torch.bool,
}


def _rebuild_tensor(
    storage: torch.Tensor, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_unused: object
) -> torch.Tensor:
    needed = offset + 1 + sum((length - 1) * step for length, step in zip(size, stride, strict=True))
    if min((offset, *size, *stride), default=0) < 0 or (0 not in size and needed > storage.numel()):
        raise pickle.UnpicklingError("a tensor reaches beyond its data")
    return storage.as_strided(size, stride, offset)


def _read_archive(path: Path) -> State:
    with zipfile.ZipFile(path) as archive:
        description = next((name for name in archive.namelist() if name.endswith("/data.pkl")), None)
        if description is None:
            raise ValueError("it has no data.pkl")
        with archive.open(description) as file:
            root = _TensorReader(file, archive, description.removesuffix("/data.pkl")).load()
    return {name: tensor for name, tensor in _named_tensors(root) if name not in _NOT_WEIGHTS}


def _named_tensors(node: object, prefix: str = "") -> list[tuple[str, torch.Tensor]]:
    if isinstance(node, torch.Tensor):
        return [(prefix, node)]
    children: Mapping[Any, object] = (
        node.attributes if isinstance(node, _Module) else node if isinstance(node, dict) else {}
    )
    dot = f"{prefix}." if prefix else ""
    return [pair for name, child in children.items() for pair in _named_tensors(child, f"{dot}{name}")]
