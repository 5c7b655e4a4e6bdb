"""Exporting again brings copies up to date with what the program itself wrote since, and leaves what others changed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tools.exported import Exported, hashes
from tools.pictures import save_photograph, save_photographs

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export import files, transfer
from clipiqa_desktop.culling.export.options import EXPORTED, FAILED, SKIPPED, UPDATED
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.photos.jpeg_xmp import embed_marks, read_embedded
from clipiqa_desktop.photos.sidecar import read_sidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks


@pytest.fixture
def embedding(out: Exported) -> Exported:
    """Two JPEGs whose marks go inside."""
    save_photographs(out.shoot.folder, 2)
    out.shoot.settings = SidecarSettings(mode="on export", embed=True)
    out.shoot.walk()
    return out


def first(out: Exported) -> str:
    return min(path.name for path in out.shoot.folder.glob("*.jpg"))


def exported(out: Exported, stars: int, way: str = "copy", **more: object) -> list[str]:
    name = first(out)
    out.shoot.mark(name, Mark(stars, PICK))
    return [each.state for each in out.export(name, way=way, **more).outcomes]


def parted(path: Path) -> None:
    """As a program does that saves by replacing: the other name of the file stays as it was."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("before", [0, 2])
def test_a_copy_gets_the_marks_that_went_into_the_original(embedding: Exported, before: int) -> None:
    out, name = embedding, first(embedding)
    assert exported(out, before) == [EXPORTED]
    for stars in (5, 3, 0):
        assert exported(out, stars) == [UPDATED]
        assert hashes(out.target) == {name: hashes(out.shoot.folder)[name]}
        assert read_embedded(out.target / name).marks.stars == stars
        assert exported(out, stars) == [SKIPPED]


def test_a_link_that_was_parted_becomes_one_again(embedding: Exported) -> None:
    out, name = embedding, first(embedding)
    assert exported(out, 2) == [EXPORTED]
    parted(out.shoot.folder / name)
    (out.target / name).unlink()
    assert exported(out, 2, "link") == [EXPORTED]
    parted(out.shoot.folder / name)
    assert exported(out, 4, "link") == [UPDATED]
    assert (out.target / name).samefile(out.shoot.folder / name)
    assert out.names == [name]


def test_a_copy_from_an_interrupted_or_earlier_export_is_known_once_it_was_seen_whole(embedding: Exported) -> None:
    out, name = embedding, first(embedding)
    out.target.mkdir()
    (out.target / name).write_bytes((out.shoot.folder / name).read_bytes())
    assert [each.state for each in out.export(name).outcomes] == [SKIPPED]
    assert exported(out, 4) == [UPDATED]
    assert out.names == [name]


def rated(path: Path) -> None:
    embed_marks(path, XmpMarks(1, None, "red"), SidecarOptions(), datetime.now(UTC))


