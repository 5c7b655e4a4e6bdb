import numpy as np
import pytest
from tools.some_fields import scored_by
from tools.stored import SHOOT, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.catalog.query.query import Query, SortKey
from clipiqa_desktop.catalog.query.query_engine import QueryEngine
from clipiqa_desktop.mark_words import LABELS, PICK, REJECT

KEYS = ("quality", "sharpness", "happy")
FIELDS = scored_by(*KEYS)
NAMES = ("DSC_2.jpg", "DSC_10.jpg", "dsc_1.JPG", "a.jpg")


@pytest.fixture
def photos(catalog: Catalog) -> dict[str, int]:
    listed(catalog, *NAMES)
    return ids(catalog)


def test_an_empty_catalog_gives_empty_columns(catalog: Catalog) -> None:
    columns = load(catalog, FIELDS)
    assert len(columns) == 0
    assert columns.scores.shape == (0, 3)
    assert len(columns.name_order) == 0


def test_columns_hold_what_is_known_and_nan_elsewhere(catalog: Catalog, photos: dict[str, int]) -> None:
    read(catalog, photos["a.jpg"], captured=7.5)
    score(catalog, photos["a.jpg"], model(catalog), (0.1, 0.2, 0.3))
    catalog.photos.store_error(photos["DSC_2.jpg"], "decoder", "damaged")
    columns = load(catalog, FIELDS)
    assert list(columns.ids) == sorted(photos.values())
    (row,) = columns.rows([photos["a.jpg"]])
    assert (columns.names[row], columns.stored["captured"][row]) == ("a.jpg", 7.5)
    assert columns.fingerprints[row] == f"fingerprint {photos['a.jpg']}"
    np.testing.assert_allclose(columns.scores[row], (0.1, 0.2, 0.3), rtol=1e-6)
    np.testing.assert_allclose(columns.of("happy")[row], 0.3, rtol=1e-6)
    assert np.isnan(np.delete(columns.scores, row, axis=0)).all()
    assert list(columns.ids[columns.unreadable]) == [photos["DSC_2.jpg"]]


def test_only_scores_of_the_current_model_show(catalog: Catalog, photos: dict[str, int]) -> None:
    score(catalog, photos["a.jpg"], model(catalog, "a"))
    model(catalog, "b")
    assert np.isnan(load(catalog, FIELDS).scores).all()


def test_rows_leaves_unknown_ids_out(catalog: Catalog, photos: dict[str, int]) -> None:
    columns = load(catalog, FIELDS)
    wanted = [10**9, photos["a.jpg"], -1, photos["DSC_2.jpg"]]
    assert list(columns.ids[columns.rows(wanted)]) == [photos["a.jpg"], photos["DSC_2.jpg"]]


def test_refresh_reads_the_named_photographs_anew(catalog: Catalog, photos: dict[str, int]) -> None:
    columns = load(catalog, FIELDS)
    a = model(catalog)
    for name in ("a.jpg", "DSC_10.jpg"):
        read(catalog, photos[name], captured=1.0)
        score(catalog, photos[name], a)
    listed(catalog, *NAMES, "new.jpg")
    refresh(columns, catalog, [photos["a.jpg"], ids(catalog)["new.jpg"]])
    assert len(columns) == len(NAMES)
    assert list(columns.ids[np.isfinite(columns.stored["captured"])]) == [photos["a.jpg"]]
    refresh(columns, catalog, list(photos.values()))
    fresh = load(catalog, FIELDS, list(photos.values()))
    for name in ("ids", "folders", "names", "fingerprints", "unreadable"):
        np.testing.assert_array_equal(getattr(columns, name), getattr(fresh, name))
    np.testing.assert_array_equal(columns.scores, fresh.scores)
    np.testing.assert_array_equal(columns.stored["captured"], fresh.stored["captured"])


def test_names_are_ordered_as_people_count(catalog: Catalog, photos: dict[str, int]) -> None:
    assert photos
    columns = load(catalog, FIELDS)
    assert list(columns.names[np.argsort(columns.of("name"))]) == ["a.jpg", "dsc_1.JPG", "DSC_2.jpg", "DSC_10.jpg"]


def test_folders_are_known_by_id(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "day/2.jpg")
    columns = load(catalog, FIELDS)
    (day,) = catalog.folders.below(SHOOT / "day")
    assert list(columns.names[columns.folders == day]) == ["2.jpg"]


