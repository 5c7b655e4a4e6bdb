"""The reason of a suggestion over a photograph: in whole parts, and to be read on any ground."""

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics

from clipiqa_desktop.culling.ghosts import Ghost
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.ui.grid import ghost_painting
from clipiqa_desktop.ui.grid.ghost_painting import ghost_text, text_within


def test_a_reason_is_said_in_whole_parts(qapp):
    metrics, ghost = QFontMetrics(QFont()), Ghost(PICK, "only one, in focus, above 80 % in Sharpness")
    parts = ghost_text(ghost).split(", ")
    said = {text_within(ghost, metrics, width) for width in range(metrics.horizontalAdvance(parts[0]), 1000)}
    assert said == {", ".join(parts[:count]) for count in (1, 2, 3)}
    assert text_within(Ghost(REJECT, "softer than the best"), metrics, 60).endswith("…")


@pytest.mark.parametrize("ink", [ghost_painting._PICK, ghost_painting._REJECT])
def test_it_can_be_read_on_white(ink):
    behind = 1 - ghost_painting._BEHIND.alphaF()
    assert (luminance(ink) + 0.05) / (luminance(QColor.fromRgbF(behind, behind, behind)) + 0.05) >= 4.5


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
