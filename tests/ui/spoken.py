"""What a screen reader finds in a window: its accessible objects, walked as it walks them."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

Role = QAccessible.Role
INTERACTIVE = {
    Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.EditableText,
    Role.ComboBox, Role.Slider, Role.SpinBox, Role.List, Role.ListItem, Role.Table, Role.Tree, Role.TreeItem,
    Role.MenuItem, Role.PageTab, Role.Link, Role.Dial,
}  # fmt: skip
WITHIN_LISTS = {Role.ListItem, Role.TreeItem, Role.MenuItem, Role.Cell}
MOST = 40  # of the items of a list that are looked at


def walk(found: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    """What is in sight at and below an accessible object."""
    if found is None or not found.isValid() or found.state().invisible:
        return
    yield found
    for number in range(min(found.childCount(), MOST)):
        yield from walk(found.child(number))


def said(found: QAccessibleInterface) -> str:
    """Its name."""
    return found.text(QAccessible.Text.Name)


def unnamed(widget: QWidget) -> list[str]:
    """What can be used there and has no name, by what it is."""
    # A cell may be empty: its column says what is not there.
    nameless = [each for each in used(widget) if not said(each) and each.role() != Role.Cell]
    return [f"{each.role().name} {each.object()}" for each in nameless]


def named_alike(widget: QWidget) -> list[str]:
    """Names that several controls of one kind have there, which nobody can tell apart who only hears them."""
    names = Counter((each.role().name, said(each)) for each in used(widget) if each.role() not in WITHIN_LISTS)
    return [f"{count} x {kind} {name}" for (kind, name), count in names.items() if count > 1]


def used(widget: QWidget) -> list[QAccessibleInterface]:
    """What can be used there."""
    everything = list(walk(QAccessible.queryAccessibleInterface(widget)))
    assert len(everything) > 1
    return [each for each in everything if (each.role() in INTERACTIVE or each.state().focusable) and not is_part(each)]


def is_part(found: QAccessibleInterface) -> bool:
    """What belongs to a control that has a name: the field within a spin box or a list that can be written in."""
    parent = found.parent()
    return parent is not None and parent.role() in {Role.SpinBox, Role.ComboBox} and bool(said(parent))
