import os
from pathlib import Path

import pytest
from tools.stored import SHOOT, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.columns import load
from clipiqa_desktop.catalog.folders import Changes
from clipiqa_desktop.catalog.marks import Mark


def test_roots_are_listed_by_name_and_added_once(catalog: Catalog) -> None:
    for path in ("/b", "/a", "/b"):
        catalog.folders.add_root(Path(path))
    assert catalog.folders.roots() == [Path("/a"), Path("/b")]
    assert len(catalog.folders.all()) == 2


def test_below_means_inside_not_alike(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "day/2.jpg", "day2/3.jpg")
    paths = {folder.id: folder.path for folder in catalog.folders.all()}
    assert {paths[id_] for id_ in catalog.folders.below(SHOOT / "day")} == {SHOOT / "day"}
    assert {paths[id_] for id_ in catalog.folders.below(SHOOT)} == {SHOOT, SHOOT / "day", SHOOT / "day2"}
    assert catalog.folders.below(Path("/")) == set(paths)


def test_a_listing_says_what_it_changed(catalog: Catalog) -> None:
    assert listed(catalog, "1.jpg", "2.jpg") == Changes(added=2, changed=0, gone=0)
    assert not listed(catalog, "1.jpg", "2.jpg")
    assert listed(catalog, "2.jpg", "3.jpg", mtime_ns=2) == Changes(added=1, changed=1, gone=1)
    assert listed(catalog, "1.jpg", "2.jpg", "3.jpg", mtime_ns=2) == Changes(added=1, changed=1, gone=0)


def test_a_changed_file_loses_what_was_known_of_its_old_content(catalog: Catalog) -> None:
    listed(catalog, "kept.jpg", "scored.jpg", "broken.jpg")
    a, photos = model(catalog), ids(catalog)
    for name in ("kept.jpg", "scored.jpg"):
        read(catalog, photos[name])
        score(catalog, photos[name], a)
    catalog.photos.store_error(photos["broken.jpg"], "decoder", "damaged")
    folder = catalog.folders.below(SHOOT)
    assert catalog.photos.unread(folder, "decoder") == catalog.scores.unencoded(folder, a, "decoder") == []

    catalog.connection.execute("UPDATE photos SET mtime_ns = 2 WHERE name = 'kept.jpg'")
    assert listed(catalog, *photos, mtime_ns=2).changed == 2
    assert ids(catalog) == photos
    assert catalog.scores.all(a).keys() & photos.values() == {photos["kept.jpg"]}
    assert catalog.photos.get(photos["broken.jpg"]).error is None
    assert catalog.photos.get(photos["scored.jpg"]).fingerprint is None
    for tasks in (catalog.photos.unread(folder, "decoder"), catalog.scores.unencoded(folder, a, "decoder")):
        assert [task.path.name for task in tasks] == ["broken.jpg", "scored.jpg"]


def test_a_changed_file_is_gone_from_every_stage_at_once(catalog: Catalog) -> None:
    listed(catalog, "kept.jpg", "changed.jpg")
    a, photos = model(catalog), ids(catalog)
    for id_ in photos.values():
        catalog.photos.store_glance(id_, "glance", {"camera": "Leica", "captured": 1.5})
        read(catalog, id_, camera="Leica", captured=1.5)
        score(catalog, id_, a)
        catalog.measures.store(id_, "measure", {"blown": 0.5})
        catalog.marks.store({id_: Mark(4)})
    catalog.connection.execute("UPDATE photos SET mtime_ns = 2 WHERE name = 'kept.jpg'")
    listed(catalog, *photos, mtime_ns=2)
    changed, folder = photos["changed.jpg"], catalog.folders.below(SHOOT)
    photo = catalog.photos.get(changed)
    assert (photo.fingerprint, set(photo.facts.values())) == (None, {None})
    assert catalog.marks.of([changed])[changed] == Mark()  # until it is known to be the same photograph
    stages = (
        catalog.photos.unglanced(folder, "glance"),
        catalog.photos.unread(folder, "decoder"),
        catalog.scores.unencoded(folder, a, "decoder"),
        catalog.measures.unfinished(folder, "measure", "decoder"),
    )
    assert [[task.id for task in tasks] for tasks in stages] == [[changed]] * 4
    assert catalog.scores.all(a).keys() & photos.values() == {photos["kept.jpg"]}
    assert catalog.photos.get(photos["kept.jpg"]).facts["camera"] == "Leica"


def test_a_missing_file_is_hidden_and_comes_back_with_everything(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "2.jpg")
    a, photos = model(catalog), ids(catalog)
    read(catalog, photos["1.jpg"], camera="Leica")
    score(catalog, photos["1.jpg"], a)
    listed(catalog, "2.jpg")
    assert ids(catalog).keys() == {"2.jpg"}
    assert photos["1.jpg"] not in load(catalog, ("quality",)).ids
    listed(catalog, "1.jpg", "2.jpg")
    assert ids(catalog) == photos
    assert catalog.photos.get(photos["1.jpg"]).facts["camera"] == "Leica"
    assert catalog.scores.all(a)[photos["1.jpg"]] == pytest.approx((0.1, 0.2, 0.3))


def test_a_listing_of_an_inner_folder_leaves_the_outer_one_alone(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "day/2.jpg")
    assert listed(catalog, "3.jpg", root=SHOOT / "day") == Changes(added=1, changed=0, gone=1)
    assert ids(catalog).keys() == {"1.jpg", "3.jpg"}


def test_nested_roots_hold_each_photograph_once(catalog: Catalog) -> None:
    listed(catalog, "2.jpg", root=SHOOT / "day")
    assert listed(catalog, "1.jpg", "day/2.jpg") == Changes(added=1, changed=0, gone=0)
    assert len(load(catalog, ("quality",))) == 2
    catalog.folders.remove_root(SHOOT)
    assert list(load(catalog, ("quality",)).names) == ["2.jpg"]


def test_a_folder_taken_away_and_added_again_is_as_it_was(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "day/2.jpg")
    a, photos = model(catalog), ids(catalog)
    score(catalog, photos["2.jpg"], a)
    catalog.folders.remove_root(SHOOT)
    assert catalog.folders.roots() == []
    assert len(load(catalog, ("quality",))) == 0
    catalog.folders.add_root(SHOOT)
    assert not listed(catalog, "1.jpg", "day/2.jpg")
    assert load(catalog, ("quality",)).scores[:, 0] == pytest.approx([float("nan"), 0.1], nan_ok=True)


@pytest.mark.parametrize(
    "name",
    [
        os.fsdecode(b"caf\xe9.jpg"),
        "two\nlines.jpg",
        "a" * 251 + ".jpg",
        "'; DROP TABLE photos; --.jpg",
        "\N{SUNRISE OVER MOUNTAINS}.jpg",
        "007.jpg",
    ],
)
def test_any_name_comes_back_as_it_was(catalog: Catalog, name: str) -> None:
    assert listed(catalog, name, f"{name}/inside.jpg").added == 2
    assert not listed(catalog, name, f"{name}/inside.jpg")
    folders = [folder.id for folder in catalog.folders.all()]
    assert {photo.path for photo in catalog.photos.in_folders(folders)} == {SHOOT / name, SHOOT / name / "inside.jpg"}
    assert set(load(catalog, ("quality",)).names) == {name, "inside.jpg"}
    assert SHOOT / name in {folder.path for folder in catalog.folders.all()}
