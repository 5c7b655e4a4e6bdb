import io
import os
import sqlite3
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image
from tools.children import wait_until
from tools.pictures import save_photograph, save_photographs
from tools.readers import calculate_on_long, die_on_crash, hang_on_hang, read_slowly
from tools.shoot import Progresses, Shoot, opened_shoot

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.indexing.run import Listener, Run

NAMES = [f"p{number:02}.jpg" for number in range(12)]


def test_without_weights_everything_is_read_and_nothing_scored(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 12)
    progress, stored, listed = Progresses(), [], []
    listener = Listener(progress=progress.append, stored=stored.extend, listed=lambda *told: listed.append(told))
    assert shoot.index(listener) == NAMES
    photos = shoot.photos()
    assert shoot.errors() == shoot.scores() == {}
    assert {photo.facts["width"] for photo in photos.values()} == {96}
    assert shoot.thumbnails.fingerprints() == {photo.fingerprint for photo in photos.values()}
    with Image.open(io.BytesIO(shoot.thumbnails.get(photos["p00.jpg"].fingerprint or "") or b"")) as thumbnail:
        assert thumbnail.size == (96, 64)
    assert set(stored) == {photo.id for photo in photos.values()}
    assert [(root, changes.added) for root, changes in listed] == [(shoot.folder, 12)]
    assert progress.phases[0] == "finding"
    assert (progress[-1].phase, progress[-1].done, progress[-1].total) == (Phase.DONE, 12, 12)
    stages = ["glance", "read", "measure"]
    assert progress[-1].stages == tuple(StageCount(name, 12, 12) for name in stages)
    steps = [(stages.index(report.stage), report.done) for report in progress]
    assert steps == sorted(steps)


def test_several_decoders_read_every_photograph_once(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 12)
    assert sorted(shoot.index(decoders=3)) == NAMES


def test_a_second_run_reads_only_what_changed(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 6)
    shoot.index()
    assert shoot.index() == []
    before = shoot.photos()["p01.jpg"]
    save_photograph(shoot.folder / "p01.jpg", seed=99, size=(40, 50))
    save_photograph(shoot.folder / "day" / "new.jpg")
    (shoot.folder / "p02.jpg").unlink()
    assert sorted(shoot.index()) == ["new.jpg", "p01.jpg"]
    after = shoot.photos()
    assert "p02.jpg" not in after
    assert after["p01.jpg"].id == before.id
    assert after["p01.jpg"].fingerprint != before.fingerprint
    assert after["p01.jpg"].facts["width"] == 40


def test_names_that_are_no_text_are_read(shoot: Shoot) -> None:
    names = [os.fsdecode(b"caf\xe9.jpg"), "a b.jpg", "\N{SNOWMAN}.jpg", "p" * 251 + ".jpg"]
    for name in names:
        save_photograph(shoot.folder / os.fsdecode(b"d\xe9j\xe0") / name)
    assert sorted(shoot.index()) == sorted(names)
    assert shoot.errors() == {}
    assert shoot.index() == []


