from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tools.stored import SHOOT, ids, listed, read

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile, FoundSidecar
from clipiqa_desktop.catalog.identity.claims import Files
from clipiqa_desktop.catalog.marks.marks import Mark


@dataclass(frozen=True)
class Words:
    stars: int | None = None
    flag: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Look:
    """One look at a sidecar, changed at `modified`."""

    marks: Words
    modified: float = 100.0
    file_modified: float = 100.0
    digest: str = "a"
    size: int = 7
    mtime_ns: int = 100
    label_text: str = ""
    orientation: int | None = None


@pytest.fixture
def photo(catalog: Catalog) -> int:
    listed(catalog, "a.jpg")
    return ids(catalog)["a.jpg"]


def take_in(catalog: Catalog, photo: int, look: Look) -> bool:
    return catalog.sidecars.merge(photo, "a.xmp", lambda: look)


def mark_of(catalog: Catalog, photo: int) -> Mark:
    return catalog.marks.of([photo])[photo]


def unread(catalog: Catalog, sidecar: FoundSidecar | None) -> list[Path]:
    file = FoundFile(SHOOT, "a.jpg", 10, 1, sidecar=sidecar)
    return [each.path for each in catalog.sidecars.unread(catalog.folders.below(SHOOT), [file])]


def test_a_first_sidecar_is_followed(catalog: Catalog, photo: int) -> None:
    assert take_in(catalog, photo, Look(Words(4, "pick", "green")))
    assert mark_of(catalog, photo) == Mark(4, 1, "green")
    assert catalog.marks.changed(photo) == 100.0
    assert not take_in(catalog, photo, Look(Words(4, "pick", "green")))
    assert catalog.conflicts.all() == []


def test_what_vanished_from_the_file_is_cleared(catalog: Catalog, photo: int) -> None:
    take_in(catalog, photo, Look(Words(4, "pick", "green")))
    assert take_in(catalog, photo, Look(Words(4), digest="b"))
    assert mark_of(catalog, photo) == Mark(4)


def test_a_rejection_said_by_the_rating_leaves_the_stars(catalog: Catalog, photo: int) -> None:
    take_in(catalog, photo, Look(Words(3)))
    assert take_in(catalog, photo, Look(Words(None, "reject"), digest="b"))
    assert mark_of(catalog, photo) == Mark(3, -1)


def test_a_mark_made_after_the_sidecar_stays_and_the_conflict_is_told(catalog: Catalog, photo: int) -> None:
    catalog.marks.store({photo: Mark(5)}, now=101.0)
    assert take_in(catalog, photo, Look(Words(2, None, "red")))
    assert mark_of(catalog, photo) == Mark(5, 0, "red")
    (conflict,) = catalog.conflicts.all()
    assert (conflict.photo_id, conflict.field, conflict.ours, conflict.theirs, conflict.kept_ours) == (
        photo,
        "stars",
        5,
        2,
        True,
    )
    catalog.conflicts.dismiss([conflict])
    assert catalog.conflicts.all() == []


def test_a_sidecar_changed_after_the_mark_wins_and_the_conflict_is_told(catalog: Catalog, photo: int) -> None:
    catalog.marks.store({photo: Mark(5, 1, "blue")}, now=99.0)
    assert take_in(catalog, photo, Look(Words(2, "reject", "red")))
    assert mark_of(catalog, photo) == Mark(2, -1, "red")
    told = {each.field: (each.ours, each.theirs, each.kept_ours) for each in catalog.conflicts.all()}
    assert told == {"stars": (5, 2, False), "flag": (1, -1, False), "label": ("blue", "red", False)}


def test_a_date_that_the_other_program_left_as_it_was_does_not_count(catalog: Catalog, photo: int) -> None:
    take_in(catalog, photo, Look(Words(1)))
    catalog.marks.store({photo: Mark(2)}, now=150.0)
    assert take_in(catalog, photo, Look(Words(3), digest="b", file_modified=200.0))
    assert mark_of(catalog, photo) == Mark(3)


def test_who_took_it_in_meanwhile_is_not_overruled_by_an_old_look(catalog: Catalog, photo: int) -> None:
    old, new = Look(Words(1)), Look(Words(5), digest="b", modified=200.0, mtime_ns=200)
    looks = iter([old, new])

    def look_while_it_is_written() -> Look:
        look = next(looks)
        if look is old:
            catalog.marks.store({photo: Mark(5)}, now=150.0)
            take_in(catalog, photo, new)
        return look

    catalog.sidecars.merge(photo, "a.xmp", look_while_it_is_written)
    assert mark_of(catalog, photo) == Mark(5)
    assert catalog.conflicts.all() == []
    assert next(looks, None) is None


@pytest.mark.parametrize("change", [{"name": "a.XMP"}, {"size": 8}, {"mtime_ns": 101}])
def test_only_new_and_changed_sidecars_are_to_be_read(catalog: Catalog, photo: int, change: dict[str, object]) -> None:
    file = FoundSidecar("a.xmp", 7, 100)
    assert unread(catalog, None) == []
    assert unread(catalog, file) == [SHOOT / "a.xmp"]
    take_in(catalog, photo, Look(Words(1)))
    assert unread(catalog, file) == []
    changed = replace(file, **change)
    assert unread(catalog, changed) == [SHOOT / changed.name]


