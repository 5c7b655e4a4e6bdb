"""CLIP-IQA+: an attribute's prompts are learned from labelled photographs, with the network as it stands.

As in CoOp (Zhou et al. 2022, "Learning to Prompt for Vision-Language Models", with M = 16) each prompt of the pair has
16 context tokens of its own, which are moved by back-propagation through the frozen text tower; the vectors of the
photographs are fixed, so no photograph is looked at again. A prompt is start, 16 contexts, end; it begins as the words
of an ordinary prompt, said as often as there is room (`ContextTower.spelled`). Where the prompts are to go is known
before they move (`target_direction`): what they learn is to say it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from clipiqa_desktop.perception.context_tower import ContextTower
from clipiqa_desktop.perception.learning_examples import AGREEMENT, SROCC, Examples, Floats, Ratings
from clipiqa_desktop.perception.ranks import spearman
from clipiqa_desktop.perception.target_direction import Questions, target_direction

# In nats: what is held out is too little to tell such losses apart, and the prompts know where they are to go.
_NO_WORSE = 0.005


class Cancelled(Exception):
    """Somebody wants no result any more."""


@dataclass(frozen=True)
class Recipe:
    """How to learn: Adam, slower and slower, until those held out get clearly worse.

    rate: Adam's at the beginning, about a quarter of a token embedding. patience: so many steps in a row in which they
    do, or are no better than at the beginning, are enough.
    """

    seed: int = 0
    most_steps: int = 120
    patience: int = 30
    rate: float = 5e-3


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
    """Learns a pair that begins as the contexts `start` (2, 16, 512), the high end first.

    Each step lessens |d - w| ** 2 / |w| ** 2, where d is the direction that the prompts say (`_directions`) and w the
    one that `target_direction` found. Chosen is the last step whose loss on what is held out, in nats, is at most 0.005
    above the least until then; the first one, if none is better. The same for the same arguments on the same computer.
    `progress` is told before each step how many are done, and how many there are at most. Raises Cancelled soon after
    `cancelled` says so.
    """
    return learn_side_by_side(tower, start, [examples], recipe, progress, cancelled)[0]


def learn_side_by_side(
    tower: ContextTower,
    start: Floats,
    lessons: Sequence[Examples],
    recipe: Recipe | None = None,
    progress: Callable[[int, int], None] = lambda _step, _most: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Learned]:
    """The same for each of the lessons, which know nothing of each other: six take about twice as long as one."""
    recipe = recipe or Recipe()
    halves = [each.split(np.random.default_rng(recipe.seed)) for each in lessons]
    judges = [_Judge(held_out) for _, held_out in halves]
    contexts = torch.from_numpy(np.stack([start] * len(lessons))).requires_grad_()
    first = _directions(tower, contexts[:1]).detach()[0]
    wanted = []
    for (training, _), judge in zip(halves, judges, strict=True):
        _stop_if(cancelled)
        wanted.append(target_direction(first, tower.reachable, Questions.of(training), judge.questions))
    adam = torch.optim.Adam([contexts], recipe.rate)
    slowing = torch.optim.lr_scheduler.CosineAnnealingLR(adam, recipe.most_steps)
    for step in range(recipe.most_steps + 1):
        _stop_if(cancelled)
        directions = _directions(tower, contexts)
        for judge, context, direction in zip(judges, contexts, directions, strict=True):
            judge.look(step, context, direction)
        progress(step, recipe.most_steps)
        if all(step - judge.best.step >= recipe.patience for judge in judges):
            break
        adam.zero_grad()
        torch.autograd.backward(_losses(directions, torch.stack(wanted)).sum())
        adam.step()
        slowing.step()
    return [_learned(tower, held_out, judge) for (_, held_out), judge in zip(halves, judges, strict=True)]


def _losses(directions: Tensor, wanted: Tensor) -> Tensor:
    losses: Tensor = (directions - wanted).square().sum(dim=1) / wanted.square().sum(dim=1)
    return losses


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


@dataclass(frozen=True, eq=False)
class _Look:
    step: int
    contexts: Tensor
    loss: float
    agreement: float


class _Judge:
    """Remembers the last contexts that did about as well on what was held out as any before them."""

    def __init__(self, examples: Examples) -> None:
        self._examples, self.questions = examples, Questions.of(examples)
        self._looks: list[_Look] = []
        self._least = float("inf")

    @property
    def first(self) -> _Look:
        return self._looks[0]

    @property
    def best(self) -> _Look:
        return self._looks[-1] if self._looks[-1].loss < self.first.loss else self.first

    @torch.no_grad()
    def look(self, step: int, contexts: Tensor, direction: Tensor) -> None:
        loss = float(self.questions.loss(direction))
        self._least = min(self._least, loss)
        if loss <= self._least + _NO_WORSE:
            agreement = _agreement(self._examples, self.questions.logits(direction))
            self._looks = [*self._looks[:1], _Look(step, contexts.detach().clone(), loss, agreement)]


@torch.no_grad()
def _learned(tower: ContextTower, held_out: Examples, judge: _Judge) -> Learned:
    best = judge.best
    vectors = normalize(tower(best.contexts), dim=-1)
    measure = SROCC if isinstance(held_out, Ratings) else AGREEMENT
    return Learned(
        best.contexts.numpy(), vectors.numpy(), measure, judge.first.agreement, best.agreement, len(held_out), best.step
    )


def _directions(tower: ContextTower, contexts: Tensor) -> Tensor:
    """Of contexts (k, 2, 16, 512), (k, 1024): the product of one with an image vector x of length 1 is the logit of the
    score, Eq. 2 and 3 of the paper.

    exp(c x . t1) / (exp(c x . t1) + exp(c x . t2)) = sigmoid(c x . (t1 - t2)), for t1 and t2 of length 1.
    """
    vectors = normalize(tower(contexts.flatten(0, 1)), dim=-1)
    directions: Tensor = tower.logit_scale * (vectors[::2] - vectors[1::2])
    return directions


def _agreement(examples: Examples, logits: Tensor) -> float:
    given = logits.double().numpy()
    if isinstance(examples, Ratings):
        return spearman(given, examples.labels.astype(np.float64))
    return float((given > 0).mean())