def test_what_cannot_be_read_has_a_reason_and_the_run_goes_on(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    (shoot.folder / "empty.jpg").touch()
    (shoot.folder / "text.png").write_text("hello")
    save_photograph(shoot.folder / "tiny.png", size=(31, 200))
    shoot.index()
    assert shoot.errors() == {
        "empty.jpg": "The file is empty (0 bytes).",
        "text.png": "This is text, not a photograph, although it is named .png.",
        "tiny.png": "Only 31 x 200 pixels: a score needs 32 on each side.",
    }
    assert shoot.photos()["tiny.png"].fingerprint in shoot.thumbnails.fingerprints()
    assert shoot.index() == []
    save_photograph(shoot.folder / "text.png")
    assert shoot.index() == ["text.png"]
    assert shoot.errors().keys() == {"empty.jpg", "tiny.png"}


def test_a_decoder_that_dies_costs_that_file_alone(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 4)
    for name in ("crash1.jpg", "crash2.jpg", "p01a_killed.jpg", "killed.jpg"):
        save_photograph(shoot.folder / name)
    assert sorted(shoot.index(reader=die_on_crash, decoders=2)) == [
        "p00.jpg",
        "p01.jpg",
        "p01a_killed.jpg",
        *NAMES[2:4],
    ]
    crashed = "The decoder crashed on this file: it is most probably damaged. Copy it from the card again."
    errors = shoot.errors()
    assert (errors.pop("crash1.jpg"), errors.pop("crash2.jpg")) == (crashed, crashed)
    assert errors.keys() == {"killed.jpg"}
    assert "tried again" in errors["killed.jpg"]
    assert shoot.index() == ["killed.jpg"]


def test_a_decoder_that_hangs_costs_that_file_until_the_next_run(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 4)
    save_photograph(shoot.folder / "hang.jpg")
    assert shoot.index(reader=hang_on_hang, decode_timeout_s=3.0) == NAMES[:4]
    assert shoot.errors() == {"hang.jpg": "Reading it gave no answer for 3 seconds; it is tried again next time."}
    assert shoot.index() == ["hang.jpg"]
    assert shoot.errors() == {}


@pytest.mark.skipif(sys.platform == "win32", reason="cannot limit how long a process calculates")
def test_a_photograph_that_takes_too_long_to_unfold_is_remembered(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 4)
    save_photograph(shoot.folder / "long.jpg")
    assert shoot.index(reader=calculate_on_long) == NAMES[:4]
    (reason,) = shoot.errors().values()
    assert reason == "It would take far too long to unfold: it is damaged, or was made to keep programs busy."
    assert shoot.index(reader=calculate_on_long) == []


def test_what_is_on_the_screen_comes_first(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 12)
    runs: list[Run] = []

    def show_the_last(*_: object) -> None:
        ids = {name: photo.id for name, photo in shoot.photos().items()}
        runs[0].prioritize([ids["p11.jpg"], 10**9, ids["p07.jpg"]])

    runs.append(shoot.prepare(Listener(listed=show_the_last)))
    runs[0].index([shoot.folder])
    assert shoot.names_read() == ["p11.jpg", "p07.jpg", *NAMES[:7], *NAMES[8:11]]


def test_a_pause_begins_nothing_and_a_resume_goes_on(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    progress = Progresses()
    run = shoot.prepare(Listener(progress=progress.append))
    run.pause()

    def watch() -> None:
        wait_until(lambda: sum(report.phase is Phase.PAUSED for report in progress) > 5)
        read_while_paused.extend(shoot.names_read())
        run.resume()

    read_while_paused: list[str] = []
    watcher = threading.Thread(target=watch)
    watcher.start()
    run.index([shoot.folder])
    watcher.join()
    assert read_while_paused == []
    assert shoot.names_read() == NAMES[:3]
    assert progress.phases[:2] == ["finding", "paused"]
    assert progress.phases[-1] == "done"


@pytest.mark.parametrize("paused", [False, True])
def test_a_cancelled_run_keeps_what_is_done(shoot: Shoot, paused: bool) -> None:
    save_photographs(shoot.folder, 12)
    progress = Progresses()
    runs: list[Run] = []

    def stop(ids: object) -> None:
        assert ids
        if any(photo.fingerprint for photo in shoot.photos().values()):
            if paused:
                runs[0].pause()
            runs[0].cancel()

    runs.append(shoot.prepare(Listener(progress=progress.append, stored=stop), reader=read_slowly))
    runs[0].index([shoot.folder])
    done = {name for name, photo in shoot.photos().items() if photo.fingerprint}
    assert 0 < len(done) < 12
    assert progress.phases[-1] == "cancelled"
    assert set(shoot.index()) == set(NAMES) - done


def test_a_folder_added_during_a_run_is_taken_along(shoot: Shoot, tmp_path: Path) -> None:
    save_photographs(shoot.folder, 6)
    other = save_photograph(tmp_path / "other" / "later.jpg").parent
    progress = Progresses()

    def watch(report: Progress) -> None:
        if report.phase is Phase.LOOKING and report.total == 6:
            run.add(other)
        progress.append(report)

    run = shoot.prepare(Listener(progress=watch), reader=read_slowly)
    run.index([shoot.folder])
    assert sorted(shoot.names_read()) == ["later.jpg", *NAMES[:6]]
    assert (progress[-1].done, progress[-1].total) == (7, 7)
    assert not run.has_more


def test_a_folder_added_after_the_end_is_told(shoot: Shoot) -> None:
    run = shoot.prepare()
    run.index([shoot.folder])
    assert not run.has_more
    run.add(shoot.folder)
    assert run.has_more


def test_an_empty_folder_is_done_at_once(shoot: Shoot) -> None:
    progress = Progresses()
    assert shoot.index(Listener(progress=progress.append)) == []
    assert progress.phases == ["finding", "done"]


def test_a_folder_that_is_not_there_keeps_its_photographs(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 2)
    shoot.index()
    shoot.folder.rename(shoot.folder.with_name("unplugged"))
    offline: list[Path] = []
    assert shoot.index(Listener(offline=offline.append)) == []
    assert offline == [shoot.folder]
    assert len(shoot.photos()) == 2


def test_a_drive_that_answers_with_an_error_is_offline(shoot: Shoot) -> None:
    # "File name too long", where any other error of a disk would do as well.
    unreachable = shoot.folder / ("a" * 300)
    offline: list[Path] = []
    shoot.prepare(Listener(offline=offline.append)).index([unreachable])
    assert offline == [unreachable]


def test_deleted_thumbnails_are_made_again(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    shoot.thumbnails.close()
    for file in shoot.folder.parent.glob("thumbnails.db*"):
        file.unlink()
    with opened_shoot(shoot.folder.parent) as reopened:
        assert reopened.index() == NAMES[:3]
        assert len(reopened.thumbnails.fingerprints()) == 3


def test_a_full_disk_is_a_sentence(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3)
    shoot.index()
    (pages,) = shoot.catalog.connection.execute("PRAGMA page_count").fetchone()
    shoot.catalog.connection.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(300):
        (shoot.folder / f"{number:0200}.jpg").touch()
    progress = Progresses()
    with pytest.raises(UserError, match="the disk is full") as raised:
        shoot.index(Listener(progress=progress.append))
    assert isinstance(raised.value.__cause__, sqlite3.OperationalError)
    assert progress[-1].phase is Phase.FAILED


def test_a_kind_of_file_that_is_no_longer_read_is_no_error_of_the_shoot(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 2)
    shoot.index()
    (shoot.folder / "p01.jpg").rename(shoot.folder / "p01.pdf")
    status = (shoot.folder / "p01.pdf").stat()
    shoot.catalog.connection.execute(  # an earlier version read these, and had an error to tell of this one
        "UPDATE photos SET name = 'p01.pdf', error = 'It is damaged.', size = ?, mtime_ns = ? WHERE name = 'p01.jpg'",
        (status.st_size, status.st_mtime_ns),
    )
    assert shoot.errors() == {"p01.pdf": "It is damaged."}
    shoot.index()
    assert shoot.photos().keys() == {"p00.jpg"}
