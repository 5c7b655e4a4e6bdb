"""Where one looks for faces, and which boxes are of one."""

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from tools.made_faces import made_face

from clipiqa_desktop.faces import detection
from clipiqa_desktop.faces.detection import Detection, Detector
from clipiqa_desktop.faces.models import FaceModels, find_models

PANORAMA, PORTRAIT, SQUARE = (1280, 240), (853, 1280), (400, 400)


@pytest.fixture(scope="module")
def models(face_models) -> FaceModels:
    found = find_models(face_models, face_models)
    assert found
    return found


@pytest.fixture(scope="module")
def detector(models) -> Detector:
    return Detector(models.detector.read_bytes())


@pytest.mark.parametrize("size", [PANORAMA, PORTRAIT, SQUARE, (1, 1), (1280, 1)])
def test_squares_cover_the_picture_and_overlap_by_a_third_at_least(size):
    (left, top, side), *inside = detection._squares(*size)
    assert side == max(size)
    assert (left + side / 2, top + side / 2) == pytest.approx((size[0] / 2, size[1] / 2))
    for wanted in {side for *_, side in inside}:
        for axis, length in enumerate(size):
            starts = sorted({square[axis] for square in inside if square[2] == wanted})
            assert starts[0] <= 0.51
            assert starts[-1] + wanted >= length - 0.51
            assert all(after - before <= 0.67 * wanted for before, after in pairwise(starts))


def at(x: float, y: float, size: float, score: float = 0.9) -> Detection:
    return Detection(score, np.array([x, y]), np.array([size, size]), np.zeros((6, 2)))


def test_of_boxes_that_overlap_the_surest_stays():
    sure, same, inside, other = at(100, 100, 80), at(110, 100, 80, 0.8), at(100, 100, 40, 0.7), at(200, 100, 80, 0.6)
    assert detection._one_each([sure, same, inside, other]) == [sure, other]


@pytest.mark.faces
@pytest.mark.parametrize("size", [(1280, 853), (640, 960)])
def test_a_face_is_found_where_it_is_whatever_its_size(detector, size):
    for side, middle in ((120, (200, 200)), (300, (400, 320)), (520, (320, 400))):
        picture = Image.new("RGB", size, (96, 120, 138))
        picture.paste(made_face().resize((side, side)), tuple(each - side // 2 for each in middle))
        (found,) = detector.find(picture)
        assert np.hypot(*(found.centre - middle)) < 0.15 * side
        assert 0.3 * side < found.size.max() < 0.9 * side
        right, left = found.points[:2]
        assert right[0] < left[0]
        assert right[1] == pytest.approx(middle[1] - 0.06 * side, abs=0.06 * side)


@pytest.mark.faces
def test_it_finds_nothing_where_nothing_is(detector):
    chance = np.random.default_rng(1)
    assert detector.find(Image.new("RGB", (1280, 853), "white")) == []
    assert detector.find(Image.fromarray(chance.integers(0, 256, (200, 300, 3), np.uint8))) == []


@pytest.mark.faces
def test_it_says_what_the_model_says(detector, models):
    """Against the model run by hand: anchors are the middles of 48 x 48 cells, boxes are told in pixels of 192."""
    from ai_edge_litert.interpreter import Interpreter

    picture = made_face().resize((192, 192), Image.Resampling.BILINEAR)
    interpreter = Interpreter(model_path=str(models.detector), num_threads=1)
    interpreter.allocate_tensors()
    pixels = np.asarray(picture, np.float32)[None] / 127.5 - 1
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], pixels)
    interpreter.invoke()
    boxes, scores = (interpreter.get_tensor(each["index"])[0] for each in interpreter.get_output_details())
    best = int(scores[:, 0].argmax())
    row, column = divmod(best, 48)
    anchor = np.array([column + 0.5, row + 0.5]) * 4
    (found,) = detector.find(picture)
    # two squares are the same picture, the third is a part of it: the surest of all is kept
    assert found.score >= 1 / (1 + np.exp(-float(scores[best, 0]))) - 1e-6
    whole = list(detector._in_square(picture, 0, 0, 192))
    same = max(whole, key=lambda each: each.score)
    assert same.centre == pytest.approx(anchor + boxes[best, :2], abs=1e-3)
    assert same.size == pytest.approx(boxes[best, 2:4], abs=1e-3)
    assert same.points == pytest.approx(anchor + boxes[best, 4:].reshape(6, 2), abs=1e-3)
