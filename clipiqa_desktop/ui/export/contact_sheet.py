"""A contact sheet as a PDF, or as a PNG for each page: whole or not at all, and never over a file nobody named."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.options import Progress
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.atomic_file import written_whole
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.notation import current
from clipiqa_desktop.ui.export.sheet_page import DOTS_PER_INCH, PAGE_MM, SheetCell, SheetLayout, paint_page
from clipiqa_desktop.ui.grid.thumbnails import decoded_jpeg
from clipiqa_desktop.ui.grid.turned_painting import turned_image

Paint = Callable[[QPainter], None]


@dataclass(frozen=True)
class Sheet:
    """What to print: with `.png` as the ending of the target a picture a page, else a PDF."""

    target: Path
    title: str
    columns: int
    cells: Sequence[SheetCell]

    @property
    def layout(self) -> SheetLayout:
        """How the photographs stand on the page."""
        return SheetLayout(self.columns)

    @property
    def files(self) -> list[Path]:
        """The files that it becomes: sheet.png, or sheet-1.png, sheet-2.png and so on where there are several pages."""
        count = self.layout.pages(len(self.cells))
        if self.target.suffix.lower() != ".png" or count == 1:
            return [self.target]
        return [self.target.with_stem(f"{self.target.stem}-{page}") for page in range(1, count + 1)]


def print_sheet(
    sheet: Sheet, thumbnails: Path, tell: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> list[Path]:
    """Writes the sheet and answers its files; none where it was cancelled. For any thread. Raises UserError."""
    if taken := [file for file in sheet.files if file != sheet.target and is_there(file)]:
        raise UserError(
            f"{displayable_name(str(taken[0]))} is there already: choose another name for the contact sheet."
        )
    try:
        with closing(ThumbnailStore(thumbnails)) as store, ExitStack() as stack:
            new = [stack.enter_context(written_whole(file)) for file in sheet.files]
            pages = _pages(sheet, store, tell, cancelled)
            if sheet.target.suffix.lower() == ".png":
                _write_images(pages, new)
            else:
                _write_pdf(pages, new[0], sheet.title)
    except _Cancelled:
        return []
    except OSError as error:
        raise UserError(
            f"The contact sheet {displayable_name(str(sheet.target))} could not be written "
            f"({error.strerror or error}): is the disk full or read-only?"
        ) from error
    return sheet.files


class _Cancelled(Exception):
    pass


def _pages(
    sheet: Sheet, store: ThumbnailStore, tell: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Iterator[Paint]:
    layout, count = sheet.layout, len(sheet.cells)
    pages = layout.pages(count)
    for page in range(pages):
        done = page * layout.per_page
        tell(Progress(done, count, 0, 0))
        if cancelled():
            raise _Cancelled
        right = f"{current().date(datetime.now())} · {words.photographs(count)} · page {page + 1} of {pages}"
        cells = [(cell, _image(store, cell)) for cell in sheet.cells[done : done + layout.per_page]]
        yield partial(paint_page, layout=layout, heading=(sheet.title, right), cells=cells)


def _image(store: ThumbnailStore, cell: SheetCell) -> QImage | None:
    image = decoded_jpeg(store.get(cell.fingerprint)) if cell.fingerprint else None
    return turned_image(image, cell.quarters) if image else None


def _write_pdf(pages: Iterator[Paint], file: Path, title: str) -> None:
    file.touch()  # Qt would not say why it cannot
    writer = QPdfWriter(str(file))
    writer.setTitle(title)
    writer.setCreator("CLIP-IQA Desktop")
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("it cannot be opened")
    try:
        for number, paint in enumerate(pages):
            if number:
                writer.newPage()
            paint(painter)
    finally:
        painter.end()
    _require_end(file)


def _require_end(file: Path) -> None:
    """Qt says nothing where the disk is full."""
    with file.open("rb") as written:
        written.seek(max(file.stat().st_size - 16, 0))
        if b"%%EOF" not in written.read():
            raise OSError("its end is missing")


def _write_images(pages: Iterator[Paint], files: Sequence[Path]) -> None:
    size = QSize(*(round(side / 25.4 * DOTS_PER_INCH) for side in PAGE_MM))
    for paint, file in zip(pages, files, strict=True):
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(round(DOTS_PER_INCH / 0.0254))
        image.setDotsPerMeterY(round(DOTS_PER_INCH / 0.0254))
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        try:
            paint(painter)
        finally:
            painter.end()
        _write_image(image, file)


def _write_image(image: QImage, file: Path) -> None:
    """In a function of its own: the writer holds the file as long as it lives, and Windows lets no such file go."""
    writer = QImageWriter(str(file), QByteArray(b"png"))
    if not writer.write(image):
        raise OSError(writer.errorString())
