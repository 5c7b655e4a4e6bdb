"""What the program remembers between two starts, as a small JSON file: every setting, its default, its limits."""

import json
import logging
import math
import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args

from clipiqa_desktop.files.atomic_file import written_whole
from clipiqa_desktop.files.regular_file import read_regular

Check = Callable[[Any], bool]
T = TypeVar("T")

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
FRAMES_MB_LIMITS = (200, 16_000)
SidecarMode = Literal["off", "on export", "as I mark"]
_DEEPEST = 20  # a saved query, the deepest of all, has 5 levels
_LARGEST = 2**53  # larger whole numbers are not the same in every program that reads JSON

_HALVES = re.compile("[\ud800-\udfff]")

_MOST_BYTES = 1 << 20

_log = logging.getLogger(__name__)


def one_of(*choices: str) -> Check:
    """Whether it is one of these words."""
    return lambda value: isinstance(value, str) and value in choices


def whole(low: int, high: int) -> Check:
    """Whether it is a whole number from `low` to `high`."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_switch(value: Any) -> bool:
    """Whether it is true or false."""
    return isinstance(value, bool)


def is_text(value: Any) -> bool:
    """Whether it is a text, of whole characters: halves of some can be written in JSON and nowhere else."""
    return isinstance(value, str) and not _HALVES.search(value)


def is_path(value: Any) -> bool:
    """Whether it is a text that the system can take for the name of a file."""
    try:
        return isinstance(value, str) and b"\0" not in os.fsencode(value)
    except UnicodeEncodeError:
        return False


def is_texts(value: Any) -> bool:
    """Whether it is a list of texts."""
    return isinstance(value, list) and all(map(is_text, value))


def is_mapping(value: Any) -> bool:
    """Whether it is values by name."""
    return isinstance(value, dict)


class Setting(Generic[T]):
    """A value by its name in the file. The default holds until one is set, and where what is kept makes no sense."""

    def __init__(self, name: str, default: T, makes_sense: Check) -> None:
        self.name, self.default, self._makes_sense = name, default, makes_sense

    def read(self, kept: Any) -> tuple[T, list[str]]:
        """The value that holds, and the names of those that make no sense."""
        return (kept, []) if self._makes_sense(kept) else (self.default, [self.name])


class Group(Setting[Mapping[str, Any]]):
    """Several values under one name; of those that are kept the ones that make sense, each judged by itself."""

    def __init__(self, name: str, **fields: Check) -> None:
        super().__init__(name, {}, is_mapping)
        self._fields = fields

    def read(self, kept: Any) -> tuple[Mapping[str, Any], list[str]]:
        """As `Setting.read`; what is None counts as not kept."""
        values, wrong = super().read(kept)
        given = {name: values[name] for name in self._fields if values.get(name) is not None}
        good = {name: value for name, value in given.items() if self._fields[name](value)}
        return good, wrong + [f"{self.name}.{name}" for name in given if name not in good]


# How strict one is with what belongs together.
STACKS = Setting("stacks", "normal", one_of("off", "strict", "normal", "loose"))
THEME = Setting("theme", "dark", one_of("dark", "light"))
NAMES = Setting("names", True, is_switch)
PAIR = Setting("pair", True, is_switch)
FRAMES_MB = Setting("frames_mb", 1000, whole(*FRAMES_MB_LIMITS))
DEVICE = Setting("device", "auto", one_of(*DEVICES))
PRECISION = Setting("precision", "auto", one_of(*PRECISIONS))
WEIGHTS: Setting[str | None] = Setting("weights", None, is_path)
# Whether the bar offers the models of faces.
FACES_OFFERED = Setting("faces_offered", True, is_switch)
# Whether the person has said where the marks of JPEG files go.
JPEG_ASKED = Setting("jpeg_asked", False, is_switch)
# Whether the person has read of which other files Lightroom does not see the marks.
INSIDE_TOLD = Setting("inside_told", False, is_switch)
TOUR = Setting("tour", "", is_text)
KEYS: Setting[Mapping[str, Any]] = Setting("keys", {}, is_mapping)
PRESETS: Setting[Mapping[str, Any]] = Setting("presets", {}, is_mapping)
CUTS: Setting[Mapping[str, Any]] = Setting("cuts", {}, is_mapping)  # by folder, the one used last stands last
SIDECARS = Group(
    "sidecars",
    mode=one_of(*get_args(SidecarMode)),
    label_names=is_mapping,
    reject_as_minus_one=is_switch,
    full_name=is_switch,
    embed=is_switch,
)
EXPORT = Group(
    "export",
    what=is_text,
    way=is_text,
    where=is_path,
    sidecars=is_switch,
    folders=is_switch,
    rename=is_switch,
    template=is_text,
)
CONTACT_SHEET = Group("contact_sheet", what=is_text, columns=whole(1, 6), folder=is_path)
MANUAL = Setting("manual", "", is_text)
SECOND_WINDOW = Group("second_window", shown=is_switch, geometry=is_text)
ATTRIBUTE_PANEL = Group("attribute_panel", collapsed=is_texts, hidden=is_texts, order=is_texts)
WINDOW = Group(
    "window",
    geometry=is_text,
    splitter=is_text,
    panels=lambda value: isinstance(value, list) and len(value) == 2 and all(map(is_switch, value)),
    side=whole(0, 10_000),
    folder=is_path,
    current=whole(0, _LARGEST),
    mode=is_text,
    seen=lambda value: isinstance(value, list) and all(map(whole(0, _LARGEST), value)),
    query=is_mapping,
)


class Settings:
    """The values in the file. Every change is written at once, to a new file that replaces the old one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)

    def get(self, setting: Setting[T]) -> T:
        """What is kept, or the default; what makes no sense is said in the log."""
        kept = self._values.get(setting.name)
        if kept is None:
            return setting.default
        value, wrong = setting.read(kept)
        for name in wrong:
            _say_once(f"The setting {name} in {self._path} makes no sense, and its default holds.")
        return value

    def set(self, setting: Setting[T], value: T) -> None:
        """Keeps a value that JSON can hold. A full or read-only disk costs the setting, not the program."""
        if setting.name in self._values and self._values[setting.name] == value:
            return
        self._values[setting.name] = value
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(self._path) as new:
                new.write_text(json.dumps(self._values, indent=1), encoding="utf-8")
        except OSError as error:
            _log.warning("The settings cannot be written: %s", error)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(read_regular(path, _MOST_BYTES).decode(), parse_int=_whole)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("The settings in %s cannot be read and start afresh: %s", path, error)
        return {}
    return {name: _sound(value, f"{name} in {path}") for name, value in values.items()} if is_mapping(values) else {}


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= len(str(-_LARGEST)) else math.inf


def _sound(value: Any, where: str, depth: int = 1) -> Any:
    """The value with None in place of numbers that are beyond all sense, and of what lies too deep."""
    absurd = isinstance(value, int | float) and not abs(value) <= _LARGEST
    if absurd or depth > _DEEPEST:
        _say_once(f"The setting {where} has absurd numbers, or is nested too deeply: that part of it is left out.")
        return None
    if isinstance(value, dict):
        return {name: _sound(each, where, depth + 1) for name, each in value.items()}
    return [_sound(each, where, depth + 1) for each in value] if isinstance(value, list) else value


@cache
def _say_once(sentence: str) -> None:
    _log.warning(sentence)
