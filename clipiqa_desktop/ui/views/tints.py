"""The colours that tell photographs beside one another apart; each also has its number."""

from PySide6.QtGui import QColor

from clipiqa_desktop.ui import style

# After Okabe and Ito, and Paul Tol: apart for colour-blind eyes too, at least each from its neighbours.
_ON_DARK = (
    "#56b4e9", "#e07b4f", "#4fc4a0", "#f0e442", "#d88fb8", "#6f9fe8",
    "#d9d9d9", "#c9a06a", "#a98ae0", "#9fd356", "#e8798a", "#5fd0d8",
)  # fmt: skip
_DARKER = 185


def tint(number: int) -> QColor:
    """The colour of the photograph with this number, 1 to 12, in the theme of now."""
    colour = QColor(_ON_DARK[(number - 1) % len(_ON_DARK)])
    return colour if style.current() is style.DARK else colour.darker(_DARKER)


def ink_on(colour: QColor) -> QColor:
    """Black or white, whichever can be read on it."""
    return QColor("#000000" if colour.lightness() > 110 else "#ffffff")
