"""What a Linux desktop needs beside the program: the script that installs it, menu entry, metainfo and icons."""

from pathlib import Path
from shutil import copy, copytree

from naming import APP_ID, ROOT

RESOURCES = ROOT / "resources"


def add_desktop_files(folder: Path) -> None:
    """Puts `install.sh` into the folder that holds the executable `clipiqa-desktop`, and all it installs into `share`.

    What lies in `share` then lies where the user's data folder (XDG_DATA_HOME) is to have it.
    """
    copy(ROOT / "packaging" / "linux" / "install.sh", folder)
    share = folder / "share"
    _add(RESOURCES / "linux" / f"{APP_ID}.desktop", share / "applications")
    _add(RESOURCES / "linux" / f"{APP_ID}.metainfo.xml", share / "metainfo")
    _add(RESOURCES / "icons" / f"{APP_ID}.svg", share / "icons" / "hicolor" / "scalable" / "apps")
    copytree(RESOURCES / "icons" / "hicolor", share / "icons" / "hicolor", dirs_exist_ok=True)


def _add(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    copy(file, folder)
