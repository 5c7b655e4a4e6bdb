"""Python without what Windows' Python lacks, for a folder at the front of PYTHONPATH: children get it too.

Modules are missing for the program alone: the standard library of this system needs some of them itself.
"""

import builtins
import os
import signal

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


def strip() -> None:
    for module in (os, signal):
        for name in MISSING[module.__name__]:
            if name not in WANTED and hasattr(module, name):
                delattr(module, name)
    builtins.__import__ = _without


if __name__ == "sitecustomize":
    strip()
