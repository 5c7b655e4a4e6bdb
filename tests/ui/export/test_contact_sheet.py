"""A contact sheet shows every photograph once, and is there whole or not at all."""

import errno
import os
import re
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import QFileDialog, QRadioButton
from ui.driving import LEFT, open_stacks, stack

from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.settings import CONTACT_SHEET, EXPORT
from clipiqa_desktop.ui.export import contact_sheet
from clipiqa_desktop.ui.export.contact_sheet import Sheet, print_sheet
from clipiqa_desktop.ui.export.sheet_dialog import with_ending
from clipiqa_desktop.ui.export.sheet_page import SheetCell, SheetLayout

pytestmark = pytest.mark.usefixtures("qapp")
RED = (200, 30, 30)


@pytest.fixture
def thumbnails(tmp_path):
    path = tmp_path / "thumbnails.db"
    Image.new("RGB", (300, 200), RED).save(tmp_path / "red.jpg", quality=95)
    with closing(ThumbnailStore(path)) as store:
        store.put("red", (tmp_path / "red.jpg").read_bytes())
    return path


def sheet(target: Path, count: int, columns: int = 4, fingerprint: str = "red") -> Sheet:
    cells = [SheetCell(f"p{n}.jpg", fingerprint, n % 6, n % 3 - 1, ("", "red")[n % 2], "0.5") for n in range(count)]
    return Sheet(target, "A day at the sea", columns, cells)


def printed(wanted: Sheet, thumbnails: Path) -> list[Path]:
    return print_sheet(wanted, thumbnails, lambda _progress: None, lambda: False)


def pictures(page: Path) -> int:
    """How many red pictures stand on a page, in rows and columns without gaps."""
    with Image.open(page) as image:
        assert image.size == (2480, 3508)
        red = np.abs(np.asarray(image.convert("RGB"), int) - RED).max(axis=2) < 12
    columns, rows = ((red.sum(axis=axis) > 50).astype(int) for axis in (0, 1))
    return int((np.diff(columns, prepend=0) == 1).sum() * (np.diff(rows, prepend=0) == 1).sum())


def test_png_pages_hold_every_photograph(tmp_path, thumbnails):
    layout = SheetLayout(4)
    files = printed(sheet(tmp_path / "sheet.png", layout.per_page * 2), thumbnails)
    assert [file.name for file in files] == ["sheet-1.png", "sheet-2.png"]
    assert [pictures(file) for file in files] == [layout.per_page] * 2
    assert [file.name for file in printed(sheet(tmp_path / "one.png", 4), thumbnails)] == ["one.png"]
    assert pictures(tmp_path / "one.png") == 4


@pytest.mark.parametrize("columns", range(1, 7))
def test_cells_stay_on_the_page(columns):
    layout = SheetLayout(columns)
    assert layout.rows >= 1
    assert layout.pages(layout.per_page) == 1
    assert layout.pages(layout.per_page + 1) == 2


def test_a_pdf_has_all_pages(tmp_path, thumbnails):
    (file,) = printed(sheet(tmp_path / "sheet.pdf", 50), thumbnails)
    content = file.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == SheetLayout(4).pages(50)
    assert content.rstrip().endswith(b"%%EOF")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["red.jpg", "sheet.pdf", "thumbnails.db"]


@pytest.mark.parametrize("fingerprint", ["", "never read"])
def test_without_a_thumbnail_words_stand_in_its_place(tmp_path, thumbnails, fingerprint):
    (file,) = printed(sheet(tmp_path / "sheet.png", 4, fingerprint=fingerprint), thumbnails)
    with Image.open(file) as image:
        assert np.asarray(image.convert("L")).min() < 128


def test_an_older_sheet_is_replaced_but_no_other_file(tmp_path, thumbnails):
    (tmp_path / "sheet.pdf").write_text("older")
    printed(sheet(tmp_path / "sheet.pdf", 3), thumbnails)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    (tmp_path / "sheet-2.png").write_text("mine")
    with pytest.raises(UserError, match=r"sheet-2\.png is there already"):
        printed(sheet(tmp_path / "sheet.png", 50), thumbnails)
    assert (tmp_path / "sheet-2.png").read_text() == "mine"
    assert not (tmp_path / "sheet-1.png").exists()


