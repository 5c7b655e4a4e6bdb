import pytest
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.measures import VERSION

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
