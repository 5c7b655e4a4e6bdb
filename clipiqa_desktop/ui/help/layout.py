"""How a page of the manual is laid out: headings that links find, room between the lines, tables."""

from collections.abc import Iterator

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.help.pages import anchor

_HEADING_PIXELS = {1: 22, 2: 16}
_LINE_PERCENT = 135.0
_BEFORE_HEADING, _BETWEEN, _BETWEEN_ITEMS = 18.0, 9.0, 4.0
MARGIN, _CELL_PADDING = 22.0, 5.0
_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"


def lay_out(document: QTextDocument) -> None:
    """Dresses what `setMarkdown` has made; every letter stays where it stands in the document."""
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(MARGIN)
    for table in _tables(document):
        _dress_table(table)
    for block in blocks(document):
        _dress_block(block)


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    """Paragraphs, headings, list items and the cells of tables, from top to bottom."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _dress_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    if not cursor.currentTable():
        cursor.mergeBlockFormat(_spaced(block, level))
    if level:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_heading(block.text(), level))


def _spaced(block: QTextBlock, level: int) -> QTextBlockFormat:
    spaced = QTextBlockFormat()
    if _PICTURE not in block.text():  # its height would be raised too
        spaced.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    spaced.setTopMargin(_BEFORE_HEADING if level > 1 else 0.0)
    spaced.setBottomMargin(_below(block))
    if _is_code(block):
        spaced.setLeftMargin(MARGIN)
    return spaced


def _below(block: QTextBlock) -> float:
    if _is_code(block) and _is_code(block.next()):
        return 0.0
    return _BETWEEN_ITEMS if block.textList() and block.next().textList() else _BETWEEN


def _is_code(block: QTextBlock) -> bool:
    """Whether it is a line to be typed, as it stands."""
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage)


def _heading(text: str, level: int) -> QTextCharFormat:
    heading = QTextCharFormat()
    heading.setAnchor(True)
    heading.setAnchorNames([anchor(text)])
    heading.setProperty(QTextCharFormat.Property.FontPixelSize, _HEADING_PIXELS.get(level, style.FONT_PIXELS))
    heading.setFontWeight(QFont.Weight.Bold)
    heading.setForeground(QColor(style.current().bright))
    return heading


def _tables(document: QTextDocument) -> list[QTextTable]:
    return [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]


def _dress_table(table: QTextTable) -> None:
    theme, dressed = style.current(), table.format().toTableFormat()
    dressed.setBorder(1)
    dressed.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    dressed.setBorderBrush(QBrush(QColor(theme.hover)))
    dressed.setBorderCollapse(True)
    dressed.setCellPadding(_CELL_PADDING)
    dressed.setCellSpacing(0)
    dressed.setTopMargin(_BETWEEN)
    dressed.setBottomMargin(2 * _BETWEEN)
    table.setFormat(dressed)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        ground = cell.format()
        ground.setBackground(QColor(theme.raised))
        cell.setFormat(ground)