def test_cancelled_it_leaves_nothing(tmp_path, thumbnails):
    told = []
    for name in ("sheet.pdf", "sheet.png"):
        told.clear()
        wanted = sheet(tmp_path / name, 100)
        assert print_sheet(wanted, thumbnails, told.append, lambda: len(told) == 2) == []
        assert sorted(path.name for path in tmp_path.iterdir()) == ["red.jpg", "thumbnails.db"]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, thumbnails, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(contact_sheet, "_require_end", full)
    with pytest.raises(UserError, match="could not be written"):
        printed(sheet(tmp_path / "sheet.pdf", 3), thumbnails)
    monkeypatch.setattr(QImageWriter, "write", lambda *_: False)
    with pytest.raises(UserError, match="could not be written"):
        printed(sheet(tmp_path / "sheet.png", 3), thumbnails)
    with pytest.raises(UserError, match="could not be written"):
        printed(sheet(tmp_path / "no" / "sheet.pdf", 3), thumbnails)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["red.jpg", "thumbnails.db"]


def test_from_the_menu_to_the_file(host, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(host.place / "sheet"), "PDF (*.pdf)"))
    host.actions_by_name["contact_sheet"].trigger()
    dialog = host.wait_for_dialog(qtbot, "Contact sheet")
    assert dialog.chooser.choice == "picks"
    qtbot.keyClick(dialog.columns, Qt.Key.Key_Up)
    qtbot.mouseClick(dialog.save, LEFT)
    host.wait_until_idle(qtbot)
    assert (host.place / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert host.told == ["Contact sheet saved as sheet.pdf"]
    host.actions_by_name["contact_sheet"].trigger()
    assert host.wait_for_dialog(qtbot, "Contact sheet").columns.value() == 5


def test_a_sheet_has_a_name_beforehand_where_the_last_one_went_to_or_the_last_export(host, qtbot, monkeypatch):
    offered = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *about: (offered.append(about[2]), ("", ""))[1])
    host.settings.set(EXPORT, {"where": str(host.place)})
    for kept in ({}, {"folder": str(host.shoot)}, {"folder": str(host.place / "gone")}):
        host.settings.set(CONTACT_SHEET, kept)
        host.actions_by_name["contact_sheet"].trigger()
        dialog = host.wait_for_dialog(qtbot, "Contact sheet")
        qtbot.mouseClick(dialog.save, LEFT)
        dialog.reject()
        qtbot.waitUntil(lambda: not host.dialogs())
    assert offered == [str(folder / "shoot.pdf") for folder in (host.place, host.shoot, host.place)]


def test_of_closed_stacks_what_the_grid_shows_is_printed_or_all_frames(host, qtbot):
    stack(host, [0, 1, 2])
    host.actions_by_name["contact_sheet"].trigger()
    dialog = host.wait_for_dialog(qtbot, "Contact sheet")
    assert not dialog.tops.isEnabled()  # picks are named one by one
    assert len(dialog.ids) == 1
    next(each for each in dialog.findChildren(QRadioButton) if each.text().startswith("All that is shown")).click()
    assert dialog.ids == host.library.ids.tolist()
    assert len(dialog.ids) == 2
    dialog.tops.click()
    assert sorted(dialog.ids) == sorted(host.library.passing.tolist())
    dialog.close()
    open_stacks(host, 0)
    host.actions_by_name["contact_sheet"].trigger()
    assert host.wait_for_dialog(qtbot, "Contact sheet").tops.isHidden()


def test_what_is_typed_with_the_ending_of_a_photograph_gets_that_of_a_sheet(tmp_path):
    known = (".pdf", ".png")
    typed = {"sheet": "sheet.pdf", "sheet.jpg": "sheet.pdf", "sheet.PNG": "sheet.PNG", "26.11.14": "26.11.14.pdf"}
    assert {name: with_ending(tmp_path / name, ".pdf", known).name for name in typed} == typed
    (tmp_path / "sheet.pdf").touch()
    assert with_ending(tmp_path / "sheet.jpg", ".pdf", known).name == "sheet.jpg.pdf"


def test_turned_photographs_are_printed_so(tmp_path, thumbnails):
    shapes = []
    for quarters in range(2):
        cells = [SheetCell("p.jpg", "red", 0, 0, "", "", quarters)]
        (page,) = printed(Sheet(tmp_path / f"{quarters}.png", "A day at the sea", 4, cells), thumbnails)
        with Image.open(page) as image:
            red = np.abs(np.asarray(image.convert("RGB"), int) - RED).max(axis=2) < 12
        shapes.append([int(red.any(axis=axis).sum()) for axis in (0, 1)])
    (width, height), (width_turned, height_turned) = shapes
    assert width > 1.3 * height
    assert height_turned > 1.3 * width_turned
