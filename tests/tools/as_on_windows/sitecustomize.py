"""Python as it is on Windows, for a folder at the front of PYTHONPATH: children get it too.

It lacks what Python lacks there, lets no file go that any process has open, and takes no name that Windows refuses.
Modules are missing, and names refused, for the program alone: the standard library of this system goes its own ways.
"""

import builtins
import contextlib
import errno
import os
import re
import signal
import sys
from pathlib import Path
from types import FrameType

MISSING = {
    "os": (
        "chown", "fork", "getuid", "getxattr", "killpg", "listxattr", "memfd_create", "nice", "posix_fadvise",
        "posix_fallocate", "set_blocking", "setsid", "setxattr", "statvfs", "POSIX_FADV_DONTNEED",
        "O_NOCTTY", "O_NONBLOCK",
    ),
    "signal": ("pthread_sigmask", "SIGALRM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGXCPU", "SIG_BLOCK", "SIG_SETMASK"),
}  # fmt: skip
MODULES = ("fcntl", "grp", "pwd", "resource", "termios")
# Python's own start of a process wants these on this system.
WANTED = (
    "fork", "getuid", "O_NONBLOCK", "O_NOCTTY", "statvfs", "pthread_sigmask", "SIG_BLOCK", "SIG_SETMASK", "SIGXCPU",
)  # fmt: skip

_import = builtins.__import__


def _without(
    name: str,
    globals: "dict[str, object] | None" = None,  # noqa: A002 (as the function is called that it stands before)
    locals: object = None,  # noqa: A002
    fromlist: "tuple[str, ...]" = (),
    level: int = 0,
) -> object:
    if name in MODULES and globals and str(globals.get("__name__", "")).startswith("clipiqa_desktop"):
        raise ImportError(f"No module named {name!r}, as on Windows")
    return _import(name, globals, locals, fromlist, level)


_GOING = {"os.rename": (0, 1), "os.remove": (0,), "os.rmdir": (0,)}
_COMING = {"os.rename": 1, "os.mkdir": 0, "os.link": 1, "os.symlink": 1, "sqlite3.connect": 0}
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE)
_LIBRARIES_OF_PYTHON = ("contextlib", "pathlib", "shutil", "sqlite3", "sitecustomize", "tempfile")
_working = False


def _as_windows_would(event: str, arguments: "tuple[object, ...]") -> None:
    """Refuses what Windows refuses, of what the program does."""
    global _working  # noqa: PLW0603 (what is asked here must not be asked about)
    if _working or not (event in _GOING or event in _COMING or event == "open") or not _is_by_the_program():
        return
    _working = True
    try:
        for at in _GOING.get(event, ()):
            _require_closed(arguments[at])
        if event in _COMING or (
            event == "open" and int(str(arguments[2] or 0)) & (os.O_CREAT | os.O_WRONLY | os.O_RDWR)
        ):
            _require_legal(arguments[_COMING.get(event, 0)])
    finally:
        _working = False


def _is_by_the_program() -> bool:
    frame = sys._getframe(1).f_back
    while frame and _module(frame).partition(".")[0] in _LIBRARIES_OF_PYTHON:
        frame = frame.f_back
    return frame is not None and _module(frame).startswith("clipiqa_desktop")


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__"))


def _require_closed(path: object) -> None:
    if not isinstance(path, str | bytes | os.PathLike):
        return
    file = Path(os.fsdecode(path))
    whole = file.parent.resolve() / file.name  # of a link the link itself
    if whole in _open_files():
        raise PermissionError(errno.EACCES, "It is open in a program, as on Windows", str(whole))


def _open_files() -> "set[Path]":
    """Of all processes that may be asked."""
    held = set()
    for process in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            for handle in process.iterdir():
                with contextlib.suppress(OSError):
                    held.add(handle.readlink())
    return held


def _require_legal(path: object) -> None:
    name = Path(os.fsdecode(path)).name if isinstance(path, str | bytes | os.PathLike) else ""
    if name != ":memory:" and _REFUSED.search(name.partition("?mode=")[0]):  # which is how SQLite is told to read alone
        raise OSError(errno.EINVAL, "Its name is refused, as on Windows", name)


def _rename(old: str, new: str, **places: int) -> None:
    if os.path.lexists(new) and _is_by_the_program():
        raise FileExistsError(errno.EEXIST, "It is there already, as on Windows", new)
    _os_rename(old, new, **places)


_os_rename = os.rename


def strip() -> None:
    for module in (os, signal):
        for name in MISSING[module.__name__]:
            if name not in WANTED and hasattr(module, name):
                delattr(module, name)
    builtins.__import__ = _without
    os.rename = _rename  # type: ignore[assignment]
    sys.addaudithook(_as_windows_would)


if __name__ == "sitecustomize":
    strip()