def test_names_that_are_no_text_are_kept_as_they_are(catalog: Catalog) -> None:
    names = ["plain.jpg", "bytes \udcff\udcfe.jpg", "Grüße 日本.jpg", "unit\x1fseparator.jpg", "line\nbreak.jpg"]
    listed(catalog, *names)
    columns = load(catalog, FIELDS)
    assert sorted(columns.names) == sorted(names)
    assert dict(zip(columns.names, columns.ids.tolist(), strict=True)) == ids(catalog)


def test_a_camera_may_be_called_anything(catalog: Catalog, photos: dict[str, int]) -> None:
    for name, camera in zip(NAMES, ("a\x1fb", "a/b, c", None, "Canon"), strict=True):
        read(catalog, photos[name], camera=camera, lens="one" if camera else None)
    columns = load(catalog, FIELDS)
    found = dict(zip(columns.names, zip(columns.stored["camera"], columns.stored["lens"], strict=True), strict=True))
    assert found == dict(
        zip(NAMES, [("a\x1fb", "one"), ("a/b, c", "one"), (None, None), ("Canon", "one")], strict=True)
    )


def test_some_facts_and_some_scores_may_be_unknown(catalog: Catalog, photos: dict[str, int]) -> None:
    read(catalog, photos["a.jpg"], iso=200, aperture=1.8)
    score(catalog, photos["a.jpg"], model(catalog), (0.1, 0.2, 0.3))
    catalog.connection.execute("UPDATE scores SET happy = NULL")
    columns = load(catalog, FIELDS)
    (row,) = columns.rows([photos["a.jpg"]])
    assert (columns.stored["iso"][row], columns.stored["aperture"][row]) == (200, np.float32(1.8))
    assert np.isnan([columns.stored["captured"][row], columns.stored["shutter_s"][row], columns.of("happy")[row]]).all()
    assert columns.of("sharpness")[row] == np.float32(0.2)
    assert list(columns.ids[~columns.unscored]) == [photos["a.jpg"]]


def test_what_is_gone_or_was_taken_off_the_list_is_left_out(catalog: Catalog, photos: dict[str, int]) -> None:
    assert photos
    other = SHOOT.parent / "another"
    listed(catalog, "b.jpg", root=other)
    listed(catalog, *NAMES[:2])
    assert sorted(load(catalog, FIELDS).names) == sorted([*NAMES[:2], "b.jpg"])
    catalog.folders.remove_root(other)
    assert sorted(load(catalog, FIELDS).names) == sorted(NAMES[:2])


def test_marks_and_companions_stand_beside_their_photograph(catalog: Catalog, photos: dict[str, int]) -> None:
    catalog.marks.store({photos["a.jpg"]: Mark(3, REJECT, "purple"), photos["DSC_2.jpg"]: Mark(flag=PICK)})
    catalog.connection.execute("INSERT INTO companions VALUES (?, 'a.cr3'), (?, 'a.mov')", [photos["a.jpg"]] * 2)
    columns = load(catalog, FIELDS)
    rows = columns.rows([photos["a.jpg"], photos["DSC_2.jpg"], photos["dsc_1.JPG"]])
    assert columns.stars[rows].tolist() == [3, 0, 0]
    assert columns.flag[rows].tolist() == [REJECT, PICK, 0]
    assert columns.label[rows].tolist() == [LABELS.index("purple"), 0, 0]
    assert columns.paired[rows].tolist() == [True, False, False]


def test_extra_columns_stay_through_a_refresh(catalog: Catalog, photos: dict[str, int]) -> None:
    columns = load(catalog, FIELDS)
    columns.extra["words"] = np.arange(len(columns), dtype=np.float32)
    refresh(columns, catalog, list(photos.values()))
    assert columns.of("words").tolist() == [0, 1, 2, 3]
    assert "words" in columns.numbers


def test_extra_columns_go_over_to_columns_that_were_read_anew(catalog: Catalog, photos: dict[str, int]) -> None:
    old = load(catalog, FIELDS)
    old.extra["words"] = old.ids.astype(np.float32)
    listed(catalog, *NAMES[1:], "new.jpg")
    fresh = load(catalog, FIELDS).with_extra_of(old)
    assert photos["DSC_2.jpg"] not in fresh.ids
    for id_, value in zip(fresh.ids.tolist(), fresh.of("words").tolist(), strict=True):
        assert value == id_ or (np.isnan(value) and id_ == ids(catalog)["new.jpg"])


