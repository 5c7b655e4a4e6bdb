"""How an attribute was learned, in words."""

from clipiqa_desktop.catalog.learned_pairs import Learning


def learned_words(learning: Learning | None) -> str:
    """`Learned from 200 photographs; SROCC on those held out: 0.84`; empty where it was not learned."""
    if learning is None:
        return ""
    count = "1 photograph" if learning.photographs == 1 else f"{learning.photographs:,} photographs"
    held_out = "undefined" if learning.held_out is None else f"{learning.held_out:.2f}"
    return f"Learned from {count}; {learning.measure} on those held out: {held_out}"
