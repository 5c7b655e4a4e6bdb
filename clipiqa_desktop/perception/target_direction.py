"""The direction in which the vectors of photographs shall be told apart: what the prompts are to learn to say.

A pair of prompts scores by the difference of their vectors alone (Eq. 2 and 3 of the paper), so the best difference is
a problem of logistic regression: convex, and solved in a moment. To find it by moving the prompts themselves takes
hundreds of steps, because photographs differ much in a few directions and little in all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from clipiqa_desktop.perception.learning_examples import Examples

# Weights of the penalty on the length, squared, of what is added to the direction of the first prompts.
SHRINKING: Sequence[float] = (1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7)
# That on their own weight: it only bounds what nothing contradicts.
_SHRINKING_OF_START = 1e-3
_MOST_ITERATIONS = 300


@dataclass(frozen=True, eq=False)
class Questions:
    """What a direction (d,) is asked by examples: the product with a row (m, d) is the logit of saying yes to it."""

    rows: Tensor
    answers: Tensor

    @classmethod
    def of(cls, examples: Examples) -> "Questions":
        """Rows and answers in float32."""
        rows, answers = examples.questions()
        return cls(torch.from_numpy(rows), torch.from_numpy(answers))

    def logits(self, direction: Tensor) -> Tensor:
        """(m,)."""
        return self.rows @ direction

    def loss(self, direction: Tensor) -> Tensor:
        """Cross entropy: of score and label, or of the better photograph being preferred."""
        return binary_cross_entropy_with_logits(self.logits(direction), self.answers)


def target_direction(start: Tensor, reachable: Tensor, training: Questions, held_out: Questions) -> Tensor:
    """The direction (d,) that answers best, of those in the span of `start` (d,) and `reachable` (d, r).

    How much is added to `start`, or taken from it, is what serves the questions that are held out best.
    """
    basis = torch.linalg.qr(reachable.double()).Q
    found = (_fitted(start.double(), basis, training, shrinking) for shrinking in SHRINKING)
    return min(found, key=lambda direction: float(held_out.loss(direction)))


def _fitted(start: Tensor, basis: Tensor, training: Questions, shrinking: float) -> Tensor:
    columns = torch.cat([basis, start[:, None]], dim=1)
    questions = Questions(training.rows.double() @ columns, training.answers.double())
    penalty = torch.full((columns.shape[1],), shrinking, dtype=torch.double)
    penalty[-1] = _SHRINKING_OF_START
    weights = torch.zeros_like(penalty, requires_grad=True)
    solver = torch.optim.LBFGS([weights], max_iter=_MOST_ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> float:
        solver.zero_grad()
        value = questions.loss(weights) + penalty @ weights.square()
        torch.autograd.backward(value)
        return float(value.detach())

    solver.step(loss)  # type: ignore[no-untyped-call]
    return (columns @ weights.detach()).float()
