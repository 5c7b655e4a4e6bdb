"""Files that move while they are indexed, and files that come back, with real readers."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tools.pictures import save_photograph, save_photographs
from tools.readers import read_slowly
from tools.shoot import Progresses, Shoot

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.indexing.progress import Phase
from clipiqa_desktop.indexing.run import Listener


def save_dated(path: Path, seed: int, taken: str) -> Path:
    save_photograph(path, seed)
    with Image.open(path) as picture:
        exif = Image.Exif()
        exif[271], exif[272] = "Canon", "EOS R7"
        exif.get_ifd(0x8769)[36867] = taken
        picture.save(path, exif=exif)
    return path


def mark(shoot: Shoot, name: str, given: Mark) -> int:
    photo = shoot.photos()[name].id
    shoot.catalog.marks.store({photo: given})
    return photo


def mark_of(shoot: Shoot, name: str) -> Mark:
    photo = shoot.photos()[name].id
    return shoot.catalog.marks.of([photo])[photo]


def once(happens: Callable[[], object], after: int) -> Callable[[object], None]:
    """Something that happens once, when it was told of so many photographs."""
    told: list[object] = []

    def tell(ids: object) -> None:
        told.append(ids)
        if len(told) == after:
            happens()

    return tell


@pytest.mark.parametrize("after", [1, 3])
def test_all_files_move_while_they_are_read(shoot: Shoot, after: int) -> None:
    save_photographs(shoot.folder, 12)
    progress = Progresses()

    def sort() -> None:
        (shoot.folder / "keep").mkdir()
        for path in shoot.folder.glob("*.jpg"):
            path.rename(shoot.folder / "keep" / path.name)

    shoot.index(Listener(stored=once(sort, after), progress=progress.append), reader=read_slowly)
    photos = shoot.photos()
    assert len(photos) == 12
    assert {photo.path.parent.name for photo in photos.values()} == {"keep"}
    assert all(photo.fingerprint and photo.error is None for photo in photos.values())
    assert (progress[-1].phase, progress[-1].done, progress[-1].total) == (Phase.DONE, 12, 12)
    stages = {stage.name: (stage.done, stage.total) for stage in progress[-1].stages}
    done, total = stages.pop("content", (0, 0))  # those alone that were read before they moved
    assert done == total
    assert set(stages.values()) == {(12, 12)}
    assert shoot.index() == []


@pytest.mark.parametrize("order", ["AZ", "ZA"])
def test_a_pick_follows_from_one_added_folder_to_another(shoot: Shoot, order: str) -> None:
    folders = {name: shoot.folder.with_name(name) for name in "AZ"}
    save_photograph(folders["A"] / "a.jpg", 1)
    save_photograph(folders["Z"] / "z.jpg", 2)
    shoot.prepare().index([*folders.values()])
    picked = mark(shoot, "z.jpg", Mark(0, 1))
    (folders["Z"] / "z.jpg").rename(folders["A"] / "z.jpg")
    for name in order:
        run = shoot.prepare()
        run.index([folders[name]])
        assert shoot.names_read() == []
    assert shoot.photos()["z.jpg"].path == folders["A"] / "z.jpg"
    assert (shoot.photos()["z.jpg"].id, mark_of(shoot, "z.jpg")) == (picked, Mark(0, 1))


def test_an_added_folder_that_moved_is_added_again(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    picked = mark(shoot, "p01.jpg", Mark(4, 1))
    new = shoot.folder.with_name("elsewhere")
    shoot.folder.rename(new)
    shoot.catalog.folders.add_root(new)
    run = shoot.prepare()
    run.index([new])
    assert shoot.names_read() == []
    assert len(shoot.photos()) == 3
    assert (shoot.photos()["p01.jpg"].id, mark_of(shoot, "p01.jpg")) == (picked, Mark(4, 1))


def test_a_card_formatted_and_filled_anew(shoot: Shoot) -> None:
    card = shoot.folder / "DCIM"
    for number in range(3):
        save_dated(card / f"IMG_{number}.JPG", number, f"2024:05:01 10:00:0{number}")
    shoot.index()
    mark(shoot, "IMG_0.JPG", Mark(5, 1))
    mark(shoot, "IMG_1.JPG", Mark(0, -1))
    old = {name: (card / name).read_bytes() for name in shoot.photos()}
    for number in range(3):
        save_dated(card / f"IMG_{number}.JPG", 10 + number, f"2024:06:01 10:00:0{number}")
    assert len(shoot.index()) == 3
    assert {mark_of(shoot, name) for name in old} == {Mark()}
    for name, content in old.items():
        (shoot.folder / f"back {name}").write_bytes(content)
    assert shoot.index() == []
    assert mark_of(shoot, "back IMG_0.JPG") == Mark(5, 1)
    assert mark_of(shoot, "back IMG_1.JPG") == Mark(0, -1)
    assert mark_of(shoot, "IMG_0.JPG") == Mark()


def test_a_clock_put_right_and_an_edit_keep_the_marks(shoot: Shoot) -> None:
    path = save_dated(shoot.folder / "a.jpg", 1, "2024:05:01 10:00:00")
    shoot.index()
    mark(shoot, "a.jpg", Mark(3))
    save_dated(path, 1, "2024:05:01 11:00:00")
    assert shoot.index() == ["a.jpg"]
    assert mark_of(shoot, "a.jpg") == Mark(3)
    save_dated(path, 2, "2024:05:01 11:00:00")
    shoot.index()
    assert mark_of(shoot, "a.jpg") == Mark(3)
    save_dated(path, 3, "2024:05:02 11:00:00")
    shoot.index()
    assert mark_of(shoot, "a.jpg") == Mark()


def test_nothing_is_decoded_where_only_times_changed(shoot: Shoot) -> None:
    (path,) = save_photographs(shoot.folder, 1)
    shoot.index()
    mark(shoot, "p00.jpg", Mark(3))
    os.utime(path, (1, 1))
    assert shoot.index() == []
    path.chmod(0o600)
    assert shoot.index() == []
    assert mark_of(shoot, "p00.jpg") == Mark(3)


@pytest.mark.skipif(os.name == "nt", reason="the system does not say when a file changed")
def test_an_edit_that_keeps_size_and_time_is_seen(shoot: Shoot) -> None:
    path = save_photograph(shoot.folder / "a.bmp", 1)
    shoot.index()
    mark(shoot, "a.bmp", Mark(3))
    before, thumbnail = path.stat(), shoot.photos()["a.bmp"].fingerprint
    while path.stat().st_ctime_ns == before.st_ctime_ns:
        save_photograph(path, 2)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert shoot.index() == ["a.bmp"]
    assert shoot.photos()["a.bmp"].fingerprint != thumbnail
    assert mark_of(shoot, "a.bmp") == Mark(3)


def test_what_is_to_be_read_anew_is_read(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    mark(shoot, "p01.jpg", Mark(3))
    shoot.catalog.photos.read_anew([shoot.photos()["p01.jpg"].id])
    assert shoot.index() == ["p01.jpg"]
    assert mark_of(shoot, "p01.jpg") == Mark(3)
    assert shoot.index() == []
