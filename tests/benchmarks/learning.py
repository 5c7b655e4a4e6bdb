"""Learning an attribute from 200 labelled photographs: how long it takes, and how well it goes.

Run `python tests/benchmarks/learning.py --weights FILE`. The photographs are small pieces of those in the folder that
CLIPIQA_PHOTOS names, or else of made pictures; the labels follow a hidden direction in their vectors: one of those in
which they differ most, or any at all. Beside the SROCC on 60 photographs that were never learned from stand two
ceilings, each with the strength that is best for those 60: that of ridge regression on the same vectors, and that of
the best direction that prompts can say at all, as the text tower is only half as wide as the vectors.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
# As in the program: threads that wait are not to burn the cores.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse
import time
from collections.abc import Iterator

import numpy as np
import torch
from shoot import machine, print_table
from tools.looks import DIRECTIONS, hidden_opinions, piece_vectors

from clipiqa_desktop.perception.clip import build_clip
from clipiqa_desktop.perception.context_tower import ContextTower, open_context_tower
from clipiqa_desktop.perception.learning_examples import Floats, Ratings
from clipiqa_desktop.perception.prompt_learning import Learned, learn
from clipiqa_desktop.perception.ranks import spearman
from clipiqa_desktop.perception.scoring import normalised, scores
from clipiqa_desktop.perception.target_direction import Questions, target_direction
from clipiqa_desktop.perception.weights import Weights, identify
from clipiqa_desktop.perception.weights_file import read_state

TRAINING, EXAMINED = 200, 60
BAR_S = 30.0


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True, help="weights file; an untrained one serves")
    weights = identify(parser.parse_args().weights)
    vectors = piece_vectors(build_clip(read_state(weights.path)), TRAINING + EXAMINED)
    vectors = vectors[np.random.default_rng(1).permutation(len(vectors))]
    versions = ("torch", f"{torch.__version__}, {torch.get_num_threads()} threads")
    print_table([*machine(), versions, *rows(weights, vectors)])
    if weights.caution:
        print(weights.caution)


def rows(weights: Weights, vectors: Floats) -> Iterator[tuple[str, str]]:
    """One line after the other."""
    started = time.perf_counter()
    tower = open_context_tower(weights)
    yield "open the text tower", f"{time.perf_counter() - started:.1f} s"
    mixtures = ((f"a mixture of the first {DIRECTIONS} directions", DIRECTIONS), ("a mixture of all directions", None))
    for name, directions in mixtures:
        opinions = hidden_opinions(vectors, directions=directions)
        yield from lesson(tower, name, vectors, opinions)
    shuffled = opinions.copy()
    shuffled[:TRAINING] = np.random.default_rng(2).permutation(opinions[:TRAINING])
    yield from lesson(tower, "shuffled labels", vectors, shuffled)


def lesson(tower: ContextTower, name: str, vectors: Floats, opinions: Floats) -> Iterator[tuple[str, str]]:
    """How long it took, and what came out."""
    told: list[int] = []
    started = time.perf_counter()
    examples = Ratings(vectors[:TRAINING], opinions[:TRAINING])
    start = tower.contexts_of(("Good photo.", "Bad photo."))
    learned = learn(tower, start, examples, progress=lambda step, _most: told.append(step))
    seconds = time.perf_counter() - started
    yield f"{name}: learn (bar: {BAR_S:.0f} s)", f"{seconds:.1f} s, {seconds / len(told) * 1000:.0f} ms a step"
    yield f"{name}: steps run, and best", f"{told[-1]}, {learned.steps}"
    yield f"{name}: SROCC on {EXAMINED} never seen", f"{examined(tower, learned, vectors, opinions):.3f}"
    yield f"{name}: the best that prompts can say", f"{sayable(tower, start, vectors, opinions):.3f}"
    yield f"{name}: ridge regression, the ceiling", f"{ridge(normalised(vectors), opinions):.3f}"


def examined(tower: ContextTower, learned: Learned, vectors: Floats, opinions: Floats) -> float:
    """SROCC on those that were not learned from."""
    given = scores(vectors[TRAINING:], learned.vectors[None], tower.logit_scale)[:, 0]
    return spearman(given.astype(float), opinions[TRAINING:].astype(float))


def sayable(tower: ContextTower, start: Floats, vectors: Floats, opinions: Floats) -> float:
    """SROCC of the direction that the prompts are to learn, were its strength chosen for those that are examined."""
    with torch.no_grad():
        high, low = torch.nn.functional.normalize(tower(torch.from_numpy(start)), dim=-1)
    parts = slice(TRAINING), slice(TRAINING, None)
    training, unseen = (Questions.of(Ratings(vectors[part], opinions[part])) for part in parts)
    best = target_direction(tower.logit_scale * (high - low), tower.reachable, training, unseen)
    return spearman(unseen.logits(best).double().numpy(), opinions[TRAINING:].astype(float))


def ridge(vectors: Floats, opinions: Floats) -> float:
    """The best SROCC that ridge regression reaches with any of many strengths."""
    mean = vectors[:TRAINING].mean(axis=0)
    training, examined = (part.astype(float) - mean for part in (vectors[:TRAINING], vectors[TRAINING:]))
    kernel, wanted = training @ training.T, opinions[:TRAINING] - opinions[:TRAINING].mean()
    strengths = 10.0 ** np.arange(-9, 3) * np.trace(kernel) / TRAINING
    weights = [np.linalg.solve(kernel + strength * np.eye(TRAINING), wanted) for strength in strengths]
    return max(spearman(examined @ training.T @ each, opinions[TRAINING:].astype(float)) for each in weights)


if __name__ == "__main__":
    main()
