"""The digit row marks by place, whatever the layout writes there; letters do where it writes no Latin ones."""

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from ui.driving import current

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.ui.marks import keyboard

PLACES = {key: code for code, key in keyboard._PLACES.items()}
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
CAPS_LOCK = keyboard._CAPS_LOCK


def press(widget, place: str, key: Qt.Key, text: str, held=NONE, native: int = 0) -> bool:
    """What a window system sends first for a key that a layout writes `text` with; answers whether it was taken."""
    code = PLACES[place]
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held, code, code, native, text)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def mark_of(window, row: int = 0) -> Mark:
    photo_id = int(window.library.columns.ids[row])
    return window.library.catalog.marks.of([photo_id])[photo_id]


@pytest.mark.parametrize(
    ("place", "key", "text", "mark"),
    [
        ("3", Qt.Key.Key_QuoteDbl, '"', Mark(3)),  # French
        ("6", Qt.Key.Key_Minus, "-", Mark(label="red")),  # French, where - is a key of its own
        ("5", Qt.Key.Key_unknown, "ř", Mark(5)),  # Czech
        ("4", Qt.Key.Key_4, "4", Mark(4)),  # US, German
    ],
)
def test_every_layout(window, place, key, text, mark):
    window.grid.setFocus()
    assert press(window.grid, place, key, text)
    assert (mark_of(window), current(window)) == (mark, "p0.jpg")


def test_shift_goes_on_where_shift_writes_the_digit(window):
    window.grid.setFocus()
    assert press(window.grid, "4", Qt.Key.Key_4, "4", SHIFT)
    assert (mark_of(window), current(window)) == (Mark(4), "p1.jpg")


def test_caps_lock_goes_on(window):
    window.grid.setFocus()
    assert press(window.grid, "2", Qt.Key.Key_Eacute, "É", native=CAPS_LOCK)
    assert (mark_of(window), current(window)) == (Mark(2), "p1.jpg")


def test_other_keys_held_mean_something_else(window):
    window.grid.setFocus()
    assert not press(window.grid, "3", Qt.Key.Key_QuoteDbl, '"', CTRL)
    assert mark_of(window) == Mark()


@pytest.mark.parametrize(
    ("place", "text"),
    [("P", "з"), ("P", "π"), ("P", "פ")],  # Russian, Greek, Hebrew
)
def test_letters_mark_by_place_where_the_keyboard_has_no_latin_ones(window, place, text):
    window.grid.setFocus()
    assert press(window.grid, place, Qt.Key(ord(text.upper())), text)
    assert (mark_of(window), current(window)) == (Mark(flag=PICK), "p0.jpg")


def test_letters_with_other_keys_held_too(window):
    window.grid.setFocus()
    assert press(window.grid, "X", Qt.Key(ord("Ч")), "Ч", SHIFT)
    assert (mark_of(window), current(window)) == (Mark(flag=REJECT), "p1.jpg")
    assert press(window.grid, "Z", Qt.Key(ord("Я")), "", CTRL)
    assert mark_of(window) == Mark()


def test_what_arabic_writes_with_shift_is_a_letter_by_place_too(window):
    window.grid.setFocus()
    assert press(window.grid, "X", Qt.Key(0x652), "\u0652", SHIFT)
    assert (mark_of(window), current(window)) == (Mark(flag=REJECT), "p1.jpg")


@pytest.mark.parametrize(
    ("letter", "key", "text", "held", "place"),
    [
        ("π", Qt.Key.Key_Semicolon, ";", NONE, "Q"),  # Greek
        ("π", Qt.Key.Key_Colon, ":", SHIFT, "Shift+Q"),
        ("פ", Qt.Key.Key_Slash, "/", NONE, "Q"),  # Hebrew
        ("פ", Qt.Key.Key_Apostrophe, "'", CTRL, "Ctrl+W"),
        ("ح", Qt.Key.Key_AsciiTilde, "~", CTRL | SHIFT, "Ctrl+Shift+Z"),  # Arabic
        ("ح", Qt.Key.Key_division, "÷", SHIFT, "Shift+I"),
    ],
)
def test_a_sign_in_a_letters_place_is_that_letter_once_the_keyboard_has_written_others(
    window, letter, key, text, held, place
):
    done = []
    window.actions_by_name["loupe"].triggered.connect(lambda: done.append(place))
    window.actions_by_name.rebind({"loupe": (place,)})
    window.grid.setFocus()
    assert not press(window.grid, place[-1], key, text, held)
    press(window.grid, "P", Qt.Key(ord(letter.upper())), letter)
    assert press(window.grid, place[-1], key, text, held)
    assert done == [place]
    press(window.grid, "P", Qt.Key.Key_P, "p")  # a Latin one again
    assert not press(window.grid, place[-1], key, text, held)


