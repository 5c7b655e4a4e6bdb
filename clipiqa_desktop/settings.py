"""What the program remembers between two starts, as a small JSON file."""

import json
import logging
import os
from pathlib import Path
from typing import Any

from clipiqa_desktop.regular_file import parsed_json, read_regular

_MOST_BYTES = 1 << 20

_log = logging.getLogger(__name__)


class Settings:
    """Values by name. Every change is written at once, to a new file that replaces the old one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)

    def get(self, name: str, default: Any = None) -> Any:
        """The value kept under this name."""
        return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Keeps a value that JSON can hold. A full or read-only disk costs the setting, not the program."""
        if self._values.get(name) == value and name in self._values:
            return
        self._values[name] = value
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = self._path.with_suffix(".new")
            new.write_text(json.dumps(self._values, indent=1), encoding="utf-8")
            os.replace(new, self._path)  # noqa: PTH105 (says what it does)
        except OSError as error:
            _log.warning("The settings cannot be written: %s", error)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = parsed_json(read_regular(path, _MOST_BYTES).decode())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("The settings in %s cannot be read and start afresh: %s", path, error)
        return {}
    return values if isinstance(values, dict) else {}
