"""Faces as they are stored, without a photograph."""

from clipiqa_desktop.catalog.stages.faces import Face


def face(
    pixels: float = 300.0,
    *,
    x: float = 0.4,
    y: float = 0.3,
    opening: float = 0.3,
    is_doubtful: bool = False,
    eye_width: float | None = 0.6,
) -> Face:
    """The face is as high as 20 % of the photograph, its eyes lie side by side in its upper half."""
    points = tuple((x + 0.05 * (1 + eye) + 0.01 * number, y + 0.08) for eye in range(2) for number in range(6))
    return Face(x, y, 0.2, 0.2, pixels, 0.99, (opening, opening), is_doubtful, eye_width, points)
