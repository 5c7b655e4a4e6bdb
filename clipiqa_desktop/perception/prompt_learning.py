"""CLIP-IQA+: an attribute's prompts are learned from labelled photographs, with the network as it stands.

As in CoOp each prompt of the pair has 16 context tokens of its own, which are moved by back-propagation through the
frozen text tower; the vectors of the photographs are fixed, so no photograph is looked at again. A prompt is start, 16
contexts, end; it begins as the words of an ordinary prompt, said as often as there is room (`ContextTower.spelled`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, normalize, softplus

from clipiqa_desktop.perception.context_tower import ContextTower
from clipiqa_desktop.perception.learning_examples import Examples, Floats, Ratings
from clipiqa_desktop.perception.ranks import spearman

# What `Learned.before` and `Learned.after` say of ratings and of preferences.
SROCC, AGREEMENT = "SROCC", "share of pairs in the right order"


class Cancelled(Exception):
    """Somebody wants no result any more."""


@dataclass(frozen=True)
class Recipe:
    """How to learn: Adam over all examples at once, until those held out get no better.

    rate: Adam's, about a twentieth of a token embedding. shrinking: the weight of the penalty on how far apart the
    prompts are, squared, in logits; without it what the first prompts say of directions in which the photographs
    hardly differ is never unlearned, and disturbs new ones. patience: so many steps without getting better are enough.
    """

    seed: int = 0
    most_steps: int = 120
    patience: int = 30
    rate: float = 1e-3
    shrinking: float = 3e-5


@dataclass(frozen=True, eq=False)
class Learned:
    """The best pair: contexts (2, 16, 512), vectors (2, 1024) of length 1, the high end first.

    before, after: how well the first and the learned scores agree with what was held out, by `measure`; the step to
    stop at was chosen on the same photographs, so `after` is a little too good. NaN where it is not defined.
    """

    contexts: Floats
    vectors: Floats
    measure: str
    before: float
    after: float
    held_out: int
    steps: int


def learn(
    tower: ContextTower,
    start: Floats,
    examples: Examples,
    recipe: Recipe | None = None,
    progress: Callable[[int, int], None] = lambda _step, _most: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Learned:
    """Learns a pair that begins as the contexts `start` (2, 16, 512).

    The same for the same arguments on the same computer. `progress` is told before each step how many are done, and
    how many there are at most. Raises Cancelled soon after `cancelled` says so.
    """
    recipe = recipe or Recipe()
    training, held_out = examples.split(np.random.default_rng(recipe.seed))
    contexts = torch.from_numpy(start.copy()).requires_grad_()
    adam, judge = torch.optim.Adam([contexts], recipe.rate), _Judge(held_out)
    for step in range(recipe.most_steps + 1):
        if cancelled():
            raise Cancelled
        direction = _direction(tower, contexts)
        judge.look(step, contexts, direction)
        progress(step, recipe.most_steps)
        if step - judge.best.step >= recipe.patience:
            break
        adam.zero_grad()
        torch.autograd.backward(_loss(training, direction) + recipe.shrinking * direction.square().sum())
        adam.step()
    return _learned(tower, held_out, judge)


@dataclass(frozen=True, eq=False)
class _Look:
    step: int
    contexts: Tensor
    loss: float
    agreement: float


class _Judge:
    """Remembers the contexts that did best on what was held out."""

    def __init__(self, examples: Examples) -> None:
        self._examples = examples
        self._looks: list[_Look] = []

    @property
    def first(self) -> _Look:
        return self._looks[0]

    @property
    def best(self) -> _Look:
        return self._looks[-1]

    @torch.no_grad()
    def look(self, step: int, contexts: Tensor, direction: Tensor) -> None:
        loss = float(_loss(self._examples, direction))
        if not self._looks or loss < self.best.loss:
            look = _Look(step, contexts.detach().clone(), loss, _agreement(self._examples, direction))
            self._looks = [*self._looks[:1], look]


@torch.no_grad()
def _learned(tower: ContextTower, held_out: Examples, judge: _Judge) -> Learned:
    best = judge.best
    vectors = normalize(tower(best.contexts), dim=-1)
    measure = SROCC if isinstance(held_out, Ratings) else AGREEMENT
    return Learned(
        best.contexts.numpy(), vectors.numpy(), measure, judge.first.agreement, best.agreement, len(held_out), best.step
    )


def _direction(tower: ContextTower, contexts: Tensor) -> Tensor:
    """(d,): its product with an image vector of length 1 is the logit of the score, Eq. 2 and 3 of the paper."""
    high, low = normalize(tower(contexts), dim=-1)
    direction: Tensor = tower.logit_scale * (high - low)
    return direction


def _logits(examples: Examples, direction: Tensor) -> Tensor:
    return normalize(torch.from_numpy(examples.vectors), dim=-1) @ direction


def _loss(examples: Examples, direction: Tensor) -> Tensor:
    """Cross entropy between score and label, or of the better one being preferred as the logits say it (logistic)."""
    logits = _logits(examples, direction)
    if isinstance(examples, Ratings):
        return binary_cross_entropy_with_logits(logits, torch.from_numpy(examples.labels))
    better, worse = logits[torch.from_numpy(examples.pairs)].T
    return softplus(worse - better).mean()


def _agreement(examples: Examples, direction: Tensor) -> float:
    logits = _logits(examples, direction).double().numpy()
    if isinstance(examples, Ratings):
        return spearman(logits, examples.labels.astype(np.float64))
    better, worse = logits[examples.pairs].T
    return float((better > worse).mean())
