"""What a key tells beside its sign: whether Caps Lock is on, and which key a US keyboard has in its place."""

import sys

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeyEvent

# Where each system tells in a key's native modifiers that Caps Lock is on.
_CAPS_LOCK = {"win32": 0x100, "darwin": 0x10000}.get(sys.platform, 0x2)
# The keys of a US keyboard by place. X11's key codes are those of evdev and 8; Windows has the scan codes of the first
# PC keyboards; macOS the virtual key codes of HIToolbox/Events.h (kVK_ANSI_1 and so on).
_PC_ROWS = {2: "1234567890", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL;'", 44: "ZXCVBNM,./"}
_WINDOWS = {first + place: key for first, row in _PC_ROWS.items() for place, key in enumerate(row)}
_X11 = {code + 8: key for code, key in _WINDOWS.items()}
_MAC_CODES = (
    *(18, 19, 20, 21, 23, 22, 26, 28, 25, 29),
    *(12, 13, 14, 15, 17, 16, 32, 34, 31, 35, 33, 30),
    *(0, 1, 2, 3, 5, 4, 38, 40, 37, 41, 39),
    *(6, 7, 8, 9, 11, 45, 46, 43, 47, 44),
)
_MAC = dict(zip(_MAC_CODES, _WINDOWS.values(), strict=True))
_PLACES = {"win32": _WINDOWS, "darwin": _MAC}.get(sys.platform, _X11)
_MODIFIER = Qt.KeyboardModifier
_LATIN_ENDS = 0x250  # Unicode's last Latin letter with an accent is before this one
_SIGNS_OF_ALL = 0x2000  # from here on are signs that Latin layouts write too, like dashes and quotation marks
_FIRST_NAMED_KEY = 0x01000000  # keys of Qt from here on are no letters


def caps_lock(event: QKeyEvent) -> bool:
    """Whether Caps Lock is on."""
    return bool(event.nativeModifiers() & _CAPS_LOCK)


def digit_by_place(event: QKeyEvent) -> str:
    """The key that a US keyboard has in this place of the digit row, `3` or `Shift+3`, whatever the layout writes.

    Empty for every other key, and together with Ctrl, Alt or Meta.
    """
    key = _place(event)
    return key if key.removeprefix("Shift+").isdigit() else ""


class LettersByPlace:
    """Remembers what kind of letters the keyboard wrote last, for signs tell nothing of the layout that they are of; at
    first those of the person's language.
    """

    def __init__(self, language: QLocale) -> None:
        self._is_foreign = language.script() not in {QLocale.Script.AnyScript, QLocale.Script.LatinScript}

    def see(self, event: QKeyEvent) -> None:
        """Every key is shown to this, wherever it is written."""
        if _is_foreign(event.key()):
            self._is_foreign = True
        elif _is_latin(event.key()) and not is_capital(event):  # which a Hebrew layout writes too
            self._is_foreign = False

    def key(self, event: QKeyEvent) -> str:
        """The key that a US keyboard has in the place of a Russian, Greek, Hebrew or other letter, or of an Arabic sign
        over letters: `P`, `Ctrl+Z`; and that of a letter where such a layout has a sign, like the `;` of a Greek Q.

        Empty for every other key: layouts that write Latin letters have those where they have them.
        """
        place = _place(event)
        is_sign = not _is_latin(event.key()) and place[-1:].isalpha() and self._is_foreign
        return place if _is_foreign(event.key()) or is_sign else ""


def is_capital(event: QKeyEvent) -> bool:
    """Whether it writes one of the 26 Latin letters together with Shift."""
    return Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z and bool(event.modifiers() & _MODIFIER.ShiftModifier)


def _is_foreign(key: int) -> bool:
    return _LATIN_ENDS <= key < _FIRST_NAMED_KEY and (key < _SIGNS_OF_ALL or chr(key).isalpha())


def _is_latin(key: int) -> bool:
    return key < _LATIN_ENDS and chr(key).isalpha()


def _place(event: QKeyEvent) -> str:
    held = event.modifiers() & ~_MODIFIER.GroupSwitchModifier
    code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    names = {_MODIFIER.ControlModifier: "Ctrl+", _MODIFIER.AltModifier: "Alt+", _MODIFIER.ShiftModifier: "Shift+"}
    prefix = "".join(name for modifier, name in names.items() if held & modifier)
    is_other = bool(held & (_MODIFIER.MetaModifier | _MODIFIER.KeypadModifier))
    return "" if is_other or code not in _PLACES else prefix + _PLACES[code]