def lengthened(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def touched_up(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("edit", [rated, lengthened, touched_up])
@pytest.mark.parametrize("way", ["copy", "link"])
def test_a_copy_that_somebody_changed_stays(embedding: Exported, edit: Callable[[Path], None], way: str) -> None:
    out, name = embedding, first(embedding)
    exported(out, 2)
    edit(out.target / name)
    before = (out.target / name).read_bytes()
    out.shoot.mark(name, Mark(5))
    result = out.export(name, way=way)
    assert (out.target / name).read_bytes() == before
    other = f"{Path(name).stem}-2.jpg"
    assert out.names == [other, name]
    reason = result.remarks[0].reason
    assert reason.startswith(f"What was exported as {name} is another version by now and stays as it is")
    assert reason.endswith(f"; this one is {other}.")
    if way == "copy":
        assert exported(out, 3) == [UPDATED]
    assert out.names == [other, name]
    assert read_embedded(out.target / other).marks.stars == (3 if way == "copy" else 5)
    assert (out.target / name).read_bytes() == before


@pytest.mark.parametrize("edit", [lengthened, touched_up])
def test_an_original_that_somebody_changed_gets_another_name(embedding: Exported, edit: Callable[[Path], None]) -> None:
    out, name = embedding, first(embedding)
    exported(out, 2)
    before = (out.target / name).read_bytes()
    edit(out.shoot.folder / name)
    assert exported(out, 4) == [EXPORTED]
    assert (out.target / name).read_bytes() == before
    assert len(out.names) == 2


def test_what_changes_in_the_last_moment_stays(embedding: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    out, name = embedding, first(embedding)
    exported(out, 2)
    replaced = files.replace_version
    monkeypatch.setattr(files, "replace_version", lambda *about: [touched_up(out.target / name), replaced(*about)])
    assert exported(out, 4) == [FAILED]
    assert out.names == [name]
    assert read_embedded(out.target / name).marks.stars == 2


def test_a_killed_update_is_taken_for_ours(embedding: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    out, name = embedding, first(embedding)
    exported(out, 2)
    with monkeypatch.context() as patch:
        patch.setattr(out.shoot.catalog.exported, "store", lambda *_: None)
        exported(out, 3)
    assert exported(out, 4) == [UPDATED]
    assert out.names == [name]
    assert read_embedded(out.target / name).marks.stars == 4


@pytest.mark.parametrize("disk", ["same disk", "other disk"])
def test_a_move_takes_the_place_of_its_earlier_copy(
    embedding: Exported, monkeypatch: pytest.MonkeyPatch, disk: str
) -> None:
    out, name = embedding, first(embedding)
    if disk == "other disk":
        monkeypatch.setattr(transfer, "_is_copied", lambda *_: True)
    exported(out, 2)
    assert exported(out, 4, "move") == [EXPORTED]
    assert out.names == [name]
    assert not (out.shoot.folder / name).exists()
    assert read_embedded(out.target / name).marks.stars == 4


def test_a_move_that_fails_keeps_the_earlier_copy(embedding: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    out, name = embedding, first(embedding)
    (out.shoot.folder / f"{Path(name).stem}.pp3").write_text("edit")
    exported(out, 2)

    def no_names(*_: object) -> None:
        raise OSError(5, "the disk hums")

    monkeypatch.setattr(files, "sync_folder", no_names)
    assert exported(out, 4, "move") == [FAILED]
    assert (out.target / name).exists()
    assert (out.shoot.folder / name).exists()


@pytest.mark.parametrize("way", ["copy", "link"])
def test_a_sidecar_becomes_the_one_of_the_original(out: Exported, way: str) -> None:
    save_photographs(out.shoot.folder, 1)
    out.shoot.walk()
    name = first(out)
    sidecar = Path(name).with_suffix(".xmp").name
    exported(out, 2, way)
    here = out.shoot.folder / sidecar
    developed = here.read_text().replace("<rdf:Description ", '<rdf:Description xmp:Nickname="me" ', 1)
    here.unlink()
    here.write_text(developed)
    assert exported(out, 4, way) == [UPDATED]
    assert hashes(out.target)[sidecar] == hashes(out.shoot.folder)[sidecar]
    assert read_sidecar(out.target / sidecar).marks.stars == 4
    assert exported(out, 4, way) == [SKIPPED]
    if way == "link":
        assert (out.target / sidecar).samefile(here)


def test_copies_in_a_folder_of_their_own_shoot_are_brought_up_to_date(embedding: Exported) -> None:
    out, name = embedding, first(embedding)
    exported(out, 0)
    out.shoot.catalog.folders.add_root(out.target)
    out.shoot.catalog.folders.record_listing(out.target, find_photographs(out.target))
    out.shoot.mark(name, Mark(5))
    out.shoot.write(name)
    folders = {folder.id for folder in out.shoot.catalog.folders.all()}
    result = out.export_ids([photo.id for photo in out.shoot.catalog.photos.in_folders(folders)])
    assert {each.state for each in result.outcomes} <= {EXPORTED, UPDATED, SKIPPED}
    assert len(out.names) == 2
    assert read_embedded(out.target / name).marks.stars == 5


def test_another_photograph_of_the_same_name_is_no_other_version(out: Exported) -> None:
    for number, folder in enumerate(("one", "two")):
        save_photograph(out.shoot.folder / folder / "a.jpg", number)
    out.shoot.walk()
    for expected in (EXPORTED, SKIPPED):
        result = out.export()
        assert [(each.state, "version" in each.reason) for each in result.outcomes] == [(expected, False)] * 2
