"""The field that takes the next key that is pressed, whatever it otherwise does."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from clipiqa_desktop.ui.settings.key_change import one_spelling

_ALONE = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
}
_LEAVING = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


class KeyCapture(QLineEdit):
    """Tab leaves it, Escape too; every other key is told, as QKeySequence writes it."""

    captured = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, readOnly=True, placeholderText="Press the new key…")
        self.setAccessibleName("Press the new key, or Escape to leave it")

    def event(self, event: QEvent) -> bool:
        """Before the shortcuts of the window, and before Escape closes the dialog."""
        if isinstance(event, QKeyEvent) and event.key() not in _LEAVING:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._pressed(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The next key is meant for somebody else."""
        super().focusOutEvent(event)
        self.left.emit()

    def _pressed(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif key := pressed(event):
            self.captured.emit(key)


def pressed(event: QKeyEvent) -> str:
    """The key as QKeySequence writes it; empty for Shift and its like alone."""
    key = Qt.Key(event.key())
    if key in _ALONE:
        return ""
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    return one_spelling(QKeySequence(QKeyCombination(modifiers, key)).toString())
