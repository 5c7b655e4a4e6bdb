"""Learned pairs that nobody learned."""

import numpy as np

from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPair, Learning


def made_pair(weights: str = "a", seed: int = 0, size: int = 1024) -> LearnedPair:
    """As if it had been learned from 200 photographs."""
    rng = np.random.default_rng(seed)
    contexts, vectors = (rng.normal(size=shape).astype(np.float32) for shape in ((2, 16, 512), (2, size)))
    return LearnedPair(Learning(weights, 200, "SROCC", 0.84), contexts, vectors)


def made_taste(weights: str = "a", photographs: int = 143, size: int = 1024, *, follows: bool = False) -> LearnedPair:
    """As if vectors had been learned from so many marks."""
    vectors = np.random.default_rng(photographs).normal(size=(2, size)).astype(np.float32)
    return LearnedPair(Learning(weights, photographs, "agreement", 0.74, "Focus", 0.63, follows), None, vectors)