def test_a_sidecar_that_went_leaves_its_marks(catalog: Catalog, photo: int) -> None:
    take_in(catalog, photo, Look(Words(4)))
    assert unread(catalog, None) == []
    assert mark_of(catalog, photo) == Mark(4)


def test_a_problem_is_listed_until_the_sidecar_is_mended_or_gone(catalog: Catalog, photo: int) -> None:
    def problems() -> list[tuple[int, Path, str]]:
        return [(each.photo_id, each.path, each.sentence) for each in catalog.sidecars.problems()]

    file = FoundSidecar("a.xmp", 7, 100)
    take_in(catalog, photo, Look(Words(4)))
    for solve in (lambda: take_in(catalog, photo, Look(Words(4))), lambda: unread(catalog, None)):
        catalog.sidecars.store_problem(photo, "a.xmp", "It is damaged.")
        assert problems() == [(photo, SHOOT / "a.xmp", "It is damaged.")]
        assert unread(catalog, file) == [SHOOT / "a.xmp"]
        solve()
        assert problems() == []
    assert mark_of(catalog, photo) == Mark(4)


def test_a_problem_from_the_start_is_no_news_of_marks(catalog: Catalog, photo: int) -> None:
    catalog.sidecars.store_problem(photo, "a.xmp", "It is damaged.")
    catalog.marks.store({photo: Mark(2)}, now=50.0)
    assert not take_in(catalog, photo, Look(Words()))
    assert mark_of(catalog, photo) == Mark(2)


def test_a_photograph_that_is_unknown_is_left_out(catalog: Catalog, photo: int) -> None:
    assert not take_in(catalog, 99, Look(Words(4)))
    catalog.sidecars.store_problem(99, "a.xmp", "It is damaged.")
    assert catalog.sidecars.problems() == []


def move(catalog: Catalog, photo: int, mark_it: Callable[[int], object]) -> int | None:
    """The photograph goes to another folder, where its sidecar is read before its pixels are."""
    read(catalog, photo)
    listed(catalog, "below/b.jpg", mtime_ns=2)
    new = ids(catalog)["b.jpg"]
    take_in(catalog, new, Look(Words(4, "pick")))
    mark_it(new)
    path = SHOOT / "below" / "b.jpg"
    settled = catalog.succession.by_content(new, path, f"fingerprint {photo}", Files(lambda _: None))
    return settled and settled.photo_id


def test_a_photograph_that_moved_with_its_sidecar_is_known_again(catalog: Catalog, photo: int) -> None:
    catalog.marks.store({photo: Mark(5, 1)}, now=150.0)
    assert move(catalog, photo, lambda _: None) == photo
    assert mark_of(catalog, photo) == Mark(5, 1)


def test_what_the_person_said_of_it_in_its_new_place_holds_field_by_field(catalog: Catalog, photo: int) -> None:
    catalog.marks.store({photo: Mark(5, 0, "red")}, now=150.0)
    assert move(catalog, photo, lambda new: catalog.marks.store({new: Mark(1, 1)})) == photo
    assert mark_of(catalog, photo) == Mark(1, 1, "red")


def test_a_file_is_found_by_its_place_as_its_raw_is(catalog: Catalog) -> None:
    catalog.folders.add_root(SHOOT)
    catalog.folders.record_listing(SHOOT, [FoundFile(SHOOT, "a.jpg", 1, 1, ("a.cr2",))])
    (photo,) = ids(catalog).values()
    assert catalog.photos.at(SHOOT / "a.jpg") == catalog.photos.at(SHOOT / "a.cr2") == photo
    assert catalog.photos.at(SHOOT / "b.jpg") is None
    assert catalog.photos.paths([99, photo]) == {photo: SHOOT / "a.jpg"}


def test_a_rewritten_file_is_the_same_photograph_unless_it_was_another_already(catalog: Catalog, photo: int) -> None:
    read(catalog, photo)
    catalog.photos.store_rewriting(photo, (11, 1), (20, 2), "never")
    assert listed(catalog, "a.jpg").changed == 0
    catalog.photos.store_rewriting(photo, (10, 1), (20, 2), "new")
    assert catalog.photos.get(photo).fingerprint == "new"
    assert listed(catalog, "a.jpg").changed == 1


def test_a_label_in_words_is_kept_as_long_as_the_sidecar_says_it(catalog: Catalog, photo: int) -> None:
    assert catalog.sidecars.label_text(photo) == ""
    take_in(catalog, photo, Look(Words(), label_text="Für die Braut"))
    assert catalog.sidecars.label_text(photo) == "Für die Braut"
    take_in(catalog, photo, Look(Words(label="red"), digest="b"))
    assert catalog.sidecars.label_text(photo) == ""
