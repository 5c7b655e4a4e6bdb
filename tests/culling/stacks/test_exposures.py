"""Darker frames of a stack: what is exposed otherwise and as sharp is a tie; what is visibly softer is still behind."""

import numpy as np
import pytest
from PIL import Image
from tools.blurring import Grey, Pixels, blurred, composed, disc, exposed, jpeg, noisy, rounded

from clipiqa_desktop.catalog.stages.focus import TIE
from clipiqa_desktop.culling.stacks.common_focus import common_widths
from clipiqa_desktop.culling.stacks.exposures import brightness, differs
from clipiqa_desktop.culling.stacks.subject_shifts import shifts
from clipiqa_desktop.photos.edge_widths import find_edges
from clipiqa_desktop.photos.signature import LENGTH, signature

SCENE = composed(5, (1120, 800))
CORNERS = [(0, 0), (9, 17), (20, 3), (13, 24), (5, 8)]


def faint(pixels: Pixels) -> Pixels:
    """With edges of little contrast, which are lost in the dark."""
    return rounded(90 + (pixels.astype(np.float32) - 128) * 0.35)


def cut(picture: Pixels, number: int, *, stops: float = 0.0, radius: float = 0.0) -> Pixels:
    """A frame that lies a few pixels off the others, with noise and compression of its own."""
    top, left = CORNERS[number]
    part = picture[top : top + 768, left : left + 1088]
    part = rounded(blurred(part, disc(radius))) if radius else part
    return jpeg(noisy(exposed(part, stops), 1.0, number), 90)


def looks(frames: list[Pixels]) -> np.ndarray:
    found = [signature(np.asarray(Image.fromarray(each).convert("RGB"))) for each in frames]
    return np.frombuffer(b"".join(found), np.uint8).reshape(-1, LENGTH)


def moved(seen: np.ndarray) -> np.ndarray:
    return shifts(np.repeat(seen[:1], len(seen), axis=0), seen)


def compared(frames: list[Pixels]) -> np.ndarray:
    seen = looks(frames)
    moves = moved(seen)
    return common_widths([find_edges(Grey(each)).widths for each in frames], moves, brightness(seen, moves))


def softer(widths: np.ndarray) -> list[int]:
    return np.flatnonzero(widths * (1 - TIE) > np.nanmin(widths)).tolist()


@pytest.mark.parametrize("stops", [-0.7, -1.0, -1.5, 0.7])
def test_a_frame_in_another_light_is_told_however_it_lies_and_blur_is_none(stops: float) -> None:
    frames = [cut(SCENE, 0), cut(SCENE, 1, radius=4), cut(SCENE, 2, stops=stops), cut(SCENE, 3)]
    seen = looks(frames)
    assert differs(brightness(seen, moved(seen))).tolist() == [False, False, True, False]


def test_a_frame_that_shows_more_of_what_is_dark_is_exposed_alike() -> None:
    scene = np.vstack([SCENE[:500], (SCENE[500:] * 0.3).astype(np.uint8)])
    seen = looks([scene[top : top + 680, :960] for top in (0, 80, 0)])
    assert not differs(brightness(seen, moved(seen))).any()


@pytest.mark.parametrize("picture", [SCENE, faint(SCENE)], ids=["strong", "faint"])
@pytest.mark.parametrize("stops", [-0.7, -1.0, -1.5, -2.5])
def test_what_is_only_darker_is_a_tie(picture: Pixels, stops: float) -> None:
    frames = [cut(picture, number, stops=stops if number in {1, 4} else 0.0) for number in range(5)]
    assert softer(compared(frames)) == []
    assert softer(compared(frames[:2])) == []


@pytest.mark.parametrize("stops", [0.0, -1.0])
def test_what_is_blurred_is_behind_in_any_light(stops: float) -> None:
    frames = [
        cut(SCENE, number, stops=stops if number == 1 else 0, radius=3 if number == 1 else 0) for number in range(4)
    ]
    assert softer(compared(frames)) == [1]


def test_a_blurred_frame_is_behind_a_darker_one() -> None:
    assert softer(compared([cut(SCENE, 0, radius=3), cut(SCENE, 1, stops=-1), cut(SCENE, 2, radius=3)])) == [0, 2]


def test_of_a_frame_in_which_hardly_an_edge_is_left_nothing_is_told() -> None:
    widths = [np.full((9, 14), 0.6, np.float32) for _ in range(3)]
    widths[2][1:] = np.nan
    widths[2][0, 4:] = np.nan
    still = np.zeros((3, 2), np.float32)
    assert np.isnan(common_widths(widths, still, np.array([0, 0, -1.2]))).tolist() == [False, False, True]
    assert softer(common_widths(widths, still)) == [2]  # in the same light they are blurred away


def test_frames_in_two_lights_of_which_each_has_edges_elsewhere_tell_nothing() -> None:
    widths = [np.full((4, 6), np.nan, np.float32) for _ in range(4)]
    for row, each in enumerate(widths):
        each[row] = 0.6
    assert np.isnan(common_widths(widths, np.zeros((4, 2), np.float32), np.array([0.5, 0.5, -0.5, -0.5]))).all()


def test_tiles_of_frames_that_lie_off_by_a_part_of_one_are_no_subject() -> None:
    """Edges that lie along one line in a tile of the one, and along several in the other, count for twice as wide."""
    frames = [np.full((9, 14), 0.6, np.float32) for _ in range(4)]
    frames[1][3:6, 5:8] = 1.2
    handheld = np.array([[0, 0], [-0.1 / 9, 0.1 / 14], [0, 0], [0, 0]], np.float32)
    assert softer(common_widths(frames, handheld)) == []
    assert softer(common_widths(frames, np.zeros((4, 2), np.float32))) == [1]
