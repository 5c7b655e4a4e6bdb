"""Reads the two file formats in which OpenAI's RN50 exists. Nothing in a file can make this run code."""

import math
import struct
import zipfile
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.regular_file import open_regular
from clipiqa_desktop.perception.weights import MOST_BYTES_OF_HEADER, NoWeights, Weights, require_same
from clipiqa_desktop.perception.weights_archive import BadArchive, read_archive

State = dict[str, torch.Tensor]

_MOST_NUMBERS = 1 << 28
_MOST_TENSORS = 10_000


def read_state(path: Path, prefixes: tuple[str, ...] = ("",)) -> State:
    """The named tensors of a `.safetensors` file or of OpenAI's `.pt` archive, all of them finite.

    prefixes: how the names begin of those that are wanted; the others of a `.safetensors` file are not read.
    Raises NoWeights where the file is neither, is damaged, or asks for anything but plain tensors.
    """
    try:
        state = _read(path)
        _require_modest(state)
        state = {name: tensor for name, tensor in state.items() if name.startswith(prefixes)}
        _require_finite(state)
    except MemoryError as error:
        raise UserError(f"There is not enough free memory for the weights in {path}.") from error
    except Exception as error:  # what a damaged or hostile file makes the readers raise is open-ended
        raise NoWeights(
            f"{path} does not hold CLIP weights this program can read ({_reason(error)}): choose OpenAI's RN50.pt or "
            "open_clip_model.safetensors, or download it again."
        ) from error
    return state


def state_of(weights: Weights, prefixes: tuple[str, ...] = ("",)) -> State:
    """The same of weights that were found earlier. Raises NoWeights also where their file is another one by now."""
    state = read_state(weights.path, prefixes)
    require_same(weights)
    return state


def _read(path: Path) -> State:
    with open_regular(path) as file:
        is_archive = zipfile.is_zipfile(file)
        file.seek(0)
        start = file.read(8)
    if is_archive:
        return read_archive(path)
    if start.startswith(b"PK\3\4"):
        raise BadArchive("it ends too early: it was only partly copied")
    if len(start) < 8 or not 0 < struct.unpack("<Q", start)[0] <= MOST_BYTES_OF_HEADER:
        raise BadArchive("it begins like neither of them")
    state: State = load_file(path)
    return state


def _require_modest(state: State) -> None:
    """Raises BadArchive for more numbers than any CLIP has."""
    if len(state) > _MOST_TENSORS or sum(tensor.numel() for tensor in state.values()) > _MOST_NUMBERS:
        raise BadArchive("it holds far more than they do")


def _require_finite(state: State) -> None:
    if not all(_is_finite(tensor) for tensor in state.values()):
        raise BadArchive("some of its numbers are not finite")


def _is_finite(tensor: torch.Tensor) -> bool:
    return not tensor.numel() or all(math.isfinite(extreme) for extreme in torch.aminmax(tensor))


def _reason(error: Exception) -> str:
    """A few words in brackets."""
    match error:
        case BadArchive():
            return str(error)
        case OSError(strerror=str(words)):
            return words
        case SafetensorError():
            return "it ends too early or is damaged" if "Incomplete" in str(error) else "it is no safetensors file"
        case _:
            return "it is damaged"
