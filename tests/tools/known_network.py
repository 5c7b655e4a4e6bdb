"""What an earlier start of the network would have left in the settings: how it runs here, and the vectors of prompts.

Choosing that takes longer than most tests; those of the choice itself do without.
"""

import os
import shutil
from itertools import product
from pathlib import Path

from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.runtime.config import RuntimeConfig, RuntimeOptions, remember
from clipiqa_desktop.perception.weights import Weights

PROMPTS = "prompts-*"


def encode_prompts(weights: Weights) -> None:
    """Keeps the built-in attributes' vectors beside the file, for all tests of a run."""
    from clipiqa_desktop.perception.prompt_vectors import PromptVectors
    from clipiqa_desktop.perception.text_encoder import open_text_encoder

    prompts = [prompt for attribute in BUILT_IN for prompt in attribute.prompts]
    PromptVectors(weights, weights.path.parent, open_text_encoder(weights).encode).of(prompts)


def known(weights: Weights, folder: Path) -> Path:
    """The file in a folder of settings that remembers how these weights run on a processor."""
    choices = folder / "network.json"
    if not choices.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file in weights.path.parent.glob(PROMPTS):
            shutil.copy(file, folder)
        for device, precision in product(("auto", "cpu"), ("auto", "fp32", "bf16")):
            config = RuntimeConfig("cpu", "fp32" if precision == "auto" else precision, os.cpu_count() or 1, 1)
            remember(weights, RuntimeOptions(device, precision, choices), config)
    return choices
