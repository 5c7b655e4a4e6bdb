"""A learned pair as the part of an attribute's file that says what was learned."""

import binascii
import math
from base64 import b64decode, b64encode
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPair, Learning

_CONTEXTS, _VECTORS = (2, 16, 512), (2, 1024)
_MOST = 2**53
_LITTLE = np.dtype("<f4")


def learned_to_json(pair: LearnedPair) -> dict[str, object]:
    """What a JSON file says of it; the numbers are float32, the smallest byte first, in base 64."""
    learning = pair.learning
    said: dict[str, object] = {
        "weights": learning.weights,
        "photographs": learning.photographs,
        "measure": learning.measure,
        "held_out": learning.held_out,
        "vectors": _text(pair.vectors),
    }
    if learning.rival:
        said["best_column"] = {"title": learning.rival, "held_out": learning.rival_held_out}
    return said if pair.contexts is None else said | {"contexts": _text(pair.contexts)}


def learned_from_json(said: Mapping[str, object], *, with_contexts: bool = True) -> LearnedPair | None:
    """The pair of which a file says this; None where that makes no pair, or one without the contexts it must have."""
    match said:
        case {"weights": str(weights), "photographs": int(photographs), "measure": str(measure)}:
            rival, rival_held_out = _rival(said.get("best_column"))
            learning = Learning(weights, photographs, measure, _known(said.get("held_out")), rival, rival_held_out)
        case _:
            return None
    contexts = _numbers(said.get("contexts"), _CONTEXTS) if with_contexts else None
    vectors = _numbers(said.get("vectors"), _VECTORS)
    whole = vectors is not None and vectors.any(axis=1).all() and with_contexts is (contexts is not None)
    if vectors is None or not whole or not weights or not _is_modest(photographs):
        return None
    return LearnedPair(learning, contexts, vectors)


def _rival(said: object) -> tuple[str, float | None]:
    if isinstance(said, Mapping) and isinstance(said.get("title"), str):
        return said["title"], _known(said.get("held_out"))
    return "", None


def _known(number: object) -> float | None:
    return float(number) if isinstance(number, (int, float)) and _is_modest(number) else None


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