@pytest.mark.parametrize(("language", "key"), [("el_GR", "Q"), ("he_IL", "Q"), ("fr_FR", ""), ("C", "")])
def test_before_any_letter_was_written_the_persons_language_tells(language, key):
    code = PLACES["Q"]
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Semicolon, NONE, code, code, 0, ";")
    assert keyboard.LettersByPlace(QLocale(language)).key(event) == key


def test_a_sign_in_the_place_of_a_sign_is_itself(window):
    window.grid.setFocus()
    press(window.grid, "P", Qt.Key(ord("פ")), "פ")
    window.actions_by_name.rebind({"loupe": ("/",)})
    assert not press(window.grid, "/", Qt.Key.Key_Period, ".")
    assert window.viewing.mode == "grid"


def test_capitals_of_a_hebrew_layout_do_not_make_it_a_latin_one(window):
    window.actions_by_name.rebind({"loupe": ("Q",)})
    window.grid.setFocus()
    press(window.grid, "X", Qt.Key(ord("ס")), "ס")
    press(window.grid, "P", Qt.Key.Key_P, "P", SHIFT)
    assert press(window.grid, "Q", Qt.Key.Key_Slash, "/")
    assert window.viewing.mode == "loupe"


def test_a_latin_capital_is_what_it_says_where_only_shift_writes_latin_letters(window):  # Hebrew
    window.grid.setFocus()
    press(window.grid, "X", Qt.Key(ord("ס")), "ס")
    press(window.grid, "Z", Qt.Key(ord("ז")), "", CTRL)
    assert mark_of(window) == Mark()
    assert press(window.grid, "Z", Qt.Key.Key_Z, "\x1a", CTRL | SHIFT)
    assert mark_of(window) == Mark(flag=REJECT)
    assert press(window.grid, "P", Qt.Key.Key_P, "P", SHIFT)
    assert (mark_of(window), current(window)) == (Mark(flag=PICK), "p1.jpg")


def test_a_capital_is_written_where_text_is(window):
    window.left.name.setFocus()
    assert press(window.focusWidget(), "P", Qt.Key.Key_P, "P", SHIFT)  # the field takes it
    assert mark_of(window) == Mark()


def test_a_latin_letter_is_itself_wherever_it_lies(window):
    window.grid.setFocus()
    assert not press(window.grid, "P", Qt.Key.Key_L, "l")  # Dvorak
    assert not press(window.grid, "X", Qt.Key.Key_Odiaeresis, "ö")
    assert mark_of(window) == Mark()


def test_a_letter_that_was_given_to_something_does_that(window):
    window.actions_by_name.rebind({"loupe": ("З",)})
    window.grid.setFocus()
    assert not press(window.grid, "P", Qt.Key(ord("З")), "з")  # so the shortcut comes
    assert mark_of(window) == Mark()


def test_in_a_field_ctrl_and_a_letter_are_the_fields(window):
    window.left.name.setFocus()
    press(window.focusWidget(), "A", Qt.Key(ord("Ф")), "", CTRL)
    assert len(window.grid.selected_ids()) == 1


def test_text_is_written_as_ever(window):
    window.left.name.setFocus()
    assert press(window.focusWidget(), "3", Qt.Key.Key_QuoteDbl, '"')  # the field takes it
    assert mark_of(window) == Mark()


def test_a_digit_that_was_given_to_something_else_does_that(window):
    window.actions_by_name.rebind({"loupe": ("3",)})
    window.grid.setFocus()
    press(window.grid, "3", Qt.Key.Key_QuoteDbl, '"')
    assert (window.viewing.mode, mark_of(window)) == ("loupe", Mark())
