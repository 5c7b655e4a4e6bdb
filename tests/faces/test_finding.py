"""From files to faces: where they are, whether their eyes are open and sharp, in every format and turn."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from tools.made_faces import made_face, save_made_faces

from clipiqa_desktop.catalog.stages.faces import Eyes, Face
from clipiqa_desktop.faces.finding import FaceFinder
from clipiqa_desktop.faces.models import find_models
from clipiqa_desktop.photos.errors import Unreadable

pytestmark = pytest.mark.faces


@pytest.fixture(scope="module")
def finder(face_models: Path) -> FaceFinder:
    models = find_models(face_models, face_models)
    assert models
    return models.finder()


def found(finder: FaceFinder, path: Path, *faces: Image.Image, **more: object) -> tuple[Face, ...]:
    save_made_faces(path, *faces, **more)
    return finder.find(path)[1]


def test_open_eyes_closed_eyes_and_dark_glasses_are_told(finder, tmp_path):
    faces = (made_face(), made_face(eyes_open=False), made_face(glasses=True))
    told = sorted(found(finder, tmp_path / "a.png", *faces, side=360), key=lambda face: face.x)
    assert [face.eyes for face in told] == [Eyes.OPEN, Eyes.CLOSED, Eyes.UNTOLD]
    assert [face.x + face.width / 2 for face in told] == pytest.approx([1 / 6, 1 / 2, 5 / 6], abs=0.03)
    assert all(face.presence > 0.9 for face in told)
    assert told[0].between_eyes == pytest.approx((1 / 6, 0.5 - 0.06 * 360 / 800), abs=0.02)


def test_of_small_faces_nothing_is_said_of_their_eyes(finder, tmp_path):
    (face,) = found(finder, tmp_path / "a.png", made_face(), side=80)
    assert face.pixels < 60
    assert face.eyes is Eyes.UNTOLD


def test_what_is_upright_does_not_depend_on_how_it_is_stored(finder, tmp_path):
    (upright,) = found(finder, tmp_path / "a.png", made_face(), side=300)
    for turn, back in (
        (3, Image.Transpose.ROTATE_180),
        (6, Image.Transpose.ROTATE_90),
        (8, Image.Transpose.ROTATE_270),
    ):
        exif = Image.Exif()
        exif[274] = turn
        Image.open(tmp_path / "a.png").transpose(back).save(tmp_path / "b.png", exif=exif)
        (face,) = finder.find(tmp_path / "b.png")[1]
        assert (face.x, face.y, *face.openings) == pytest.approx((upright.x, upright.y, *upright.openings), abs=0.01)
        assert face.eye_width == pytest.approx(upright.eye_width, rel=0.15)


def test_eyes_out_of_focus_have_wider_edges(finder, tmp_path):
    widths = []
    for radius in (0, 1.5, 4):
        save_made_faces(tmp_path / "a.png", made_face(), side=500)
        sharp = Image.open(tmp_path / "a.png").filter(ImageFilter.UnsharpMask(2, 150))
        sharp.filter(ImageFilter.GaussianBlur(radius)).save(tmp_path / "a.png")
        (face,) = finder.find(tmp_path / "a.png")[1]
        widths.append(face.eye_width)
    assert widths[0] < 1.2 < widths[1] < widths[2]


def test_a_large_photograph_is_measured_at_its_full_size(finder, tmp_path):
    path = tmp_path / "a.jpg"
    save_made_faces(tmp_path / "small.png", made_face(), side=360)
    Image.open(tmp_path / "small.png").resize((4800, 3200), Image.Resampling.LANCZOS).save(path, quality=92)
    side, (face,) = finder.find(path)
    (small,) = finder.find(tmp_path / "small.png")[1]
    assert side == 4800
    assert face.pixels == pytest.approx(4 * small.pixels, rel=0.05)
    assert face.openings == pytest.approx(small.openings, abs=0.05)
    assert face.eye_width > 2 * small.eye_width


def test_what_is_no_face_is_none(finder, tmp_path):
    chance = np.random.default_rng(0)
    Image.fromarray(chance.integers(0, 256, (800, 1200, 3), np.uint8)).save(tmp_path / "a.png")
    assert finder.find(tmp_path / "a.png") == (1200, ())


def test_what_cannot_be_read_is_said(finder, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(Unreadable):
        finder.find(tmp_path / "a.jpg")


def test_real_photographs_have_faces_and_no_others(finder, photographs):
    """As looked at by hand: people, statues, and what is neither."""
    wanted = {
        "gallery/168395F1-EDF6-4788-AF5E-CE98EF00F41F.jpg": 4, "gallery/IMG_3334.JPG": 1, "gallery/IMG_5473.jpg": 3,
        "rated/1157.png": 1, "rated/651.png": 2, "rated/410.png": 0, "gallery/IMG_0008.JPG": 0, "rated/993.png": 0,
    }  # fmt: skip
    assert {name: len(finder.find(photographs / name)[1]) for name in wanted} == wanted
