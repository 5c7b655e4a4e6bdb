"""The stack takes any kind of command, one after another."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

import pytest

from clipiqa_desktop.culling.undo import ChangeCommand, NotNow, Outcome, UndoStack


class Plain:
    """Adds its number to what there is; can be told that it cannot now."""

    def __init__(self, there: list[int], number: int, *, can_redo: bool = True) -> None:
        self.there, self.number, self.can_redo = there, number, can_redo
        self.trouble = ""

    @property
    def words(self) -> str:
        return f"number {self.number}"

    @property
    def ids(self) -> tuple[int, ...]:
        return (self.number,)

    def do(self) -> Outcome:
        self.may()
        self.there.append(self.number)
        return Outcome(self.ids)

    def undo(self) -> Outcome:
        self.may()
        self.there.remove(self.number)
        return Outcome(self.ids)

    def may(self) -> None:
        if self.trouble:
            raise NotNow(self.trouble)


@pytest.fixture
def there() -> list[int]:
    return []


def test_kinds_that_know_nothing_of_each_other_share_one_stack(there: list[int]) -> None:
    stack, once = UndoStack(), Plain(there, 2, can_redo=False)
    stack.do(Plain(there, 1))
    there.append(2)
    stack.did(once)
    stack.do(Plain(there, 3))
    assert [stack.undo().words, stack.undo().words, stack.undo().words, stack.undo()] == [
        "number 3",
        "number 2",
        "number 1",
        None,
    ]
    assert there == []
    assert (stack.next_undo, stack.next_redo) == ("", "number 1")
    stack.redo()
    stack.redo()
    assert there == [1, 3]
    assert stack.redo() is None


def test_what_waits_keeps_its_turn(there: list[int]) -> None:
    stack, first = UndoStack(), Plain(there, 1)
    first.trouble = "the disk is full"
    for command in (first, Plain(there, 2)):
        assert stack.do(command) == []
    assert (there, stack.trouble, stack.next_undo) == ([], "the disk is full", "number 2")
    assert stack.undo().words == "number 2"
    first.trouble = ""
    assert stack.save() == [Outcome((1,))]
    assert (there, stack.trouble) == ([1], "")
    stack.redo()
    assert there == [1, 2]


def test_a_step_that_cannot_be_taken_back_now_stays(there: list[int]) -> None:
    stack, command = UndoStack(), Plain(there, 1)
    stack.do(command)
    command.trouble = "wait"
    with pytest.raises(NotNow, match="wait"):
        stack.undo()
    assert stack.next_undo == "number 1"
    command.trouble = ""
    stack.undo()
    assert there == []


def test_a_step_that_was_taken_back_in_another_way_is_forgotten(there: list[int]) -> None:
    stack, command = UndoStack(), Plain(there, 1)
    told: list[str] = []
    stack.changed = lambda: told.append(stack.next_undo)
    stack.do(command)
    stack.remove(command)
    assert stack.undo() is None
    assert told == ["number 1", ""]


@dataclass(frozen=True)
class Swapped:
    """The value of one photograph, before and after."""

    photo_id: int
    before: str
    after: str

    @property
    def reversed(self) -> "Swapped":
        return Swapped(self.photo_id, self.after, self.before)


def test_a_change_is_taken_back_and_made_again_only_where_nobody_else_changed_it() -> None:
    values, shown = {1: "old", 2: "old"}, []

    def swap(changes: Collection[Swapped]) -> list[Swapped]:
        made = [each for each in changes if values[each.photo_id] == each.before]
        values.update({each.photo_id: each.after for each in made})
        return made

    command = ChangeCommand("Change", lambda: swap([Swapped(id_, "old", "new") for id_ in values]), swap, shown.append)
    assert (command.ids, command.do(), command.ids) == ((), Outcome((1, 2)), (1, 2))
    values[2] = "of somebody else"
    assert (command.undo(), values) == (Outcome((1, 2), (2,)), {1: "old", 2: "of somebody else"})
    values[2] = "old"
    assert (command.do(), values) == (Outcome((1,)), {1: "new", 2: "old"})
    assert shown == [(1, 2), (1, 2), (1,)]


def test_a_change_that_the_catalog_does_not_take_may_be_tried_again() -> None:
    answers: list[Exception | list[Swapped]] = [sqlite3.OperationalError("locked"), [Swapped(1, "old", "new")]]

    def change() -> list[Swapped]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    command = ChangeCommand("Change", change, list)
    with pytest.raises(NotNow):
        command.do()
    assert command.do() == Outcome((1,))
