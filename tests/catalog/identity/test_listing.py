from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.identity.claims import Files
from clipiqa_desktop.catalog.identity.listing import Changes
from clipiqa_desktop.catalog.identity.succession import Settled
from clipiqa_desktop.catalog.marks.marks import Mark

ROOT = Path("/shoot")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as opened:
        opened.folders.add_root(ROOT)
        yield opened


def walk(catalog: Catalog, found: dict[str, tuple[str, ...]]) -> Changes:
    files = [FoundFile((ROOT / name).parent, Path(name).name, 10, 1, others) for name, others in found.items()]
    return catalog.folders.record_listing(ROOT, files)


def ids(catalog: Catalog) -> dict[str, int]:
    photos = catalog.photos.in_folders(catalog.folders.below(ROOT))
    return {str(photo.path.relative_to(ROOT)): photo.id for photo in photos}


def read(catalog: Catalog, photo_id: int, content: str, **facts: object) -> None:
    catalog.photos.store_reading(photo_id, "decoder", content, facts)


def settle(catalog: Catalog, name: str, content: str, there: Collection[str] = (), **facts: object) -> Settled | None:
    """The file of this name was read; of all files only those named `there` are to be found."""
    at = dict.fromkeys((ROOT / each for each in there), (10, 1))
    return catalog.succession.settle(ids(catalog)[name], ROOT / name, content, facts, Files(at.get), lambda _: 0.0)


def test_companions_follow_their_photograph(catalog: Catalog) -> None:
    walk(catalog, {"a.jpg": ("a.cr2",), "b.jpg": ()})
    here = ids(catalog)
    assert catalog.photos.companions(here.values()) == {here["a.jpg"]: ["a.cr2"]}
    tasks = {task.path.name: task.companions for task in catalog.photos.unread(catalog.folders.below(ROOT), "d")}
    assert tasks == {"a.jpg": (ROOT / "a.cr2",), "b.jpg": ()}


def test_what_lies_below_an_unread_folder_is_not_missing(catalog: Catalog) -> None:
    walk(catalog, {"a.jpg": (), "below/b.jpg": (), "below/deep/c.jpg": (), "below2/d.jpg": ()})
    assert catalog.folders.record_listing(ROOT, [], unread=[ROOT / "below"]) == Changes(0, 0, 2)
    assert ids(catalog).keys() == {"below/b.jpg", "below/deep/c.jpg"}
    found = [FoundFile(ROOT / "below", "b.jpg", 10, 1)]
    assert catalog.folders.record_listing(ROOT, found, unread=[ROOT]) == Changes(0, 0, 0)
    assert catalog.folders.record_listing(ROOT, found) == Changes(0, 0, 1)


def test_a_companion_that_is_gone_is_forgotten(catalog: Catalog) -> None:
    walk(catalog, {"a.jpg": ("a.cr2",)})
    walk(catalog, {"a.jpg": ()})
    assert catalog.photos.companions(ids(catalog).values()) == {}


def test_a_jpeg_that_joins_its_raw_is_the_same_photograph(catalog: Catalog) -> None:
    walk(catalog, {"a.cr2": ()})
    raw = ids(catalog)["a.cr2"]
    catalog.marks.store({raw: Mark(stars=4)})
    assert walk(catalog, {"a.jpg": ("a.cr2",)}) == Changes(0, 1, 0)
    assert ids(catalog) == {"a.jpg": raw}
    assert catalog.marks.of([raw])[raw].stars == 4


def test_a_raw_that_lost_its_jpeg_is_the_same_photograph(catalog: Catalog) -> None:
    walk(catalog, {"a.jpg": ("a.cr2",)})
    jpeg = ids(catalog)["a.jpg"]
    walk(catalog, {"a.cr2": ()})
    assert ids(catalog) == {"a.cr2": jpeg}


def test_a_moved_photograph_keeps_everything(catalog: Catalog) -> None:
    walk(catalog, {"a.jpg": (), "b.jpg": ()})
    old = ids(catalog)["a.jpg"]
    read(catalog, old, "content of a")
    catalog.marks.store({old: Mark(stars=5, label="red")})
    walk(catalog, {"b.jpg": ()})
    walk(catalog, {"below/new name.jpg": ("new name.cr2",), "b.jpg": ()})
    assert settle(catalog, "below/new name.jpg", "content of a") == Settled(old, is_known=True)
    assert ids(catalog) == {"below/new name.jpg": old, "b.jpg": ids(catalog)["b.jpg"]}
    assert catalog.marks.of([old])[old] == Mark(stars=5, label="red")
    assert catalog.photos.companions([old]) == {old: ["new name.cr2"]}


