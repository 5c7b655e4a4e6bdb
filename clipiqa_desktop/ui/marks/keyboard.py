"""What a key tells beside its sign: whether Caps Lock is on, and which place of the digit row it is."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

# Where each system tells in a key's native modifiers that Caps Lock is on.
_CAPS_LOCK = {"win32": 0x100, "darwin": 0x10000}.get(sys.platform, 0x2)
# The keys 1, 2 ... 9, 0 by place. X11's key codes are those of evdev and 8; Windows has the scan codes of the first PC
# keyboards; macOS the virtual key codes of HIToolbox/Events.h (kVK_ANSI_1 and so on).
_X11, _WINDOWS, _MAC = range(10, 20), range(2, 12), (18, 19, 20, 21, 23, 22, 26, 28, 25, 29)
_DIGITS = dict(zip({"win32": _WINDOWS, "darwin": _MAC}.get(sys.platform, _X11), "1234567890", strict=True))


def caps_lock(event: QKeyEvent) -> bool:
    """Whether Caps Lock is on."""
    return bool(event.nativeModifiers() & _CAPS_LOCK)


def key_by_place(event: QKeyEvent) -> str:
    """The key that a US keyboard has in this place of the digit row, `3` or `Shift+3`, whatever the layout writes.

    Empty for every other key, and together with Ctrl, Alt or Meta.
    """
    held = event.modifiers() & ~Qt.KeyboardModifier.GroupSwitchModifier
    code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    prefix = {Qt.KeyboardModifier.NoModifier: "", Qt.KeyboardModifier.ShiftModifier: "Shift+"}.get(held)
    return "" if prefix is None or code not in _DIGITS else prefix + _DIGITS[code]
