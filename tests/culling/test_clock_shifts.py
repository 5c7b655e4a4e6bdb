"""Shifts of clocks as words and back, and two photographs of the same moment."""

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.stored import SHOOT, ids, listed, read

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import Body
from clipiqa_desktop.culling.clock_shifts import ClockCommand, read_shift, shift_between, shift_words
from clipiqa_desktop.culling.undo import NotNow, UndoStack
from clipiqa_desktop.errors import UserError

CANON = Body("Canon EOS R6", "7")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as catalog:
        listed(catalog, "a.jpg", "b.jpg", "c.jpg", "undated.jpg")
        known = ids(catalog)
        read(catalog, known["a.jpg"], camera="NIKON D750", captured=1000.0)
        read(catalog, known["b.jpg"], camera=CANON.camera, serial=CANON.serial, captured=4583.5)
        read(catalog, known["c.jpg"], camera=CANON.camera, serial=CANON.serial, captured=5000.0)
        yield catalog


def captured(catalog: Catalog) -> list[float | None]:
    return [catalog.photos.get(each).facts["captured"] for each in ids(catalog).values()]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+1:00:00", 3600), ("1:00", 3600), ("-0:59:43", -3583), ("\N{MINUS SIGN}0:59:43.25", -3583.25),
        ("+2 d", 172800),
        ("-1d 2:00", -93600), ("+1 day, 0:00:01", 86401), ("- 26:00", -93600), ("0:00:00", 0), ("+0:00:01,5", 1.5),
        ("", None), ("+", None), ("1", None), ("1:60", None), ("1:00:60", None), ("d", None),
        ("+1 h", None), ("99999 d", None),
    ],
)  # fmt: skip
def test_shifts_are_read_as_people_write_them(text: str, seconds: float | None) -> None:
    assert read_shift(text) == seconds


@given(st.floats(-1e8, 1e8))
def test_what_is_written_is_read_back_to_the_millisecond(seconds: float) -> None:
    again = read_shift(shift_words(seconds))
    assert again is not None
    assert math.isclose(again, seconds, abs_tol=0.000_6)


def test_the_clock_of_either_camera_is_set_by_the_other(catalog: Catalog) -> None:
    known = ids(catalog)
    assert shift_between(catalog, known["a.jpg"], known["b.jpg"]) == (CANON, -3583.5)
    assert shift_between(catalog, known["b.jpg"], known["a.jpg"]) == (Body("NIKON D750"), 3583.5)


@pytest.mark.parametrize(("wrong", "words"), [("c.jpg", "the same camera"), ("undated.jpg", "not both say when")])
def test_two_of_one_camera_and_undated_ones_are_refused(catalog: Catalog, wrong: str, words: str) -> None:
    known = ids(catalog)
    with pytest.raises(UserError, match=words):
        shift_between(catalog, known["b.jpg"], known[wrong])


def test_a_clock_put_right_is_taken_back_and_done_again(catalog: Catalog) -> None:
    stack, shown, before = UndoStack(), [], captured(catalog)
    command = ClockCommand(
        catalog, SHOOT, dict([shift_between(catalog, *list(ids(catalog).values())[:2])]), shown.append
    )
    assert command.words == "Clock of Canon EOS R6 (no. 7) \N{MINUS SIGN}0:59:43.5"
    stack.do(command)
    assert captured(catalog) == [1000.0, 1000.0, 1416.5, None]
    stack.undo()
    assert captured(catalog) == before
    assert catalog.connection.execute("SELECT * FROM clock_shifts").fetchall() == []
    stack.redo()
    assert captured(catalog) == [1000.0, 1000.0, 1416.5, None]
    assert shown == [command.ids] * 3


def test_nothing_is_changed_while_another_program_writes(catalog: Catalog, tmp_path: Path) -> None:
    command = ClockCommand(catalog, None, {CANON: 60.0}, lambda _ids: pytest.fail("nothing changed"))
    with (
        closing(Catalog(tmp_path / "catalog.db", ("quality",))) as other,
        other.transaction(),
        catalog.waiting_at_most(0),
        pytest.raises(NotNow, match="another program holds the catalog"),
    ):
        command.do()
    assert captured(catalog) == [1000.0, 4583.5, 5000.0, None]
