import pytest
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.measures import VERSION

MEASURED = {"blown": 0.25, "luminance": 0.5}


@pytest.fixture
def photo(catalog: Catalog) -> int:
    listed(catalog, "1.jpg")
    (found,) = ids(catalog).values()
    catalog.measures.store(found, VERSION, MEASURED)
    return found


def test_what_was_measured_comes_back_by_key(catalog: Catalog, photo: int) -> None:
    assert catalog.measures.all(["luminance", "blocked", "blown"]) == {photo: (0.5, None, 0.25)}
    catalog.measures.store(photo, VERSION, {"blocked": 1.0})
    assert catalog.measures.all(["blown", "blocked"]) == {photo: (None, 1.0)}


def test_what_another_version_measured_does_not_count(catalog: Catalog, photo: int) -> None:
    catalog.connection.execute("UPDATE measures SET version = 'older'")
    assert catalog.measures.all(["blown"]) == {}


def test_a_changed_file_is_measured_anew(catalog: Catalog, photo: int) -> None:
    listed(catalog, "1.jpg", mtime_ns=2)
    assert catalog.measures.all(["blown"]) == {}


def row(catalog: Catalog) -> list[tuple[object, ...]]:
    return catalog.connection.execute("SELECT photo_id, version, blown, blocked, luminance FROM measures").fetchall()


def test_what_was_measured_comes_back_in_its_columns(catalog: Catalog, photo: int) -> None:
    catalog.measures.store(photo, "1", {"luminance": 0.5, "blown": 0.25, "blocked": 0.0})
    assert row(catalog) == [(photo, "1", 0.25, 0.0, 0.5)]
    assert catalog.measures.has(photo, "1")
    assert not catalog.measures.has(photo, "2")
    catalog.measures.store(photo, "2", {"blown": 0.75})
    assert row(catalog) == [(photo, "2", 0.75, None, None)]


def test_a_failure_takes_the_numbers_away_and_has_a_reason_but_no_error(catalog: Catalog, photo: int) -> None:
    catalog.measures.store(photo, "1", {"blown": 0.25})
    catalog.measures.store_failure(photo, "2", "damaged")
    assert row(catalog) == [(photo, "2", None, None, None)]
    assert catalog.measures.reason(photo) == "damaged"
    assert catalog.photos.get(photo).error is None
    catalog.measures.store(photo, "2", {"blown": 0.25})
    assert catalog.measures.reason(photo) is None


def test_nothing_is_kept_of_a_photograph_that_is_no_longer_known(catalog: Catalog, photo: int) -> None:
    catalog.measures.store(photo + 1, "1", {"blown": 0.25})
    assert [photo_id for photo_id, *_ in row(catalog)] == [photo]
    assert catalog.measures.reason(photo + 1) is None
