from pathlib import Path

import pytest
from tools.stored import SHOOT, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.photo_rows import owned
from clipiqa_desktop.catalog.photos import FOUND_TABLES
from clipiqa_desktop.catalog.scores.models import Model


@pytest.fixture
def photo(catalog: Catalog) -> int:
    listed(catalog, "1.jpg")
    return ids(catalog)["1.jpg"]


def unfinished(catalog: Catalog, *, with_model: bool = True) -> set[str]:
    """The stages that have anything left to do."""
    folders, current = catalog.folders.below(SHOOT), catalog.models.current() if with_model else None
    tasks = {
        "glance": catalog.photos.unglanced(folders, "glance"),
        "read": catalog.photos.unread(folders, "decoder"),
        "encode": catalog.scores.unencoded(folders, current, "decoder") if current else [],
        "measure": catalog.measures.unfinished(folders, "measure", "decoder"),
    }
    return {stage for stage, left in tasks.items() if left}


def finish(catalog: Catalog, photo: int, network: Model) -> None:
    catalog.photos.store_glance(photo, "glance", {})
    read(catalog, photo)
    score(catalog, photo, network)
    catalog.measures.store(photo, "measure", {"blown": 0.25})


def test_a_new_photograph_is_to_go_through_all_stages(catalog: Catalog, photo: int) -> None:
    assert photo
    assert unfinished(catalog) == {"glance", "read", "measure"}
    model(catalog)
    assert unfinished(catalog) == {"glance", "read", "encode", "measure"}
    assert unfinished(catalog, with_model=False) == {"glance", "read", "measure"}


def test_a_new_version_redoes_its_stage_alone(catalog: Catalog, photo: int) -> None:
    finish(catalog, photo, model(catalog))
    assert unfinished(catalog) == set()
    catalog.photos.store_glance(photo, "older", {})
    assert unfinished(catalog) == {"glance"}
    finish(catalog, photo, model(catalog))
    read(catalog, photo, decoder="older")
    assert unfinished(catalog) == {"read"}
    finish(catalog, photo, model(catalog))
    model(catalog, "b")
    assert unfinished(catalog) == {"encode"}
    finish(catalog, photo, model(catalog, "b"))
    catalog.measures.store(photo, "older", {"blown": 0.5})
    assert unfinished(catalog) == {"measure"}


def test_what_cannot_be_read_is_left_alone_until_the_version_changes(catalog: Catalog, photo: int) -> None:
    model(catalog)
    catalog.photos.store_glance(photo, "glance", {})
    catalog.photos.store_error(photo, "decoder", "damaged")
    assert unfinished(catalog) == set()
    catalog.photos.store_error(photo, "older", "damaged")
    assert unfinished(catalog) == {"read", "encode", "measure"}


def test_what_has_no_score_for_another_reason_is_measured(catalog: Catalog, photo: int) -> None:
    model(catalog)
    read(catalog, photo)
    catalog.photos.store_error(photo, "decoder", "too small")
    assert unfinished(catalog) == {"glance", "measure"}


def test_a_passing_error_is_tried_again(catalog: Catalog, photo: int) -> None:
    finish(catalog, photo, model(catalog))
    catalog.photos.store_error(photo, None, "the disk did not answer")
    assert unfinished(catalog) == unfinished(catalog, with_model=False) == {"read"}
    finish(catalog, photo, model(catalog))
    catalog.photos.store_glance(photo, None, {})
    catalog.measures.store_failure(photo, None, "the disk did not answer")
    assert unfinished(catalog) == {"glance", "measure"}


def test_what_is_gone_or_elsewhere_is_nothing_to_do(catalog: Catalog, photo: int) -> None:
    assert photo
    listed(catalog, "2.jpg", root=Path("/elsewhere"))
    listed(catalog)
    assert unfinished(catalog) == set()


def test_tasks_come_in_the_order_of_folders_and_names(catalog: Catalog) -> None:
    listed(catalog, "b/1.jpg", "a/2.jpg", "a/1.jpg")
    tasks = catalog.photos.unread(catalog.folders.below(SHOOT), "decoder")
    assert [task.path.relative_to(SHOOT).as_posix() for task in tasks] == ["a/1.jpg", "a/2.jpg", "b/1.jpg"]


def test_a_glance_takes_nothing_away_that_reading_found(catalog: Catalog, photo: int) -> None:
    read(catalog, photo, iso=400, camera="Leica", has_gps=True)
    catalog.photos.store_glance(photo, "glance", {"iso": 200, "camera": None, "has_gps": None})
    facts = catalog.photos.get(photo).facts
    assert (facts["iso"], facts["camera"], facts["has_gps"]) == (200, "Leica", 1)


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
    assert "read" in unfinished(catalog)


def test_an_unknown_id_is_a_key_error(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        catalog.photos.get(7)


def test_of_every_table_of_photographs_it_is_decided_whether_a_changed_file_empties_it(catalog: Catalog) -> None:
    """What a stage found goes; what the person decided, and what belongs to the place of the file, stays."""
    stays = {
        "marks",
        "sidecars",
        "conflicts",
        "companions",
        "turns",
        "said_turns",
        "own_stacks",
        "planned_moves",
        "arrivals",
        "left_behind",
    }
    assert {table for table, _ in owned(catalog._database)} == {*FOUND_TABLES} | stays
    assert not stays & {*FOUND_TABLES}
