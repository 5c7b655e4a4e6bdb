"""A check of what only commands use: prompts are learned, and compared with opinions."""

from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.processes import Worker
from clipiqa_desktop.self_test.children import started
from clipiqa_desktop.self_test.network import weights_of
from clipiqa_desktop.self_test.running import CheckFailed, Workspace

_RATED = 10


def check_learning(workspace: Workspace) -> str:
    """A step of learning from made ratings is taken, which brings in much of PyTorch that nothing else wants."""
    weights, _told = weights_of(workspace)
    with started(Worker(_learn, weights)) as worker:
        steps, agreement = worker.greeting
    if steps != [0, 1]:
        raise CheckFailed(f"learning took the steps {steps}")
    if agreement is None:
        return "prompts can be learned; without SciPy nothing is compared with opinions"
    if not np.isclose(agreement, 1):
        raise CheckFailed(f"numbers agree with themselves by {agreement}")
    return "prompts can be learned, and scores compared with opinions"


def _learn(connection: Connection, weights: Weights) -> None:
    from clipiqa_desktop.perception.context_tower import open_context_tower
    from clipiqa_desktop.perception.learning_examples import Ratings
    from clipiqa_desktop.perception.prompt_learning import Recipe, learn

    tower = open_context_tower(weights)
    vectors = np.random.default_rng(0).normal(size=(_RATED, len(tower.reachable))).astype(np.float32)
    ratings = np.linspace(0, 1, _RATED, dtype=np.float32)
    contexts = tower.contexts_of(("Good photo.", "Bad photo."))
    steps: list[int] = []
    learn(tower, contexts, Ratings(vectors, ratings), Recipe(most_steps=1), lambda step, _most: steps.append(step))
    connection.send((steps, _agreement(ratings.astype(float))))


def _agreement(values: NDArray[np.float64]) -> float | None:
    """Of values with themselves; None where SciPy is not there, as where nobody evaluates."""
    try:
        from clipiqa_desktop.perception.correlations import kendall
    except UserError:
        return None
    return kendall(values, values)
