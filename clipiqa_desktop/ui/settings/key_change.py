"""What it means to give an entry other keys: whom they are taken from, and which cannot be had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clipiqa_desktop.ui.actions import Actions, normal, spelled

# The views, the lists and the buttons do something on these by themselves.
_FIXED = {"Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown"} | {
    *("Space", "Return", "Enter", "Esc", "Tab", "Backtab", "Del")
}
_HELD = ("", "Shift+", "Ctrl+", "Ctrl+Shift+")


@dataclass(frozen=True)
class KeyChange:
    """`changes` are for Actions.rebind. With a `question` they want a yes first; with a `refusal` they cannot be."""

    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question: str = ""
    refusal: str = ""


def key_change(actions: Actions, name: str, keys: tuple[str, ...]) -> KeyChange:
    """What follows when the entry of this name is to have these keys."""
    entry = next(each for each in actions.entries if each.name == name)
    allowed = {normal(key) for key in (*entry.keys, *actions.keys(name))}
    for key in keys:
        if normal(key) not in allowed and _is_fixed(key):
            return KeyChange(refusal=f"{spelled([key])} moves about, or presses buttons, and cannot do anything else.")
    wanted, shifted = _normal(keys), _normal(actions.shifted_keys(name, keys))
    if both := wanted & shifted:
        return KeyChange(refusal=f"{spelled(both)} already does this and goes on to the next photograph.")
    taken: dict[str, tuple[str, ...]] = {}
    for other in actions.entries:
        theirs = actions.keys(other.name)
        if other.name == name:
            continue
        if hit := wanted & _normal(actions.shifted_keys(other.name, theirs)):
            return KeyChange(refusal=_goes_on(hit, other.text))
        if hit := (wanted | shifted) & _normal(theirs):
            taken[other.name] = tuple(key for key in theirs if one_spelling(key) not in hit)
    return KeyChange({name: keys, **taken}, _question(actions, taken))


def _question(actions: Actions, taken: Mapping[str, tuple[str, ...]]) -> str:
    lost = {name: [key for key in actions.keys(name) if key not in left] for name, left in taken.items()}
    texts = {each.name: each.text.rstrip("…") for each in actions.entries}
    users = ", ".join(f"{spelled(keys)} is used by “{texts[name]}”" for name, keys in lost.items())
    return f"{users}: take it from there?" if users else ""


def _goes_on(keys: Iterable[str], text: str) -> str:
    return f"{spelled(keys)} is “{text}” and on to the next photograph: choose another key."


def _is_fixed(key: str) -> bool:
    return any(normal(key) == normal(held + each) for each in _FIXED for held in _HELD)


def one_spelling(key: str) -> str:
    """The same for the same stroke: a sign, like a question mark, is made with Shift on some keyboards only."""
    sign = normal(key).removeprefix("Shift+")
    return sign if len(sign) == 1 and not sign.isalnum() else normal(key)


def _normal(keys: Iterable[str]) -> set[str]:
    return {one_spelling(key) for key in keys}
