"""Marks go out into sidecars, what others changed meanwhile comes in, and nothing goes round in circles."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tools.marked import Marked
from tools.pictures import save_photograph
from tools.sidecars import LIGHTROOM, packet
from tools.stored import model, score

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.mark_places import SidecarPlace
from clipiqa_desktop.culling.sidecar_files import write_marks
from clipiqa_desktop.files import atomic_file
from clipiqa_desktop.mark_words import LABELS
from clipiqa_desktop.photos.jpeg_xmp import read_embedded
from clipiqa_desktop.photos.sidecar import read_sidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks

FAR_OFF = 4_000_000_000


def make(shoot: Marked, *names: str) -> None:
    for name in names:
        (shoot.folder / name).write_bytes(name.encode())
    shoot.walk()


def said(shoot: Marked, name: str) -> XmpMarks:
    return read_sidecar(shoot.folder / name).marks


def others_write(shoot: Marked, name: str, text: str, when: float) -> None:
    (shoot.folder / name).write_text(text, "utf-8")
    os.utime(shoot.folder / name, (when, when))


def test_what_was_written_is_no_news(shoot: Marked) -> None:
    make(shoot, "a.cr2", "b.cr2")
    originals = shoot.originals()
    shoot.mark("a.cr2", Mark(3, 1, "green"))
    (a, b) = shoot.write("a.cr2", "b.cr2")
    assert (a.path, a.problem, a.warning, a.marks_changed) == (shoot.folder / "a.xmp", "", "", False)
    assert not b.path.exists()
    assert said(shoot, "a.xmp") == XmpMarks(3, "pick", "green")
    before = (shoot.folder / "a.xmp").stat().st_mtime_ns
    assert shoot.read() == []
    shoot.write("a.cr2")
    assert (shoot.folder / "a.xmp").stat().st_mtime_ns == before
    assert shoot.read() == []
    assert shoot.catalog.conflicts.all() == []
    assert shoot.originals() == originals


@pytest.mark.parametrize("minus_one", [False, True])
@pytest.mark.parametrize("written", [Mark(0, 1), Mark(3, -1), Mark(4, 0, "red")])
@pytest.mark.parametrize("since", [Mark(), Mark(0, -1), Mark(4, 0, "blue"), Mark(3)])
def test_what_was_written_when_the_program_was_killed_does_not_undo_what_was_marked_since(
    shoot: Marked, monkeypatch: pytest.MonkeyPatch, minus_one: bool, written: Mark, since: Mark
) -> None:
    make(shoot, "a.cr2")
    shoot.settings = replace(shoot.settings, reject_as_minus_one=minus_one)
    shoot.mark("a.cr2", written)
    write = SidecarPlace.write

    def die(*about: object) -> None:
        write(*about)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SidecarPlace, "write", die)
        with pytest.raises(KeyboardInterrupt):
            shoot.write("a.cr2")
    shoot.mark("a.cr2", since)
    assert shoot.read() == []
    assert shoot.marked("a.cr2") == since
    assert shoot.catalog.conflicts.all() == []


marks = st.builds(Mark, st.integers(0, 5), st.sampled_from([-1, 0, 1]), st.sampled_from(LABELS))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(steps=st.lists(marks, min_size=1, max_size=5), minus_one=st.booleans())
def test_whatever_is_written_never_comes_back_as_something_else(
    shoot: Marked, steps: list[Mark], minus_one: bool
) -> None:
    if not (shoot.folder / "a.cr2").exists():
        make(shoot, "a.cr2")
    shoot.settings = replace(shoot.settings, reject_as_minus_one=minus_one)
    for step in steps:
        shoot.mark("a.cr2", step)
        assert [each.marks_changed for each in shoot.write("a.cr2")] == [False]
        assert shoot.read() == []
        assert shoot.marked("a.cr2") == step
    assert shoot.catalog.conflicts.all() == []


@pytest.mark.parametrize(("full_name", "sidecar"), [(False, "a.xmp"), (True, "a.cr2.xmp")])
def test_a_pair_shares_one(shoot: Marked, full_name: bool, sidecar: str) -> None:
    make(shoot, "a.jpg", "a.cr2")
    shoot.settings = replace(shoot.settings, full_name=full_name)
    shoot.mark("a.cr2", Mark(2))
    shoot.write("a.jpg")
    assert sorted(path.name for path in shoot.folder.glob("*.xmp")) == [sidecar]
    assert shoot.read() == []


def test_the_sidecar_that_is_there_is_the_one_that_is_written(shoot: Marked) -> None:
    make(shoot, "a.jpg", "a.cr2")
    others_write(shoot, "a.jpg.XMP", LIGHTROOM, 1e9)
    shoot.read()
    shoot.mark("a.jpg", Mark(5))
    shoot.write("a.jpg")
    assert said(shoot, "a.jpg.XMP").with_defaults() == XmpMarks(5, "none", "none")
    assert len(list(shoot.folder.glob("*.[xX]*"))) == 1


def test_what_another_program_changed_since_is_not_overwritten(shoot: Marked) -> None:
    make(shoot, "a.cr2")
    shoot.mark("a.cr2", Mark(3))
    shoot.write("a.cr2")
    shoot.mark("a.cr2", Mark(4))
    others_write(shoot, "a.xmp", packet('xmp:Rating="3" xmp:Label="Red"'), FAR_OFF)
    (written,) = shoot.write("a.cr2")
    assert written.marks_changed
    assert shoot.marked("a.cr2") == Mark(4, 0, "red")
    assert said(shoot, "a.xmp").with_defaults() == XmpMarks(4, "none", "red")
    assert shoot.catalog.conflicts.all() == []


@pytest.mark.parametrize(("when", "kept"), [(1e9, 4), (FAR_OFF, 1)])
def test_where_both_changed_a_field_the_newer_is_kept_and_written(shoot: Marked, when: float, kept: int) -> None:
    make(shoot, "a.cr2")
    shoot.mark("a.cr2", Mark(4))
    others_write(shoot, "a.xmp", packet('xmp:Rating="1"'), when)
    shoot.write("a.cr2")
    assert shoot.marked("a.cr2") == Mark(kept)
    assert said(shoot, "a.xmp").stars == kept
    assert [(each.field, each.kept_ours) for each in shoot.catalog.conflicts.all()] == [("stars", kept == 4)]


def test_each_problem_is_one_sentence_and_stops_nothing(shoot: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    make(shoot, "a.cr2", "b.cr2", "c.cr2", "d.cr2")
    for name in "abcd":
        shoot.mark(f"{name}.cr2", Mark(1))
    (shoot.folder / "a.xmp").write_text("<broken")
    others_write(shoot, "b.xmp", packet(), 1e9)
    (shoot.folder / "c.cr2").unlink()
    real = os.access
    monkeypatch.setattr(atomic_file.os, "access", lambda path, mode: Path(path).name != "b.xmp" and real(path, mode))
    a, b, c, d = shoot.write("a.cr2", "b.cr2", "c.cr2", "d.cr2")
    assert 'The sidecar "a.xmp" is damaged' in a.problem
    assert "write-protected" in b.problem
    assert c.problem == 'The photograph "c.cr2" is not there now; its marks are kept in the catalog.'
    assert not d.problem
    assert (shoot.folder / "a.xmp").read_text() == "<broken"
    assert {each.path.name for each in shoot.catalog.sidecars.problems()} == {"a.xmp", "b.xmp", "c.xmp"}
    assert sorted(path.name for path in shoot.folder.glob("*.xmp")) == ["a.xmp", "b.xmp", "d.xmp"]


def test_two_raws_of_one_stem_are_warned_about(shoot: Marked) -> None:
    make(shoot, "a.cr2", "A.dng", "b.cr2", "b.png")
    for name in ("a.cr2", "b.cr2"):
        shoot.mark(name, Mark(1))
    a, b = shoot.write("a.cr2", "b.cr2")
    assert '"a.xmp" stands for 2 photographs, A.dng and a.cr2' in a.warning
    assert not b.warning
    shoot.settings = replace(shoot.settings, full_name=True)
    assert not any(each.warning for each in shoot.write("a.cr2", "A.dng"))


def test_a_jpeg_apart_from_its_raw_shares_its_sidecar_with_a_warning(shoot: Marked) -> None:
    make(shoot, "a.cr2", "a.jpg", "b.jpg", "c.cr2", "c.jpg")
    (together,) = shoot.write("a.jpg")
    shoot.mark("a.jpg", Mark(3))
    (marked,) = shoot.write("a.jpg")
    assert not together.warning + marked.warning
    shoot.walk(pair=False)
    assert [bool(each.warning) for each in shoot.write("a.jpg", "a.cr2", "b.jpg", "c.jpg")] == [
        True,
        True,
        False,
        False,
    ]


def test_unknown_photographs_are_left_out(shoot: Marked) -> None:
    make(shoot, "a.cr2")
    (shoot.folder / "a.cr2").unlink()
    gone = shoot.id("a.cr2")
    shoot.walk()
    shoot.catalog.marks.store({gone: Mark(1)})
    assert write_marks(shoot.catalog, [gone, 99], shoot.settings, datetime.now(UTC)) == []
    assert list(shoot.folder.iterdir()) == []


def test_embedded_marks_are_no_news_and_cost_no_score(shoot: Marked) -> None:
    shoot.settings = replace(shoot.settings, embed=True)
    jpeg = save_photograph(shoot.folder / "a.jpg")
    make(shoot, "b.cr2", "c.jpg", "c.cr2")
    network = model(shoot.catalog)
    shoot.catalog.photos.store_reading(shoot.id("a.jpg"), "d", "old", {})
    score(shoot.catalog, shoot.id("a.jpg"), network, [0.5])
    for name in ("a.jpg", "b.cr2", "c.jpg"):
        shoot.mark(name, Mark(4, -1, "blue"))
    assert not any(each.problem for each in shoot.write("a.jpg", "b.cr2", "c.jpg"))
    assert read_embedded(jpeg).marks == XmpMarks(4, "reject", "blue")
    assert sorted(path.name for path in shoot.folder.glob("*.xmp")) == ["b.xmp", "c.xmp"]
    assert shoot.walk().changed == 0
    assert shoot.catalog.scores.has_vector(shoot.id("a.jpg"), network)
    assert shoot.catalog.photos.get(shoot.id("a.jpg")).fingerprint != "old"
    assert shoot.read() == []


def test_without_the_option_no_jpeg_is_touched(shoot: Marked) -> None:
    save_photograph(shoot.folder / "a.jpg")
    shoot.walk()
    originals = shoot.originals()
    shoot.mark("a.jpg", Mark(4))
    shoot.write("a.jpg")
    assert shoot.originals() == originals
    assert said(shoot, "a.xmp").stars == 4
