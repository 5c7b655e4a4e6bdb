"""What is said of the eyes of a photograph, and what is stored of its faces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.faces import face
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.photos import forget_content
from clipiqa_desktop.catalog.stages.faces import (
    CLOSED,
    VERSION,
    Eyes,
    eye_focus,
    eyes_open,
    those_that_matter,
)
from clipiqa_desktop.catalog.stages.focus import focus_of

LARGE, SMALL = 300.0, 90.0


@pytest.fixture
def photo(catalog: Catalog) -> int:
    listed(catalog, "1.jpg")
    (found,) = ids(catalog).values()
    return found


def numbers(catalog: Catalog, photo_id: int) -> tuple[object, ...]:
    return catalog.connection.execute(
        "SELECT version, reason, faces, eyes_open, eye_focus FROM faces WHERE photo_id = ?", (photo_id,)
    ).fetchone()


def test_eyes_are_open_closed_or_cannot_be_told() -> None:
    assert face(opening=CLOSED + 0.01).eyes is Eyes.OPEN
    assert face(opening=CLOSED).eyes is Eyes.CLOSED
    assert face(opening=0.01, is_doubtful=True).eyes is Eyes.UNTOLD
    assert face(opening=0.3, pixels=59).eyes is Eyes.UNTOLD


def test_the_worst_eyes_of_the_faces_that_matter_count() -> None:
    large, other, far = face(LARGE, opening=0.3), face(LARGE / 2, opening=0.2), face(SMALL, opening=0.05)
    assert those_that_matter([far, other, large]) == [large, other]
    assert eyes_open([far, other, large]) == 0.2
    assert eyes_open([far]) == 0.05
    assert eyes_open([]) is None
    doubtful = face(LARGE, opening=0.01, is_doubtful=True)
    assert eyes_open([doubtful, other]) == 0.2  # what cannot be told is no closed eye
    assert eyes_open([doubtful]) is None


def test_the_focus_of_the_eyes_is_that_of_the_largest_face() -> None:
    assert eye_focus([face(SMALL, eye_width=0.4), face(LARGE, eye_width=0.8)]) == focus_of(0.8)
    assert eye_focus([face(LARGE, eye_width=None), face(SMALL, eye_width=0.4)]) is None
    assert eye_focus([]) is None


@given(st.lists(st.tuples(st.floats(1, 3000), st.floats(0.01, 0.6)), min_size=1, max_size=12))
def test_the_largest_face_always_matters_and_comes_first(sizes: list[tuple[float, float]]) -> None:
    faces = [face(pixels, opening=opening) for pixels, opening in sizes]
    matter = those_that_matter(faces)
    assert matter[0].pixels == max(each.pixels for each in faces)
    assert all(3 * each.pixels > matter[0].pixels for each in matter)


def test_what_was_found_comes_back_the_largest_first(catalog: Catalog, photo: int) -> None:
    found = (face(SMALL, x=0.5, eye_width=None, is_doubtful=True), face(LARGE, x=0.1, opening=0.25))
    catalog.faces.store(photo, VERSION, found)
    (first, second) = catalog.faces.of([photo])[photo]
    assert (first.pixels, second.pixels) == (LARGE, SMALL)
    assert (second.eye_width, second.is_doubtful, first.is_doubtful) == (None, True, False)
    assert first.openings == pytest.approx((0.25, 0.25))
    assert first.points == tuple(pytest.approx(point) for point in found[1].points)
    assert numbers(catalog, photo) == (VERSION, None, 2, pytest.approx(0.25), pytest.approx(focus_of(0.6)))


def test_none_found_is_another_thing_than_not_looked_at(catalog: Catalog, photo: int) -> None:
    assert catalog.faces.of([photo]) == {}
    catalog.faces.store(photo, VERSION, ())
    assert catalog.faces.of([photo]) == {photo: ()}
    assert numbers(catalog, photo) == (VERSION, None, 0, None, None)
    catalog.faces.store_failure(photo, VERSION, "it is damaged")
    assert catalog.faces.of([photo]) == {}
    assert catalog.faces.reason(photo) == "it is damaged"


def test_another_find_replaces_the_first_and_another_file_forgets_it(catalog: Catalog, photo: int) -> None:
    catalog.faces.store(photo, VERSION, (face(), face(SMALL)))
    catalog.faces.store(photo, VERSION, (face(),))
    assert len(catalog.faces.of([photo])[photo]) == 1
    forget_content(catalog._database, [photo])
    assert catalog.faces.of([photo]) == {}
    assert catalog.connection.execute("SELECT count(*) FROM found_faces").fetchone() == (0,)


def test_what_another_version_found_is_not_shown_and_to_be_done(catalog: Catalog, photo: int) -> None:
    folders = [folder.id for folder in catalog.folders.all()]
    assert [task.id for task in catalog.faces.unfinished(folders, VERSION, "reader")] == [photo]
    catalog.faces.store(photo, "older", (face(),))
    assert catalog.faces.of([photo]) == {}
    assert not catalog.faces.has(photo, VERSION)
    assert [task.id for task in catalog.faces.unfinished(folders, VERSION, "reader")] == [photo]
    catalog.faces.store_failure(photo, None, "the disk does not answer")
    assert [task.id for task in catalog.faces.unfinished(folders, VERSION, "reader")] == [photo]
    catalog.faces.store(photo, VERSION, (face(),))
    assert catalog.faces.unfinished(folders, VERSION, "reader") == []


def test_nothing_is_kept_of_a_photograph_that_is_not_known(catalog: Catalog, photo: int) -> None:
    catalog.faces.store(photo + 1, VERSION, (face(),))
    assert catalog.connection.execute("SELECT count(*) FROM found_faces").fetchone() == (0,)
    assert numbers(catalog, photo + 1) is None
