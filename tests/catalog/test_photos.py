from pathlib import Path

import pytest
from tools.stored import SHOOT, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog


@pytest.fixture
def photo(catalog: Catalog) -> int:
    listed(catalog, "1.jpg")
    return ids(catalog)["1.jpg"]


def unfinished(catalog: Catalog, with_model: bool = True) -> list[bool]:
    """For every task, whether it was read before."""
    current = catalog.models.current() if with_model else None
    tasks = catalog.photos.unfinished(catalog.folders.below(SHOOT), "decoder", current)
    return [task.was_read for task in tasks]


def test_a_photograph_never_read_is_to_be_read(catalog: Catalog, photo: int) -> None:
    assert photo
    assert unfinished(catalog) == [False]
    model(catalog)
    assert unfinished(catalog) == [False]


def test_a_photograph_that_was_read_is_to_be_scored_where_there_is_a_model(catalog: Catalog, photo: int) -> None:
    model(catalog)
    read(catalog, photo)
    assert unfinished(catalog) == [True]
    assert unfinished(catalog, with_model=False) == []


def test_a_scored_photograph_is_finished_until_model_or_decoder_change(catalog: Catalog, photo: int) -> None:
    read(catalog, photo)
    score(catalog, photo, model(catalog, "a"))
    assert unfinished(catalog) == []
    model(catalog, "b")
    assert unfinished(catalog) == [True]
    model(catalog, "a")
    read(catalog, photo, decoder="older decoder")
    assert unfinished(catalog) == [False]


def test_a_lasting_error_is_left_alone_until_the_decoder_changes(catalog: Catalog, photo: int) -> None:
    model(catalog)
    catalog.photos.store_error(photo, "decoder", "damaged")
    assert unfinished(catalog) == []
    catalog.photos.store_error(photo, "older decoder", "damaged")
    assert unfinished(catalog) == [False]


def test_a_passing_error_is_tried_again(catalog: Catalog, photo: int) -> None:
    score(catalog, photo, model(catalog))
    catalog.photos.store_error(photo, None, "the disk did not answer")
    assert unfinished(catalog) == [False]
    assert unfinished(catalog, with_model=False) == [False]


def test_what_is_gone_or_elsewhere_is_nothing_to_do(catalog: Catalog, photo: int) -> None:
    assert photo
    listed(catalog, "2.jpg", root=Path("/elsewhere"))
    listed(catalog)
    assert unfinished(catalog) == []


def test_tasks_come_in_the_order_of_folders_and_names(catalog: Catalog) -> None:
    listed(catalog, "b/1.jpg", "a/2.jpg", "a/1.jpg")
    tasks = catalog.photos.unfinished(catalog.folders.below(SHOOT), "decoder", None)
    assert [task.path.relative_to(SHOOT).as_posix() for task in tasks] == ["a/1.jpg", "a/2.jpg", "b/1.jpg"]


def test_reading_and_scoring_take_errors_back(catalog: Catalog, photo: int) -> None:
    catalog.photos.store_error(photo, None, "the disk did not answer")
    assert catalog.photos.get(photo).error == "the disk did not answer"
    read(catalog, photo, iso=400, captured=12.5)
    found = catalog.photos.get(photo)
    assert (found.error, found.facts["iso"], found.facts["captured"]) == (None, 400, 12.5)
    catalog.photos.store_error(photo, None, "the network ended")
    score(catalog, photo, model(catalog))
    assert catalog.photos.get(photo).error is None


def test_a_photograph_without_its_thumbnail_is_read_again(catalog: Catalog, photo: int) -> None:
    read(catalog, photo)
    score(catalog, photo, model(catalog))
    folders = catalog.folders.below(SHOOT)
    assert catalog.photos.without_thumbnail(folders, {f"fingerprint {photo}"}) == []
    catalog.photos.forget_readings(catalog.photos.without_thumbnail(folders, set()))
    assert unfinished(catalog) == [False]


def test_an_unknown_id_is_a_key_error(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        catalog.photos.get(7)
