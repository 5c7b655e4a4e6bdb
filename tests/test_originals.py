"""Whatever the program does short of moving, trashing and embedding, originals stay as they are, bytes and times."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from tools.dngs import dng, jpeg_preview, linear
from tools.exported import Exported
from tools.marked import Marked
from tools.pictures import save_photograph, save_photographs
from tools.readers import LOG
from tools.shoot import opened_shoot
from tools.sidecars import LIGHTROOM

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.options import FAILED
from clipiqa_desktop.culling.marking import KEYED, MarkCommand
from clipiqa_desktop.culling.sidecar_files import write_marks
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.undo import UndoStack
from clipiqa_desktop.photos.jpeg_xmp import embed_marks
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks

pytestmark = pytest.mark.long

Looks = dict[str, tuple[str, int, int]]


def compose(folder: Path) -> None:
    """JPEGs, one of them with marks inside, a pair with a RAW file and what editors keep, TIFF, PNG, and damage."""
    first, *_ = save_photographs(folder, 3)
    embed_marks(first, XmpMarks(2, "pick", "red"), SidecarOptions(), datetime.now(UTC))
    (folder / "p01.dng").write_bytes(dng(linear(64, 96), [jpeg_preview(Image.new("RGB", (96, 64)))]))
    (folder / "p01.xmp").write_text(LIGHTROOM)
    for name in ("p01.jpg.pp3", "p01.AAE", "p02.mov"):
        (folder / name).write_text(name)
    for name in ("day/scan.tif", "day/drawing.png"):
        save_photograph(folder / name, 7)
    (folder / "broken.jpg").write_bytes(first.read_bytes()[:300])
    exif = Image.Exif()
    exif[271], exif[272], exif[306] = "Canon", "Canon EOS 5D", "2023:11:23 12:41:07"
    Image.new("RGB", (96, 64)).save(folder / "dated.jpg", exif=exif)
    for number, path in enumerate(folder.rglob("*.*")):
        os.utime(path, ns=(0, 10**18 + number * 1001))


def looks(folder: Path) -> Looks:
    """Bytes, size and time of every file but sidecars."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_size,
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*.*")
        if path.suffix != ".xmp"
    }


def test_originals_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOG, str(tmp_path / "read.log"))
    with opened_shoot(tmp_path) as shoot:
        compose(shoot.folder)
        before = looks(shoot.folder)
        shoot.index()
        catalog, settings = shoot.catalog, SidecarSettings(mode="as I mark")
        ids = [photo.id for photo in shoot.photos().values()]
        assert len(ids) == 7
        for mark in (Mark(5, 1, "green"), Mark(0, -1), Mark()):
            catalog.marks.store(dict.fromkeys(ids, mark))
            assert not any(each.problem for each in write_marks(catalog, ids, settings, datetime.now(UTC)))
        stack = UndoStack()
        for _, _, words, change in KEYED:
            stack.do(MarkCommand(catalog.marks, words, change.of(catalog.marks.of(ids))))
        assert stack.undo()
        assert stack.redo()
        while stack.undo():
            pass
        folders = {folder.id for folder in catalog.folders.all()}
        bodies = [clock.body for clock in catalog.clocks.of_folders(folders)]
        rules, shifts = catalog.clocks.set_shifts(None, folders, dict.fromkeys(bodies, 3600.0))
        assert shifts
        catalog.clocks.swap([each.reversed for each in rules], [each.reversed for each in shifts])
        for way in ("copy", "link", "copy"):
            out = Exported(Marked(shoot.folder, catalog, settings), tmp_path / way)
            catalog.marks.store(dict.fromkeys(ids, Mark(3)))
            assert not out.export_ids(ids, way=way, flat=False).of(FAILED)
        catalog.photos.read_anew(ids)
        shoot.index()
        assert looks(shoot.folder) == before
