"""Finds text that a widget would show as rich text, which loads whatever file it names."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex
from PySide6.QtGui import Qt  # only this one knows mightBeRichText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QTextEdit,
    QToolButton,
    QWidget,
)

MARKUP = "<img src=zero><b>x"  # a name of a file cannot hold a stroke
HOSTILE = f'{MARKUP}</b><img src="/dev/zero">'


def rich_texts(inside: QWidget) -> list[tuple[str, str]]:
    """What is shown as rich text although it holds words from outside, and what would be if it held any."""
    widgets = [inside, *inside.findChildren(QWidget)]
    return [(type(widget).__name__, text) for widget in widgets for text in _rich(widget)]


def _rich(widget: QWidget) -> Iterator[str]:
    yield from (tip for tip in (widget.toolTip(), widget.whatsThis(), widget.statusTip()) if _is_hostile(tip))
    if isinstance(widget, QLabel) and not _is_of_qt(widget):
        is_auto = widget.textFormat() == Qt.TextFormat.AutoText
        if is_auto or (widget.textFormat() != Qt.TextFormat.PlainText and "<img" in widget.text()):
            yield f"{widget.objectName()}: {widget.text()}"
    if isinstance(widget, QMessageBox) and widget.textFormat() != Qt.TextFormat.PlainText:
        yield widget.text()
    if isinstance(widget, QTextEdit) and any(f'<img src="{name}' in widget.toHtml() for name in ("zero", "/dev/zero")):
        yield widget.toHtml()
    if isinstance(widget, QToolButton):
        yield from (action.toolTip() for action in widget.actions() if _is_hostile(action.toolTip()))
    if isinstance(widget, QAbstractItemView):
        yield from (tip for tip in _tips(widget, QModelIndex()) if _is_hostile(tip))


def _is_of_qt(label: QLabel) -> bool:
    """Labels that the program gives no words to."""
    parent = label.parent()
    while parent is not None and not isinstance(parent, (QInputDialog, QFileDialog)):
        parent = parent.parent()
    return parent is not None or label.objectName() in {"qt_msgboxex_icon_label", "qt_tooltip_label"}


def _is_hostile(tip: str) -> bool:
    return Qt.mightBeRichText(tip) and "<img" in tip


def _tips(view: QAbstractItemView, parent: QModelIndex) -> Iterator[str]:
    model = view.model()
    for row in range(model.rowCount(parent) if model else 0):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            if column == 0 and not isinstance(model, QAbstractListModel):
                yield from _tips(view, index)
