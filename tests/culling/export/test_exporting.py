"""Photographs reach another folder whole, with everything that belongs to them, and over nothing."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tools.exported import Exported, contents, hashes, save
from tools.sidecars import LIGHTROOM

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export import files
from clipiqa_desktop.culling.export.options import EXPORTED, FAILED, SKIPPED, UPDATED, Progress, Result
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.photos.sidecar import read_sidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks


def states(result: Result) -> list[str]:
    return [each.state for each in result.outcomes]


def test_every_file_of_a_photograph_goes_along(out: Exported) -> None:
    folder = out.shoot.folder
    save(folder, a_jpg="jpeg", a_cr2="raw", a_mov="movie", b_jpg="other", notes_txt="mine")
    (folder / "a.xmp").write_text(LIGHTROOM)
    (folder / "a.cr2.XMP").write_text(LIGHTROOM)
    out.shoot.walk()
    before = hashes(folder)
    assert states(out.export("a.jpg")) == [EXPORTED]
    assert out.names == ["a.cr2", "a.cr2.XMP", "a.jpg", "a.mov", "a.xmp"]
    assert hashes(out.target) == {name: before[name] for name in out.names}
    assert hashes(folder) == before


@pytest.mark.parametrize("way", ["copy", "move", "link"])
def test_the_time_of_a_file_stays(out: Exported, way: str) -> None:
    save(out.shoot.folder, a_jpg="jpeg")
    os.utime(out.shoot.folder / "a.jpg", (1_000_000_000, 1_000_000_000))
    out.shoot.walk()
    out.export(way=way)
    assert (out.target / "a.jpg").stat().st_mtime == 1_000_000_000


COMPANIONS = ("a.AAE", "a.jpg.pp3", "a.on1", "a_01.jpg.xmp", "a.WAV", "a.jpg.not-yet-invented", "a.xmp.bak")


@pytest.mark.parametrize("way", ["copy", "move", "link"])
def test_what_editors_of_any_kind_keep_beside_it_goes_along(out: Exported, way: str) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_xmp="anything", b_jpg="other", b_AAE="of the other", a_png="its own")
    for name in COMPANIONS:
        (out.shoot.folder / name).write_text(name)
    out.shoot.settings = replace(out.shoot.settings, mode="off")
    out.shoot.walk()
    before = hashes(out.shoot.folder)
    (out.shoot.folder / "a.png").unlink()
    assert not out.export("a.jpg", way=way).remarks
    assert set(out.names) == {"a.jpg", "a.xmp", *COMPANIONS}
    assert all(hash_ == before[name] for name, hash_ in hashes(out.target).items())
    left = {"b.jpg", "b.AAE"} if way == "move" else set(before) - {"a.png"}
    assert set(contents(out.shoot.folder)) == left


def test_all_of_them_get_another_name_together(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_xmp="anything")
    save(out.target, a_pp3="of somebody else")
    for name in COMPANIONS:
        (out.shoot.folder / name).write_text(name)
    out.shoot.settings = replace(out.shoot.settings, mode="off")
    out.shoot.walk()
    out.export("a.jpg")
    assert set(out.names) == {"a.pp3", "a-2.jpg", "a-2.xmp", *(name.replace("a", "a-2", 1) for name in COMPANIONS)}
    assert states(out.export("a.jpg")) == [SKIPPED]


def test_a_pixels_two_files_stay_one_photograph(out: Exported) -> None:
    names = ("P.RAW-01.COVER.jpg", "P.RAW-02.ORIGINAL.dng")
    for folder, content in ((out.target, "other"), (out.shoot.folder, "ours")):
        folder.mkdir(exist_ok=True)
        for name in names:
            (folder / name).write_text(content)
    out.shoot.settings = replace(out.shoot.settings, mode="off")
    out.shoot.walk()
    out.export()
    assert set(out.names) == {*names, *(name.replace("P", "P-2") for name in names)}


def test_pictures_alone_leave_the_others_and_say_so(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_xmp=LIGHTROOM, a_pp3="edit", a_mov="movie")
    out.shoot.walk()
    result = out.export(sidecars=False)
    assert out.names == ["a.jpg", "a.mov"]
    assert result.left_behind == "2 files that belong to them stay behind, like a.pp3"


def test_what_editors_keep_in_folders_of_their_own_is_said(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", b_jpg="other")
    for name in ("CaptureOne/Settings153/a.jpg.cos", "CaptureOne/Settings153/c.jpg.cos", "NKSC_PARAM/b.jpg.nksc"):
        (out.shoot.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (out.shoot.folder / name).write_text("settings")
    out.shoot.walk()
    result = out.export(way="move")
    assert [Path(name).as_posix() for name in result.left] == [
        "CaptureOne/Settings153/a.jpg.cos",
        "NKSC_PARAM/b.jpg.nksc",
    ]
    assert out.names == ["a.jpg", "b.jpg"]


def test_marks_are_written_before(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", b_jpg="other")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(4, PICK))
    originals = out.shoot.originals()
    out.export()
    assert out.names == ["a.jpg", "a.xmp", "b.jpg"]
    assert read_sidecar(out.target / "a.xmp").marks == XmpMarks(4, "pick", None)
    assert out.shoot.originals() == originals


def test_with_sidecars_turned_off_none_is_written_but_those_there_go_along(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", b_jpg="other", b_xmp="anything")
    out.shoot.settings = replace(out.shoot.settings, mode="off")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(4))
    out.export()
    assert out.names == ["a.jpg", "b.jpg", "b.xmp"]


def test_without_sidecars_pictures_alone_are_copied(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_xmp=LIGHTROOM)
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(4))
    out.export(sidecars=False)
    assert out.names == ["a.jpg"]
    assert (out.shoot.folder / "a.xmp").read_text() == LIGHTROOM


def test_the_copy_of_what_cannot_be_written_to_is_marked_alone(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(2))
    opened = Path.open

    def locked_card(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if "r" not in mode and path.parent == out.shoot.folder:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return opened(path, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", locked_card)
    for _ in range(2):
        assert out.export().remarks == []
        assert out.names == ["a.cr2", "a.jpg", "a.xmp"]
    assert read_sidecar(out.target / "a.xmp").marks.stars == 2
    assert sorted(contents(out.shoot.folder)) == ["a.cr2", "a.jpg"]


def test_names_of_one_photograph_change_together(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", a_xmp=LIGHTROOM)
    (out.shoot.folder / "a.cr2.xmp").write_text(LIGHTROOM)
    save(out.target, a_cr2="somebody else's")
    out.shoot.walk()
    out.export()
    assert out.names == ["a-2.cr2", "a-2.cr2.xmp", "a-2.jpg", "a-2.xmp", "a.cr2"]
    assert contents(out.target)["a.cr2"] == "somebody else's"


@pytest.mark.parametrize("there", ["a_xmp", "a_nef", "a_mov", "A_JPG"])
def test_a_photograph_never_joins_files_of_another(out: Exported, there: str) -> None:
    save(out.shoot.folder, a_jpg="jpeg")
    save(out.target, **{there: "of another photograph"})
    out.shoot.walk()
    out.export()
    assert out.names == sorted([there.replace("_", "."), "a-2.jpg"])


def test_the_same_name_from_two_folders(out: Exported) -> None:
    save(out.shoot.folder / "one", a_jpg="first")
    save(out.shoot.folder / "two", a_jpg="second")
    out.shoot.walk()
    for expected in (EXPORTED, SKIPPED):
        assert states(out.export()) == [expected, expected]
        assert contents(out.target) == {"a.jpg": "first", "a-2.jpg": "second"}


def test_folders_are_kept_where_that_is_wished(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="first")
    save(out.shoot.folder / "two" / "three", a_jpg="second")
    out.shoot.walk()
    for _ in range(2):
        out.export(flat=False)
        assert contents(out.target) == {"a.jpg": "first", "two/three/a.jpg": "second"}


def test_what_is_there_already_is_done(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    save(out.target, a_jpg="jpeg")
    out.shoot.walk()
    assert states(out.export()) == [EXPORTED, EXPORTED]
    assert states(out.export()) == [SKIPPED, SKIPPED]
    assert out.export().remarks == []
    assert contents(out.target) == contents(out.shoot.folder)


@pytest.mark.parametrize("way", ["copy", "link"])
def test_an_earlier_copy_learns_new_marks_and_keeps_what_was_done_to_it(out: Exported, way: str) -> None:
    save(out.shoot.folder, a_jpg="jpeg", b_jpg="other")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(1))
    out.export(way=way)
    (out.target / "a.xmp").write_text(LIGHTROOM)
    for name in ("a.jpg", "b.jpg"):
        out.shoot.mark(name, Mark(5))
    result = out.export(way=way)
    assert states(result) == [UPDATED, EXPORTED]
    (remark,) = result.remarks
    assert remark.reason.startswith("a.xmp in the target was changed since it was exported: 3 stars")
    assert remark.reason.endswith(" gave way to the marks in the catalog.")
    assert [each.reason for each in out.export(way=way).remarks] == [], "the marks are the same by now"
    assert out.names == ["a.jpg", "a.xmp", "b.jpg", "b.xmp"]
    assert 'crs:Exposure2012="+0.45"' in (out.target / "a.xmp").read_text()
    assert read_sidecar(out.target / "a.xmp").marks.stars == read_sidecar(out.target / "b.xmp").marks.stars == 5


def test_a_link_is_the_same_file(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    for expected in (EXPORTED, SKIPPED):
        assert states(out.export(way="link")) == [expected]
        assert all((out.target / name).samefile(out.shoot.folder / name) for name in ("a.jpg", "a.cr2"))


def test_a_companion_that_is_gone_is_told_of(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    (out.shoot.folder / "a.cr2").unlink()
    result = out.export()
    assert (states(result), result.remarks[0].reason) == ([EXPORTED], "Without a.cr2, which is not there any more.")


def test_progress_ends_where_it_should(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="x" * 3_000_000, b_jpg="y" * 10)
    out.shoot.walk()
    told: list[Progress] = []
    out.export(progress=told.append)
    assert told == sorted(told, key=lambda each: (each.done, each.bytes_done))
    assert told[0] == Progress(0, 2, 0, 3_000_010)
    assert told[-1] == Progress(2, 2, 3_000_010, 3_000_010)
    assert 0 < told[2].bytes_done < 3_000_000


@pytest.mark.parametrize(("way", "patience"), [("copy", 7), ("move", 2), ("link", 2)])
def test_a_cancelled_export_leaves_whole_photographs(out: Exported, way: str, patience: int) -> None:
    save(out.shoot.folder, **{f"p{n}_{kind}": f"{kind} {n}" * 1000 for n in range(5) for kind in ("jpg", "cr2")})
    out.shoot.walk()
    before = contents(out.shoot.folder)
    calls = iter(range(1000))
    result = out.export(way=way, cancelled=lambda: next(calls) > patience)
    assert result.cancelled
    assert 0 < len(result.outcomes) < 5
    assert out.names == sorted(f"p{n}.{kind}" for n in range(len(result.outcomes)) for kind in ("jpg", "cr2"))
    assert contents(out.shoot.folder) | contents(out.target) == before
    result = out.export(way=way)
    assert contents(out.target) == before


def full_after(monkeypatch: pytest.MonkeyPatch, chunks: int, error: int = errno.ENOSPC) -> None:
    written = iter(range(10_000))

    class Filling:
        def __init__(self, file: object) -> None:
            self.file = file

        def write(self, chunk: bytes) -> int:
            if next(written) >= chunks:
                self.file.write(chunk[: len(chunk) // 2])
                raise OSError(error, os.strerror(error))
            return self.file.write(chunk)

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

        def __enter__(self) -> "Filling":
            return self

        def __exit__(self, *problem: object) -> None:
            self.file.close()

    opened = Path.open

    def opening(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        file = opened(path, mode, *rest, **more)
        return Filling(file) if path.name.endswith(files.PART) and mode == "xb" else file

    monkeypatch.setattr(Path, "open", opening)


def test_a_disk_that_fills_up_keeps_what_is_whole(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other", b_cr2="other raw", c_jpg="third")
    out.shoot.walk()
    with monkeypatch.context() as patch:
        full_after(patch, 3)
        result = out.export()
    assert result.stopped.startswith(f"The disk of {out.target} is full: 1 photograph of 3 are exported")
    assert out.names == ["a.cr2", "a.jpg"]
    assert states(out.export()) == [SKIPPED, EXPORTED, EXPORTED]
    assert contents(out.target) == contents(out.shoot.folder)


def test_one_photograph_that_fails_costs_only_itself(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    out.shoot.walk()
    read = files._read_back
    monkeypatch.setattr(files, "_read_back", lambda path, tell: b"?" if path.read_text() == "raw" else read(path, tell))
    result = out.export()
    assert states(result) == [FAILED, EXPORTED]
    assert 'the copy of "a.cr2" reads back differently' in result.remarks[0].reason
    assert out.names == ["b.jpg"]


def test_a_file_that_appears_meanwhile_is_not_overwritten(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    put = files.put

    def late(file: Path, target: Path) -> None:
        if target.name == "a.cr2":
            target.write_text("somebody else's")
        put(file, target)

    monkeypatch.setattr(files, "put", late)
    assert states(out.export()) == [FAILED]
    assert contents(out.target) == {"a.cr2": "somebody else's"}


def test_without_hard_links_nothing_is_overwritten_either(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links on this disk")

    monkeypatch.setattr(os, "link", no_links)
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    save(out.target, b_jpg="mine")
    out.shoot.walk()
    assert states(out.export("a.jpg")) == [EXPORTED]
    assert states(out.export("b.jpg", way="move")) == [EXPORTED]
    assert contents(out.target) == {"a.jpg": "jpeg", "a.cr2": "raw", "b.jpg": "mine", "b-2.jpg": "other"}
    with pytest.raises(UserError, match=r"Hard links from .* are not possible"):
        out.export("a.jpg", way="link")


def test_what_a_killed_program_left_is_swept_away(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg")
    save(out.target)
    (out.target / f".abc{files.PART}").write_text("hal")
    out.shoot.walk()
    out.export()
    assert out.names == ["a.jpg"]


def stop(kind: type[BaseException]) -> Callable[..., None]:
    def raising(*_: object) -> None:
        raise kind

    return raising


def test_ctrl_c_leaves_nothing_half_done(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    for way in ("copy", "move"):
        with monkeypatch.context() as patch:
            patch.setattr(files, "put" if way == "copy" else "appear", stop(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                out.export(way=way)
        assert out.names == []
    assert contents(out.shoot.folder) == {"a.jpg": "jpeg", "a.cr2": "raw"}
