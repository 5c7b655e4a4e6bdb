"""A trash of its own for a test."""

import os
from pathlib import Path

import pytest


def own_trash(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library looks at the environment once, when it is imported; this puts its trash below `home`."""
    from send2trash import plat_other

    data = home / "data"
    data.mkdir(exist_ok=True)
    monkeypatch.setattr("send2trash.send2trash", plat_other.send2trash)
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", os.fsencode(data))
    monkeypatch.setattr(plat_other, "HOMETRASH_B", os.fsencode(data / "Trash"))
    monkeypatch.setattr(plat_other, "HOMETRASH", str(data / "Trash"))
    return data / "Trash"
