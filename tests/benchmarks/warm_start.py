"""How long a start of the network takes until its first four scores: `warm_start.py --weights FILE [--rounds N]`.

Cold: nothing is known of the weights file but how it runs. Warm: the vectors of its prompts are kept. Each round is a
process of its own, in turn, so that what else the computer does touches both alike.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
import numpy as np
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.runtime.synthetic_pictures import synthetic_pictures
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import identify
network = ClipIqa(identify(Path(sys.argv[1])), "cpu", "fp32", Path(sys.argv[2]) / "network.json")
prompts = [prompt for attribute in BUILT_IN for prompt in attribute.prompts]
pairs = network.prompt_vectors(prompts).reshape(len(BUILT_IN), 2, -1)
pictures = [picture for picture, _ in zip(synthetic_pictures(), range(4))]
assert scores(network.image_vectors(pictures), pairs, network.logit_scale).shape == (4, len(BUILT_IN))
"""


def seconds(weights: Path, folder: Path) -> float:
    """Of one start, from the process to the four scores."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", PROGRAM, str(weights), str(folder)], check=True)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    cold, warm = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds(options.weights, folder)
        for _ in range(options.rounds):
            for kept in folder.glob("prompts-*"):
                kept.unlink()
            cold.append(seconds(options.weights, folder))
            warm.append(seconds(options.weights, folder))
    for title, times in (("cold", cold), ("warm", warm)):
        print(f"{title}: median {statistics.median(times):.2f} s, at best {min(times):.2f} s, to the first four scores")


if __name__ == "__main__":
    main()
