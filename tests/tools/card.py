"""A folder that refuses names as FAT and exFAT do, and cannot link."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REFUSED = '"*:<>?|\\'


def like_a_card(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """At or below this folder no file can be made whose name holds one of REFUSED, and no hard link."""
    opened, linked = Path.open, os.link

    def open_(self: Path, mode: str = "r", *more: Any, **others: Any) -> Any:
        if set(mode) & set("wxa"):
            _check(folder, self)
        return opened(self, mode, *more, **others)

    def link_(source: Path, target: Path, **others: Any) -> None:
        if folder in Path(target).parents:
            raise OSError(errno.EPERM, "Operation not permitted")
        linked(source, target, **others)

    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr(os, "link", link_)
    for name, made_at in (("replace", 1), ("mkdir", 0)):
        monkeypatch.setattr(Path, name, _checked(folder, getattr(Path, name), made_at))
    return folder


def _checked(folder: Path, function: Callable[..., Any], made_at: int) -> Callable[..., Any]:
    def checked(*arguments: Any, **others: Any) -> Any:
        _check(folder, Path(arguments[made_at]))
        return function(*arguments, **others)

    return checked


def _check(folder: Path, path: Path) -> None:
    if folder in path.parents and any(each in str(path.relative_to(folder)) for each in REFUSED):
        raise OSError(errno.EINVAL, "Invalid argument", str(path))
