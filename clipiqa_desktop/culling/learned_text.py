"""A learned pair as the part of an attribute's file that says what was learned."""

import binascii
import math
from base64 import b64decode, b64encode
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.learned_pairs import LearnedPair, Learning

_CONTEXTS, _VECTORS = (2, 16, 512), (2, 1024)
_MOST = 2**53
_LITTLE = np.dtype("<f4")


def learned_to_json(pair: LearnedPair) -> dict[str, object]:
    """What a JSON file says of it; the numbers are float32, the smallest byte first, in base 64."""
    return {
        "weights": pair.learning.weights,
        "photographs": pair.learning.photographs,
        "measure": pair.learning.measure,
        "held_out": pair.learning.held_out,
        "contexts": _text(pair.contexts),
        "vectors": _text(pair.vectors),
    }


def learned_from_json(said: Mapping[str, object]) -> LearnedPair | None:
    """The pair of which a file says this; None where that makes no pair."""
    match said:
        case {"weights": str(weights), "photographs": int(photographs), "measure": str(measure)}:
            held_out = said.get("held_out")
            known = float(held_out) if isinstance(held_out, (int, float)) and _is_modest(held_out) else None
            contexts, vectors = _numbers(said.get("contexts"), _CONTEXTS), _numbers(said.get("vectors"), _VECTORS)
        case _:
            return None
    if (
        not weights
        or not _is_modest(photographs)
        or contexts is None
        or vectors is None
        or not vectors.any(axis=1).all()
    ):
        return None
    return LearnedPair(Learning(weights, photographs, measure, known), contexts, vectors)


def _is_modest(number: float) -> bool:
    """Whether it is a number that the catalog can hold; of any size in whole numbers."""
    return abs(number) < _MOST


def _text(numbers: NDArray[np.float32]) -> str:
    return b64encode(numbers.astype(_LITTLE).tobytes()).decode()


def _numbers(text: object, shape: tuple[int, ...]) -> NDArray[np.float32] | None:
    try:
        data = b64decode(text, validate=True) if isinstance(text, str) else b""
    except binascii.Error:
        return None
    if len(data) != math.prod(shape) * _LITTLE.itemsize:
        return None
    numbers = np.frombuffer(data, _LITTLE).reshape(shape).astype(np.float32)
    return numbers if np.isfinite(numbers).all() else None
