import numpy as np
import pytest
from tools.stored import SHOOT, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.columns import load

KEYS = ("quality", "sharpness", "happy")
NAMES = ("DSC_2.jpg", "DSC_10.jpg", "dsc_1.JPG", "a.jpg")


@pytest.fixture
def photos(catalog: Catalog) -> dict[str, int]:
    listed(catalog, *NAMES)
    return ids(catalog)


def test_an_empty_catalog_gives_empty_columns(catalog: Catalog) -> None:
    columns = load(catalog, KEYS)
    assert len(columns) == 0
    assert columns.scores.shape == (0, 3)
    assert len(columns.name_order) == 0


def test_columns_hold_what_is_known_and_nan_elsewhere(catalog: Catalog, photos: dict[str, int]) -> None:
    read(catalog, photos["a.jpg"], captured=7.5)
    score(catalog, photos["a.jpg"], model(catalog), (0.1, 0.2, 0.3))
    catalog.photos.store_error(photos["DSC_2.jpg"], "decoder", "damaged")
    columns = load(catalog, KEYS)
    assert list(columns.ids) == sorted(photos.values())
    (row,) = columns.rows([photos["a.jpg"]])
    assert (columns.names[row], columns.captured[row]) == ("a.jpg", 7.5)
    assert columns.fingerprints[row] == f"fingerprint {photos['a.jpg']}"
    np.testing.assert_allclose(columns.scores[row], (0.1, 0.2, 0.3), rtol=1e-6)
    np.testing.assert_allclose(columns.of("happy")[row], 0.3, rtol=1e-6)
    assert np.isnan(np.delete(columns.scores, row, axis=0)).all()
    assert list(columns.ids[columns.unreadable]) == [photos["DSC_2.jpg"]]


def test_only_scores_of_the_current_model_show(catalog: Catalog, photos: dict[str, int]) -> None:
    score(catalog, photos["a.jpg"], model(catalog, "a"))
    model(catalog, "b")
    assert np.isnan(load(catalog, KEYS).scores).all()


def test_rows_leaves_unknown_ids_out(catalog: Catalog, photos: dict[str, int]) -> None:
    columns = load(catalog, KEYS)
    wanted = [10**9, photos["a.jpg"], -1, photos["DSC_2.jpg"]]
    assert list(columns.ids[columns.rows(wanted)]) == [photos["a.jpg"], photos["DSC_2.jpg"]]


def test_refresh_reads_the_named_photographs_anew(catalog: Catalog, photos: dict[str, int]) -> None:
    columns = load(catalog, KEYS)
    a = model(catalog)
    for name in ("a.jpg", "DSC_10.jpg"):
        read(catalog, photos[name], captured=1.0)
        score(catalog, photos[name], a)
    listed(catalog, *NAMES, "new.jpg")
    columns.refresh(catalog, [photos["a.jpg"], ids(catalog)["new.jpg"]])
    assert len(columns) == len(NAMES)
    assert list(columns.ids[np.isfinite(columns.captured)]) == [photos["a.jpg"]]
    columns.refresh(catalog, list(photos.values()))
    fresh = load(catalog, KEYS, list(photos.values()))
    for name in ("ids", "folders", "names", "fingerprints", "unreadable"):
        np.testing.assert_array_equal(getattr(columns, name), getattr(fresh, name))
    np.testing.assert_array_equal(columns.scores, fresh.scores)
    np.testing.assert_array_equal(columns.captured, fresh.captured)


def test_names_are_ordered_as_people_count(catalog: Catalog, photos: dict[str, int]) -> None:
    assert photos
    columns = load(catalog, KEYS)
    assert list(columns.names[np.argsort(columns.of("name"))]) == ["a.jpg", "dsc_1.JPG", "DSC_2.jpg", "DSC_10.jpg"]


def test_folders_are_known_by_id(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "day/2.jpg")
    columns = load(catalog, KEYS)
    (day,) = catalog.folders.below(SHOOT / "day")
    assert list(columns.names[columns.folders == day]) == ["2.jpg"]
