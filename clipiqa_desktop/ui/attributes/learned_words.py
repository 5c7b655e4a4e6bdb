"""How an attribute was learned, in words."""

from clipiqa_desktop.catalog.learned_pairs import Learning
from clipiqa_desktop.notation import figures, hundredths


def learned_words(learning: Learning | None) -> str:
    """`Learned from 200 photographs; SROCC on those held out: 0.84`; empty where it was not learned."""
    if learning is None:
        return ""
    count = "1 photograph" if learning.photographs == 1 else f"{figures(learning.photographs)} photographs"
    if learning.rival:
        return f"Learned from {figures(learning.photographs)} marks; {agreement_words(learning)}"
    held_out = "undefined" if learning.held_out is None else hundredths(learning.held_out)
    return f"Learned from {count}; {learning.measure} on those held out: {held_out}"


def agreement_words(learning: Learning) -> str:
    """`agrees with you in 74 % of the pairs it never saw, Focus alone in 63 %, chance in 50 %`."""
    own, rival = (
        "an unknown share" if each is None else f"{100 * each:.0f} %"
        for each in (learning.held_out, learning.rival_held_out)
    )
    return f"agrees with you in {own} of the pairs it never saw, {learning.rival} alone in {rival}, chance in 50 %"
