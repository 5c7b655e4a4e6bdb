"""A settings file as another version of the program, or an editor, may leave it."""

import json
from pathlib import Path

from clipiqa_desktop.settings import Settings


def settings_of(path: Path, **values: object) -> Settings:
    """The settings that a file with these values makes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values))
    return Settings(path)
