"""Prompts are encoded once a weights file; whatever happens to what is kept costs time alone."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from clipiqa_desktop.perception.prompt_vectors import LENGTH, MOST_KEPT, PromptVectors
from clipiqa_desktop.perception.weights import Origin, Weights, identify

WEIGHTS = Weights(Path("weights"), "a" * 64, Origin.OPENAI)
PAIR = ["Good photo.", "Bad photo."]


class Encoder:
    """Answers with numbers that the prompt gives, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, prompts: Sequence[str]) -> np.ndarray:
        self.asked += prompts
        seeds = [np.frombuffer(prompt.encode().ljust(8, b".")[:8], np.uint8) for prompt in prompts]
        return np.stack([np.random.default_rng(seed).random(LENGTH, np.float32) for seed in seeds])


@pytest.fixture
def encode() -> Encoder:
    return Encoder()


def test_what_is_known_is_not_encoded_again(tmp_path: Path, encode: Encoder) -> None:
    first = PromptVectors(WEIGHTS, tmp_path, encode).of([*PAIR, "Good photo."])
    again = PromptVectors(WEIGHTS, tmp_path, encode)
    np.testing.assert_array_equal(again.of([*PAIR, "Good photo."]), first)
    np.testing.assert_array_equal(again.of(["Moody photo.", "Bad photo."])[1], first[1])
    assert encode.asked == [*PAIR, "Moody photo."]


def test_other_weights_know_nothing(tmp_path: Path, encode: Encoder) -> None:
    for sha256 in ("a" * 64, "b" * 64):
        PromptVectors(Weights(Path("weights"), sha256, Origin.OPENAI), tmp_path, encode).of(PAIR)
    assert encode.asked == PAIR * 2


def test_without_a_folder_nothing_is_kept(tmp_path: Path, encode: Encoder) -> None:
    for _ in range(2):
        PromptVectors(WEIGHTS, None, encode).of(PAIR)
    assert encode.asked == PAIR * 2


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\n",
        b"[",
        b"{}\n",
        b'["Good photo."]\n123',
        b'"Good"\n',
        b"[" * 100_000,
        b"[null]\n" + b"\xff" * 4096,
        b"[" + b"[]," * 400_000 + b"[]]\n",
    ],
    ids=range(9),
)
def test_what_is_damaged_is_made_anew(tmp_path: Path, encode: Encoder, damaged: bytes) -> None:
    expected = PromptVectors(WEIGHTS, tmp_path, encode).of(PAIR)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damaged)
    np.testing.assert_array_equal(PromptVectors(WEIGHTS, tmp_path, encode).of(PAIR), expected)
    PromptVectors(WEIGHTS, tmp_path, encode).of(PAIR)
    assert encode.asked == PAIR * 2


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path, encode: Encoder) -> None:
    (tmp_path / "file").write_text("in the way")
    assert PromptVectors(WEIGHTS, tmp_path / "file" / "folder", encode).of(PAIR).shape == (2, LENGTH)


def test_it_does_not_grow_without_end(tmp_path: Path, encode: Encoder) -> None:
    PromptVectors(WEIGHTS, tmp_path, encode).of([f"{number} photo." for number in range(MOST_KEPT + 10)])
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size < MOST_KEPT * (LENGTH * 4 + 40)


def test_a_start_with_known_weights_needs_no_open_clip(untrained_file: Path, tmp_path: Path) -> None:
    PromptVectors(identify(untrained_file), tmp_path, Encoder()).of(PAIR)
    program = f"""
import sys
from pathlib import Path
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.runtime.config import RuntimeConfig, RuntimeOptions, remember
from clipiqa_desktop.perception.weights import identify
weights, choices = identify(Path({str(untrained_file)!r})), Path({str(tmp_path)!r}) / "network.json"
remember(weights, RuntimeOptions("cpu", "fp32", choices), RuntimeConfig("cpu", "fp32", 1, 1))
network = ClipIqa(weights, "cpu", "fp32", choices)
assert network.prompt_vectors({PAIR}).shape == (2, 1024)
sys.exit("open_clip" in sys.modules or "torchvision" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
