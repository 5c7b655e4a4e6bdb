"""OpenAI's archive, a ZIP with a pickle, read so that nothing in it can run code or grow beyond its file."""

import io
import math
import pickle
import pickletools
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import torch

from clipiqa_desktop.files.regular_file import open_regular
from clipiqa_desktop.perception.weights import MOST_BYTES

# OpenAI's archive keeps these numbers of its own beside the weights.
_NOT_WEIGHTS = frozenset({"input_resolution", "context_length", "vocab_size"})

# Some times as much as OpenAI's archives have.
_MOST_BYTES_OF_NAMES = 1 << 20
_MOST_BYTES_OF_PICKLE = 1 << 20
_MOST_STEPS = 200_000
_MOST_TUPLES = 20_000
_MOST_NODES = 20_000
_LONGEST_NAME = 500
_MOST_DIMENSIONS = 8


class BadArchive(ValueError):
    """The archive is none of CLIP's; the text says in a few words what is wrong with it."""


def read_archive(path: Path) -> dict[str, torch.Tensor]:
    """The named tensors. Raises BadArchive, OSError, and whatever unpickling a damaged or hostile one raises."""
    with open_regular(path) as file:
        frugal = _Frugal(file)
        with zipfile.ZipFile(frugal) as archive:
            frugal.most = MOST_BYTES
            return {name: tensor for name, tensor in _named_tensors(_unpickled(archive)) if name not in _NOT_WEIGHTS}


class _Frugal(io.BufferedReader):
    """A file of which never more than `most` bytes are read at once: the list of an archive's names has an end."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__(file.raw)
        self.most = _MOST_BYTES_OF_NAMES

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(min(size if size is not None and size >= 0 else self.most + 1, self.most + 1))
        if len(data) > self.most:
            raise BadArchive("its list of contents is far too long")
        return data


def _unpickled(archive: zipfile.ZipFile) -> object:
    description = next((name for name in archive.namelist() if name.endswith("/data.pkl")), None)
    if description is None:
        raise BadArchive("it has no data.pkl")
    pickled = _content(archive, description, _MOST_BYTES_OF_PICKLE)
    _require_modest(pickled)
    return _TensorReader(io.BytesIO(pickled), archive, description.removesuffix("/data.pkl")).load()


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    info = archive.getinfo(name)
    if info.compress_type != zipfile.ZIP_STORED:
        raise BadArchive("it is compressed, which OpenAI's archive is not")
    if info.file_size > most:
        raise BadArchive("what it holds is far too large")
    return archive.read(info)


def _require_modest(pickled: bytes) -> None:
    """Raises BadArchive for a pickle that would fill the memory, or the stack, before a single tensor comes of it."""
    tuples = 0
    for step, (opcode, argument, _) in enumerate(pickletools.genops(pickled)):
        tuples += opcode.name.startswith("TUPLE")
        is_far = "PUT" in opcode.name and isinstance(argument, int) and argument > _MOST_STEPS
        if step > _MOST_STEPS or tuples > _MOST_TUPLES or is_far:
            raise BadArchive("its description is far too long")


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
        self._room = MOST_BYTES
        self._storages: dict[str, torch.Tensor] = {}

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("__torch__"):
            return _Module
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild_tensor
        if (module, name) == ("collections", "OrderedDict"):
            return dict
        if module == "torch" and name in _STORAGE_TYPES:
            return _STORAGE_TYPES[name]
        raise BadArchive(f"it asks for {module[:50]}.{name[:50]}")

    def persistent_load(self, pid: Any) -> torch.Tensor:
        kind, dtype, key = pid[:3]
        if kind != "storage" or not isinstance(dtype, torch.dtype) or not str(key).isalnum():
            raise BadArchive("it refers to something that is no tensor")
        if key not in self._storages:
            data = _content(self._archive, f"{self._root}/data/{key}", self._room)
            self._room -= len(data)
            self._storages[key] = torch.frombuffer(bytearray(data), dtype=dtype)
        return self._storages[key]


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
    if len(size) > _MOST_DIMENSIONS:
        raise BadArchive("a tensor has far too many dimensions")
    needed = offset + 1 + sum((length - 1) * step for length, step in zip(size, stride, strict=True))
    reaches_beyond = 0 not in size and max(needed, math.prod(size)) > storage.numel()
    if min((offset, *size, *stride), default=0) < 0 or reaches_beyond:
        raise BadArchive("a tensor reaches beyond its data")
    return storage.as_strided(size, stride, offset)


def _named_tensors(root: object) -> Iterator[tuple[str, torch.Tensor]]:
    waiting, seen = [("", root)], 0
    while waiting:
        name, node = waiting.pop()
        seen += 1
        if seen > _MOST_NODES or len(name) > _LONGEST_NAME:
            raise BadArchive("its parts lie in each other without end")
        if isinstance(node, torch.Tensor):
            yield name, node
        dot = f"{name}." if name else ""
        waiting += [(f"{dot}{part}", child) for part, child in _parts(node).items() if isinstance(part, str)]


def _parts(node: object) -> Mapping[Any, object]:
    attributes = getattr(node, "attributes", {}) if isinstance(node, _Module) else node
    return attributes if isinstance(attributes, dict) else {}
