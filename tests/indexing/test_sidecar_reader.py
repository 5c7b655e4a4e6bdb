"""Sidecars and the run: what other programs marked comes in, and what the person marked stays."""

import os
from pathlib import Path

import pytest
from PIL import Image
from tools.pictures import save_photograph
from tools.shoot import Shoot
from tools.sidecars import LIGHTROOM, packet

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.moments import moment
from clipiqa_desktop.indexing import run, sidecar_reader
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.photos.sidecar import SidecarState, read_sidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions

LONG_AGO = 1_000_000_000


def write(path: Path, text: str, when: float = LONG_AGO) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (when, when))


def mark(shoot: Shoot, name: str = "a.jpg") -> Mark:
    photo = shoot.photos()[name].id
    return shoot.catalog.marks.of([photo])[photo]


def stored(shoot: Shoot) -> set[int]:
    ids: list[int] = []
    shoot.index(Listener(stored=ids.extend))
    return set(ids)


@pytest.fixture
def photo(shoot: Shoot) -> Path:
    return save_photograph(shoot.folder / "a.jpg")


def test_a_sidecar_appears_changes_and_goes(shoot: Shoot, photo: Path) -> None:
    sidecar = photo.with_suffix(".xmp")
    shoot.index()
    assert mark(shoot) == Mark()
    assert stored(shoot) == set()
    write(sidecar, LIGHTROOM)
    assert stored(shoot) == {shoot.photos()["a.jpg"].id}
    assert mark(shoot) == Mark(3, 1, "green")
    write(sidecar, packet('xmp:Rating="1" xmp:Label="Red"'))
    stored(shoot)
    assert mark(shoot) == Mark(1, 0, "red")
    sidecar.unlink()
    assert stored(shoot) == set()
    assert mark(shoot) == Mark(1, 0, "red")


def test_sidecars_are_there_before_the_photographs_are_read(shoot: Shoot, photo: Path) -> None:
    write(photo.with_suffix(".xmp"), LIGHTROOM)
    photo.write_text("no picture")
    shoot.index()
    assert shoot.errors().keys() == {"a.jpg"}
    assert mark(shoot) == Mark(3, 1, "green")


def test_a_pair_has_one(shoot: Shoot, photo: Path) -> None:
    (shoot.folder / "A.CR2").write_bytes(b"raw")
    write(shoot.folder / "A.CR2.xmp", LIGHTROOM)
    shoot.index()
    assert mark(shoot) == Mark(3, 1, "green")


def test_a_malformed_one_is_listed_and_stops_nothing(shoot: Shoot, photo: Path) -> None:
    save_photograph(shoot.folder / "b.jpg")
    write(shoot.folder / "a.xmp", LIGHTROOM[:200])
    write(shoot.folder / "b.xmp", LIGHTROOM)
    assert shoot.index() == ["a.jpg", "b.jpg"]
    assert shoot.errors() == {}
    assert mark(shoot, "b.jpg") == Mark(3, 1, "green")
    (problem,) = shoot.catalog.sidecars.problems()
    assert problem.path == shoot.folder / "a.xmp"
    assert 'The sidecar "a.xmp" is damaged at line' in problem.sentence
    write(shoot.folder / "a.xmp", LIGHTROOM)
    shoot.index()
    assert shoot.catalog.sidecars.problems() == []
    assert mark(shoot) == Mark(3, 1, "green")


def test_a_mark_made_while_the_run_reads_an_older_sidecar_survives(
    shoot: Shoot, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(photo.with_suffix(".xmp"), LIGHTROOM)

    def read_while_the_person_marks(path: Path, options: SidecarOptions) -> SidecarState:
        state = read_sidecar(path, options)
        shoot.catalog.marks.store({shoot.photos()["a.jpg"].id: Mark(5)})
        return state

    monkeypatch.setattr(sidecar_reader, "read_sidecar", read_while_the_person_marks)
    shoot.index()
    assert mark(shoot) == Mark(5, 1, "green")
    assert [each.field for each in shoot.catalog.conflicts.all()] == ["stars"]


def test_a_cancelled_run_reads_the_rest_next_time(shoot: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        save_photograph(shoot.folder / f"p{number}.jpg")
        write(shoot.folder / f"p{number}.xmp", packet('xmp:Rating="4"'))
    runs: list[Run] = []
    runs.append(shoot.prepare(Listener(listed=lambda *_: runs[0].cancel())))
    shoot.catalog.folders.add_root(shoot.folder)
    with monkeypatch.context() as patch:
        patch.setattr(run, "POLL_S", 0.0)  # gives sidecars no time
        runs[0].index([shoot.folder])
    assert {mark(shoot, name) for name in shoot.photos()} == {Mark()}
    shoot.index()
    assert {mark(shoot, name) for name in shoot.photos()} == {Mark(4)}


def dated(day: int) -> str:
    return packet(f'photoshop:DateCreated="1998-05-{day:02}T10:30:00"')


@pytest.mark.parametrize("is_late", [False, True])
def test_a_sidecar_says_when_a_scan_was_taken(shoot: Shoot, photo: Path, is_late: bool) -> None:
    if is_late:
        shoot.index()
        assert shoot.photos()["a.jpg"].facts["captured"] is None
    for number, day in enumerate((3, 4)):
        write(shoot.folder / "a.xmp", dated(day), LONG_AGO + number)
        for _ in range(2):
            shoot.index()
        captured = shoot.photos()["a.jpg"].facts["captured"]
        assert moment(captured).isoformat() == f"1998-05-0{day}T10:30:00+00:00"
    shoot.catalog.photos.read_anew([shoot.photos()["a.jpg"].id])
    shoot.index()
    assert shoot.photos()["a.jpg"].facts["captured"] == captured


def test_what_the_photograph_says_itself_holds(shoot: Shoot, photo: Path) -> None:
    exif = Image.Exif()
    exif[306] = "2023:11:23 12:41:07"
    Image.new("RGB", (96, 64)).save(photo, exif=exif)
    write(shoot.folder / "a.xmp", dated(3))
    for _ in range(2):
        shoot.index()
        assert moment(shoot.photos()["a.jpg"].facts["captured"]).year == 2023
