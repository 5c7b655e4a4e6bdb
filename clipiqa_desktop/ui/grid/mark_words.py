"""Marks and places as words, for the short notice after a key and for screen readers."""

from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.mark_words import LABELS, PICK, REJECT

_FLAGS = {PICK: "picked", REJECT: "rejected"}
_SIGNS = {PICK: "⚑ picked", REJECT: "✕ rejected"}


def marks_spoken(columns: Columns, row: int) -> list[str]:
    """`4 stars`, `picked`, `red label`: what there is of it."""
    stars, label = int(columns.stars[row]), LABELS[int(columns.label[row])]
    said = [f"{stars} star{'s' if stars != 1 else ''}" if stars else "", _FLAGS.get(int(columns.flag[row]), "")]
    return [words for words in (*said, f"{label} label" if label else "") if words]


def marks_notice(columns: Columns, row: int) -> str:
    """The same in few signs: `⚑ picked · ★★★★ · red`."""
    stars, label = int(columns.stars[row]), LABELS[int(columns.label[row])]
    parts = (_SIGNS.get(int(columns.flag[row]), ""), "★" * stars, label)
    return " · ".join(part for part in parts if part) or "no marks"
