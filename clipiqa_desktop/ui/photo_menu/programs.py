"""Other programs: which of them open a photograph, started with some, and the file manager that shows where they lie.

The branches for Windows and macOS were written by their systems' documentation; nobody has run them yet.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QMimeDatabase, QProcess, QProcessEnvironment, QUrl
from PySide6.QtGui import QDesktopServices

from clipiqa_desktop.ui.photo_menu.desktop_entries import entries_for


@dataclass(frozen=True)
class Program:
    """What opens photographs; `start` raises OSError or ValueError where it cannot be started."""

    name: str
    start: Callable[[Sequence[Path]], object]


def programs_for(file: Path) -> list[Program]:
    """What the system names for files of this kind, the usual one first."""
    if sys.platform == "win32":
        return [Program("Choose a program…", _ask_windows)]
    if sys.platform == "darwin":
        return [Program(app.stem, partial(_open_on_mac, app)) for app in _mac_editors()]
    kind = QMimeDatabase().mimeTypeForFile(str(file), QMimeDatabase.MatchMode.MatchExtension)
    kinds = [each for each in (kind.name(), *kind.aliases(), *kind.allAncestors()) if each.startswith("image/")]
    entries = entries_for(kinds, QLocale().name())
    return [Program(entry.name, lambda files, entry=entry: _run(entry.commands(files))) for entry in entries]  # type: ignore[misc]


def open_usually(files: Sequence[Path]) -> None:
    """With the program that a double click in the file manager starts."""
    for file in files:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


def show_in_file_manager(files: Sequence[Path]) -> None:
    """With the files selected, where the file manager can do that; else their folder."""
    if sys.platform == "win32":
        _run([["explorer", "/select,", str(files[0])]])
    elif sys.platform == "darwin":
        _run([["open", "-R", *map(str, files)]])
    elif not _shown_by_bus(files):
        for folder in dict.fromkeys(file.parent for file in files):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _shown_by_bus(files: Sequence[Path]) -> bool:
    """Whether a file manager has taken org.freedesktop.FileManager1.ShowItems."""
    from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    name = "org.freedesktop.FileManager1"
    manager = QDBusInterface(name, "/org/freedesktop/FileManager1", name, bus)
    manager.setTimeout(2000)
    answer = manager.call("ShowItems", [file.as_uri() for file in files], "")
    return answer.type() == QDBusMessage.MessageType.ReplyMessage


def _run(commands: Sequence[Sequence[str]]) -> None:
    """Raises OSError."""
    for name, *arguments in commands:
        process, environment = QProcess(), QProcessEnvironment()
        for variable, value in outside_environment(os.environ).items():
            environment.insert(variable, value)
        process.setProgram(name)
        process.setArguments(arguments)
        process.setProcessEnvironment(environment)
        for redirect in (process.setStandardInputFile, process.setStandardOutputFile, process.setStandardErrorFile):
            redirect(QProcess.nullDevice())
        if not process.startDetached():
            raise OSError(process.errorString())


def outside_environment(own: Mapping[str, str]) -> dict[str, str]:
    """The environment for other programs: without the libraries of a packaged program, which PyInstaller puts first."""
    environment = dict(own)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = environment.pop(f"{name}_ORIG", None)
        if before is not None:
            environment[name] = before
        elif getattr(sys, "frozen", False):
            environment.pop(name, None)
    return environment


def _ask_windows(files: Sequence[Path]) -> None:
    for file in files:
        os.startfile(file, "openas")  # type: ignore[attr-defined,unused-ignore]


def _mac_editors() -> list[Path]:
    """The programs for photographs that are known by name, as far as they are installed."""
    names = ("Photoshop", "Lightroom", "Capture One", "Affinity Photo", "darktable", "RawTherapee", "GIMP", "Preview")
    folders = (Path("/Applications"), Path("/System/Applications"))
    found = (app for folder in folders for app in sorted((*folder.glob("*.app"), *folder.glob("*/*.app"))))
    return [app for app in found if any(name in app.stem for name in names)]


def _open_on_mac(app: Path, files: Sequence[Path]) -> None:
    _run([["open", "-a", str(app), *map(str, files)]])
