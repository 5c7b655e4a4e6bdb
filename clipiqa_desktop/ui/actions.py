"""All that can be done in the window, once: menu, keys, list of keys and settings are made from what is added here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.settings import KEYS, Settings
from clipiqa_desktop.ui.widgets.menu import Menu

MENUS = ("File", "Edit", "Photo", "Stack", "View", "Sort and filter", "Export", "Indexing", "Help")


@dataclass(frozen=True)
class Entry:
    """One thing to do; `name` is what the settings know it by, `keys` are those it has until they are rebound.

    A line in the menu parts the entries of one `group` from those of the next.
    """

    menu: str
    name: str
    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    group: int = 0


class Actions(QObject):
    """Features add what they can do; the menu, the list of keys and the settings show it."""

    keys_changed = Signal()

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._entries: dict[str, Entry] = {}
        self._actions: dict[str, QAction] = {}
        self._shifted: dict[str, QAction] = {}
        self._rebound = _kept(settings)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, menu by menu and group by group."""
        return tuple(sorted(self._entries.values(), key=lambda entry: (MENUS.index(entry.menu), entry.group)))

    def add(
        self,
        entry: Entry,
        run: Callable[[], object],
        shifted: Callable[[], object] | None = None,
        within: QWidget | None = None,
    ) -> QAction:
        """Makes the action; `shifted` is what its keys do together with Shift.

        Its keys hold in the whole window, or only while the keyboard is `within` a part of it, so that Space presses
        buttons elsewhere.
        """
        self._entries[entry.name] = entry
        action = self._actions[entry.name] = self._made(entry, run, within)
        if shifted:
            self._shifted[entry.name] = self._made(entry, shifted, within)
        self._give_keys(entry.name)
        return action

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an entry now, as QKeySequence writes them."""
        if name in self._rebound:
            return self._rebound[name]
        rebound = self._rebound.items()
        taken = {normal(key) for other, keys in rebound for key in (*keys, *self.shifted_keys(other, keys))}
        return tuple(key for key in self._entries[name].keys if normal(key) not in taken)

    def bound_to(self, key: str) -> QAction | None:
        """What a key does now; None where it does nothing."""
        wanted = QKeySequence(key)
        made = (*self._actions.values(), *self._shifted.values())
        return next((each for each in made if wanted in each.shortcuts() and each.isEnabled()), None)

    def shifted_keys(self, name: str, keys: Iterable[str]) -> list[str]:
        """What an entry that has these keys does something else on: the same together with Shift, if anything."""
        return _with_shift(keys) if name in self._shifted else []

    def rebind(self, changes: Mapping[str, tuple[str, ...]]) -> None:
        """Gives entries other keys, remembered; their own where these are what they are given."""
        for name, keys in changes.items():
            self._rebound.pop(name, None)
            if keys != self._entries[name].keys:
                self._rebound[name] = keys
        for name in self._entries:
            self._give_keys(name)
        self._settings.set(KEYS, {name: list(keys) for name, keys in self._rebound.items()})
        self.keys_changed.emit()

    def menu(self) -> Menu:
        """All of it, in a submenu each."""
        menu = Menu(self._window)
        for title, entries in groupby(self.entries, key=lambda entry: entry.menu):
            submenu = menu.under(title)
            for _, group in groupby(entries, key=lambda entry: entry.group):
                if submenu.actions():
                    submenu.addSeparator()
                submenu.addActions([self._actions[entry.name] for entry in group])
        return menu

    def _made(self, entry: Entry, run: Callable[[], object], within: QWidget | None) -> QAction:
        action = QAction(entry.text, self._window, checkable=entry.checkable)
        action.triggered.connect(lambda _checked=False: run())
        if within:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        (within or self._window).addAction(action)
        return action

    def _give_keys(self, name: str) -> None:
        keys = self.keys(name)
        self._actions[name].setShortcuts([QKeySequence(key) for key in keys])
        if name in self._shifted:
            self._shifted[name].setShortcuts([QKeySequence(key) for key in self.shifted_keys(name, keys)])


def _with_shift(keys: Iterable[str]) -> list[str]:
    """What is pressed together with Ctrl, Alt or Shift already does one thing only."""
    # Qt finds Shift+3 on every keyboard, whatever sign that makes; given the sign too, it finds two and does neither.
    return [f"Shift+{key}" for key in keys if "+" not in key[:-1]]


def normal(key: str) -> str:
    """One spelling for each key; empty where there is no such key, or where it takes several strokes."""
    sequence = QKeySequence(key)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText) if sequence.count() == 1 else ""


def _kept(settings: Settings) -> dict[str, tuple[str, ...]]:
    """What is kept of keys, less what makes no sense, and no key twice: Qt would then do neither."""
    rebound: dict[str, tuple[str, ...]] = {}
    seen = {""}
    for name, keys in settings.get(KEYS).items():
        texts = [key for key in (keys if isinstance(keys, list) else ()) if isinstance(key, str)]
        given = dict.fromkeys(map(normal, texts))
        if isinstance(keys, list) and (not keys or given.keys() - {""}):
            rebound[name] = tuple(key for key in given if key not in seen)
            seen |= given.keys()
    return rebound


def spelled(keys: Iterable[str]) -> str:
    """Keys as people read them: `Ctrl+Z or Ctrl+Y`."""
    return " or ".join(QKeySequence(each).toString(QKeySequence.SequenceFormat.NativeText) for each in keys)