def test_a_stamp_changes_with_its_column_and_with_no_other(catalog: Catalog, photos: dict[str, int]) -> None:
    columns = load(catalog, FIELDS)
    columns.extra["words"] = np.zeros(len(columns), np.float32)
    names = (*columns.numbers, "names", "flag", "camera")
    before = {name: columns.stamp(name) for name in names}
    catalog.marks.store({photos["a.jpg"]: Mark(stars=4)})
    refresh(columns, catalog, list(photos.values()))
    assert [name for name in names if columns.stamp(name) != before[name]] == ["stars"]
    columns.extra["words"] = np.zeros(len(columns), np.float32)
    assert [name for name in names if columns.stamp(name) != before[name]] == ["stars", "words"]


def test_a_key_that_is_not_there_is_told(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        load(catalog, FIELDS).of("unknown")


def test_an_attribute_that_comes_changes_and_goes_is_seen_by_who_answers(
    catalog: Catalog, photos: dict[str, int]
) -> None:
    for photo in photos.values():
        score(catalog, photo, model(catalog))
    columns = load(catalog, FIELDS)
    engine = QueryEngine(columns)
    query = Query(sort=(SortKey("own_1", descending=True),))
    names = columns.names.tolist()
    for order in ((3, 0, 2), (0, 2, 3)):
        places = np.array(order)
        columns.put_scores("own_1", columns.ids[places], np.array([0.9, 0.5, 0.1], np.float32))
        assert columns.keys == (*KEYS, "own_1")
        assert names == columns.names.tolist()
        assert engine.answer(query).rows.tolist() == [*order, 1]
        assert engine.answer(query).histograms["own_1"].counts.sum() == 3
        assert np.isnan(columns.of("own_1")[1])
    np.testing.assert_array_equal(columns.of("happy"), np.full(4, 0.3, np.float32))
    columns.drop_scores("own_1")
    assert columns.keys == KEYS
    assert "own_1" not in engine.answer(query).histograms
    np.testing.assert_array_equal(columns.scores, load(catalog, FIELDS).scores)


@pytest.mark.parametrize(
    "names",
    [
        ("100CANON/IMG_9999.JPG", "101CANON/IMG_0001.JPG"),
        ("99CANON/IMG_0002.JPG", "100CANON/IMG_0001.JPG"),
        ("IMG_9998.JPG", "IMG_9999.JPG", "IMG_0001.JPG", "IMG_0002.JPG"),
        ("a.jpg", "DSC09999.JPG", "DSC00001.JPG", "x_9999.jpg"),
        ("IMG_0001.JPG", "IMG_4000.JPG", "IMG_4999.JPG"),
        ("IMG_9999.JPG", "IMG_10000.JPG"),
        ("a/IMG_9999.JPG", "a/IMG_0001.JPG", "b/IMG_9999.JPG", "b/IMG_0001.JPG"),
        ("_DSC9999-edit.JPG", "_DSC0001.JPG"),
    ],
)
def test_what_was_taken_in_one_moment_is_in_the_order_in_which_cameras_count(
    catalog: Catalog, names: tuple[str, ...]
) -> None:
    listed(catalog, *sorted(names), "earlier.jpg", "later/0.jpg")
    paths = {str(photo.path.relative_to(SHOOT)): photo.id for photo in everything(catalog)}
    for name, photo_id in paths.items():
        read(catalog, photo_id, captured={"earlier.jpg": 1.0, "later/0.jpg": 2.5}.get(name, 2.0))
    columns = load(catalog, FIELDS)
    rows = QueryEngine(columns).answer(Query()).rows
    assert [columns.ids[row] for row in rows] == [paths[name] for name in ("earlier.jpg", *names, "later/0.jpg")]


def test_without_a_moment_folders_and_names_decide_and_nothing_rolls_over(catalog: Catalog) -> None:
    names = ("a/IMG_0001.JPG", "a/IMG_9999.JPG", "b/IMG_0000.JPG")
    listed(catalog, *reversed(names))
    columns = load(catalog, FIELDS)
    paths = {photo.id: str(photo.path.relative_to(SHOOT)) for photo in everything(catalog)}
    assert tuple(paths[columns.ids[row]] for row in QueryEngine(columns).answer(Query()).rows) == names


def everything(catalog: Catalog) -> list[Photo]:
    return catalog.photos.in_folders([folder.id for folder in catalog.folders.all()])
