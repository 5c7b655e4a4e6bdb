import os
from pathlib import Path

import pytest
from tools.some_fields import scored_by
from tools.stored import SHOOT, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.identity.claims import Files
from clipiqa_desktop.catalog.identity.folders import Changes
from clipiqa_desktop.catalog.identity.succession import Settled
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.marks.marks import Mark

FIELDS = scored_by("quality")


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
    assert photos["1.jpg"] not in load(catalog, FIELDS).ids
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
    assert len(load(catalog, FIELDS)) == 2
    catalog.folders.remove_root(SHOOT)
    assert list(load(catalog, FIELDS).names) == ["2.jpg"]


def test_a_folder_taken_away_and_added_again_is_as_it_was(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "day/2.jpg")
    a, photos = model(catalog), ids(catalog)
    score(catalog, photos["2.jpg"], a)
    catalog.folders.remove_root(SHOOT)
    assert catalog.folders.roots() == []
    assert len(load(catalog, FIELDS)) == 0
    catalog.folders.add_root(SHOOT)
    assert not listed(catalog, "1.jpg", "day/2.jpg")
    assert load(catalog, FIELDS).scores[:, 0] == pytest.approx([float("nan"), 0.1], nan_ok=True)


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
    assert set(load(catalog, FIELDS).names) == {name, "inside.jpg"}
    assert SHOOT / name in {folder.path for folder in catalog.folders.all()}


def test_a_folder_that_is_left_out_is_hidden_and_loses_nothing(catalog: Catalog) -> None:
    everything = ("1.jpg", "out/2.jpg", "out/deep/3.jpg", "outer/4.jpg")
    listed(catalog, *everything)
    a, photos = model(catalog), ids(catalog)
    read(catalog, photos["2.jpg"], camera="Leica")
    score(catalog, photos["2.jpg"], a)
    catalog.marks.store({photos["3.jpg"]: Mark(4)})
    catalog.folders.leave_out(SHOOT / "out")
    assert ids(catalog).keys() == {"1.jpg", "4.jpg"}
    listed(catalog, "1.jpg", "outer/4.jpg")
    assert not listed(catalog, *everything), "whoever finds them all the same does not bring them back"
    assert ids(catalog).keys() == {"1.jpg", "4.jpg"}
    catalog.folders.take_in(SHOOT / "out")
    assert ids(catalog) == photos
    assert not listed(catalog, *everything)
    assert catalog.photos.get(photos["2.jpg"]).facts["camera"] == "Leica"
    assert photos["2.jpg"] in catalog.scores.all(a)
    assert catalog.marks.of([photos["3.jpg"]])[photos["3.jpg"]] == Mark(4)


def test_a_copy_does_not_take_over_a_photograph_that_is_left_out(catalog: Catalog) -> None:
    listed(catalog, "out/1.jpg")
    old = ids(catalog)["1.jpg"]
    read(catalog, old)
    catalog.folders.leave_out(SHOOT / "out")
    listed(catalog, "copy.jpg")
    copy = ids(catalog)["copy.jpg"]
    settled = catalog.succession.settle(
        copy, SHOOT / "copy.jpg", f"fingerprint {old}", {}, Files(lambda _: (10, 1)), lambda _: 0.0
    )
    assert settled == Settled(copy, is_known=False)


def test_a_folder_inside_one_that_is_left_out_can_be_added_by_itself(catalog: Catalog) -> None:
    listed(catalog, "1.jpg", "out/in/2.jpg", "out/3.jpg")
    catalog.folders.leave_out(SHOOT / "out")
    listed(catalog, "2.jpg", root=SHOOT / "out" / "in")
    assert catalog.folders.roots() == [SHOOT, SHOOT / "out" / "in"]
    listed(catalog, "1.jpg")
    assert ids(catalog).keys() == {"1.jpg", "2.jpg"}


def test_adding_a_folder_takes_it_in_again(catalog: Catalog) -> None:
    listed(catalog, "out/1.jpg")
    catalog.folders.leave_out(SHOOT / "out")
    catalog.folders.add_root(SHOOT / "out")
    assert catalog.folders.roots() == [SHOOT]
    assert catalog.folders.left_out() == []
    assert ids(catalog).keys() == {"1.jpg"}


def test_a_servers_own_folder_is_a_root_of_its_own_when_it_is_added(catalog: Catalog) -> None:
    listed(catalog, "1.jpg")
    listed(catalog, "2.jpg", root=SHOOT / "#recycle" / "deep")
    assert catalog.folders.roots() == [SHOOT, SHOOT / "#recycle" / "deep"]
    listed(catalog, "1.jpg")
    assert ids(catalog).keys() == {"1.jpg", "2.jpg"}
