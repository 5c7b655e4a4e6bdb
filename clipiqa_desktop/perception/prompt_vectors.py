"""Vectors of prompts, kept by weights file: a start with known weights needs no text tower, and no open_clip."""

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.files.atomic_file import written_whole
from clipiqa_desktop.files.regular_file import parsed_json, read_regular
from clipiqa_desktop.perception.weights import Weights

# Counts up whenever the same prompt would get another vector.
_VERSION = 1
MOST_KEPT = 2_000
"""The built-in attributes have 34 prompts, a thousand attributes of one's own 2,000."""
_MOST_BYTES = 32 << 20
_MOST_BYTES_OF_PROMPTS = 1 << 20
LENGTH = 1024
"""Numbers a vector has."""

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

_log = logging.getLogger(__name__)


class PromptVectors:
    """Answers with what is kept in a file of `folder`, and has the rest encoded; without a folder it keeps nothing.

    A file that is damaged, or cannot be written, costs time alone.
    """

    def __init__(self, weights: Weights, folder: Path | None, encode: Encode) -> None:
        self._file = folder / f"prompts-{_VERSION}-{weights.short_hash}.bin" if folder else None
        self._encode = encode
        self._known = _read(self._file) if self._file else {}

    def of(self, prompts: Sequence[str]) -> Vectors:
        """Vectors (n, 1024) of prompts, not normalised. Raises what encoding raises."""
        missing = [prompt for prompt in dict.fromkeys(prompts) if prompt not in self._known]
        if missing:
            self._known |= dict(zip(missing, self._encode(missing), strict=True))
            self._write()
        return np.stack([self._known[prompt] for prompt in prompts])

    def _write(self) -> None:
        if self._file is None:
            return
        kept = dict(list(self._known.items())[-MOST_KEPT:])
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(self._file) as new:
                new.write_bytes(b"\n".join((json.dumps(list(kept)).encode(), np.stack(list(kept.values())).tobytes())))
        except OSError as error:
            _log.warning("the vectors of prompts cannot be kept: %s", error)


def _read(file: Path) -> dict[str, Vectors]:
    """What is kept: a line with the prompts as JSON, then their vectors; empty where there is nothing of the kind."""
    try:
        head, _, body = read_regular(file, _MOST_BYTES).partition(b"\n")
        prompts = [str(prompt) for prompt in parsed_json(head[:_MOST_BYTES_OF_PROMPTS])]
        vectors = np.frombuffer(body, np.float32).reshape(len(prompts), LENGTH)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as error:
        _log.warning("%s is made anew: %s", file, error)
        return {}
    return {prompt: each for prompt, each in zip(prompts, vectors, strict=True) if np.isfinite(each).all()}
