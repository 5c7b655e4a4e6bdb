"""How an attribute was learned, in words."""

from clipiqa_desktop.catalog.scores.learned_pairs import Learning
from clipiqa_desktop.notation import figures, hundredths
from clipiqa_desktop.perception.learning_examples import SROCC


def learned_words(learning: Learning | None) -> str:
    """From how many photographs, and how well it agrees with others of them; empty where it was not learned."""
    if learning is None:
        return ""
    count = "1 photograph" if learning.photographs == 1 else f"{figures(learning.photographs)} photographs"
    if learning.rival:
        return f"Learned from {figures(learning.photographs)} marks; {agreement_words(learning)}"
    return f"Learned from {count}; {_held_out_words(learning)}"


def _held_out_words(learning: Learning) -> str:
    held_out = "undefined" if learning.held_out is None else hundredths(learning.held_out)
    if learning.measure == SROCC:
        return f"orders those it never saw like their ratings to {held_out} (1 is the same order, 0 is chance)"
    return f"{learning.measure} among those it never saw: {held_out}"


def agreement_words(learning: Learning) -> str:
    """`agrees with you in 74 % of the pairs it never saw, Focus alone in 63 %, chance in 50 %`."""
    own, rival = (
        "an unknown share" if each is None else f"{100 * each:.0f} %"
        for each in (learning.held_out, learning.rival_held_out)
    )
    return f"agrees with you in {own} of the pairs it never saw, {learning.rival} alone in {rival}, chance in 50 %"