def test_a_copy_is_a_photograph_of_its_own(catalog: Catalog) -> None:
    walk(catalog, {"a.jpg": ()})
    read(catalog, ids(catalog)["a.jpg"], "content of a")
    walk(catalog, {"a.jpg": (), "copy.jpg": ()})
    copy = ids(catalog)["copy.jpg"]
    assert settle(catalog, "copy.jpg", "content of a", ["a.jpg"]) == Settled(copy, is_known=False)
    assert len(ids(catalog)) == 2


def test_a_photograph_that_is_known_never_gives_way(catalog: Catalog) -> None:
    walk(catalog, {"a.jpg": (), "twin.jpg": (), "marked.jpg": ()})
    here = ids(catalog)
    read(catalog, here["a.jpg"], "the same")
    read(catalog, here["twin.jpg"], "the same")
    catalog.marks.store({here["marked.jpg"]: Mark(stars=1)})
    walk(catalog, {"twin.jpg": (), "marked.jpg": ()})
    assert settle(catalog, "twin.jpg", "the same") == Settled(here["twin.jpg"], is_known=True)
    assert settle(catalog, "marked.jpg", "another") == Settled(here["marked.jpg"], is_known=False)


def marks_of(catalog: Catalog) -> dict[str, Mark]:
    here = ids(catalog)
    marks = catalog.marks.of(here.values())
    return {name: marks[id_] for name, id_ in here.items()}


APART: dict[str, tuple[str, ...]] = {"a.jpg": (), "a.cr2": ()}
TOGETHER = {"a.jpg": ("a.cr2",)}


def test_the_files_of_a_shot_that_part_are_both_marked_as_it_was(catalog: Catalog) -> None:
    walk(catalog, TOGETHER)
    catalog.marks.store({ids(catalog)["a.jpg"]: Mark(4, 1, "red")})
    assert walk(catalog, APART) == Changes(1, 0, 0)
    assert marks_of(catalog) == {"a.jpg": Mark(4, 1, "red"), "a.cr2": Mark(4, 1, "red")}
    assert catalog.photos.companions(ids(catalog).values()) == {}


def test_files_that_become_one_shot_share_what_they_have(catalog: Catalog) -> None:
    walk(catalog, APART)
    here = ids(catalog)
    catalog.marks.store({here["a.jpg"]: Mark(2), here["a.cr2"]: Mark(5, 1, "blue")})
    assert walk(catalog, TOGETHER) == Changes(0, 0, 1)
    assert marks_of(catalog) == {"a.jpg": Mark(2, 1, "blue")}


def test_together_and_apart_again_loses_no_mark(catalog: Catalog) -> None:
    walk(catalog, APART)
    here = ids(catalog)
    catalog.marks.store({here["a.cr2"]: Mark(3, -1)}, 100.0)
    catalog.marks.store({here["a.jpg"]: Mark(5, 1)}, 200.0)
    walk(catalog, TOGETHER)
    assert marks_of(catalog) == {"a.jpg": Mark(5, 1)}
    walk(catalog, APART)
    assert marks_of(catalog) == {"a.jpg": Mark(5, 1), "a.cr2": Mark(3, -1)}
    assert ids(catalog) == here


def test_what_was_marked_together_stays_with_both(catalog: Catalog) -> None:
    walk(catalog, APART)
    catalog.marks.store({ids(catalog)["a.cr2"]: Mark(3)}, 100.0)
    walk(catalog, TOGETHER)
    catalog.marks.store({ids(catalog)["a.jpg"]: Mark(1, -1)}, 300.0)
    walk(catalog, APART)
    assert marks_of(catalog) == {"a.jpg": Mark(1, -1), "a.cr2": Mark(1, -1)}


def test_parting_and_losing_the_jpeg_at_once_keeps_the_marks(catalog: Catalog) -> None:
    walk(catalog, APART)
    walk(catalog, TOGETHER)
    catalog.marks.store({ids(catalog)["a.jpg"]: Mark(4)})
    walk(catalog, {"a.cr2": ()})
    assert marks_of(catalog) == {"a.cr2": Mark(4)}
