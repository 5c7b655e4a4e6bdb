"""What the program writes down for whoever has to find out what went wrong."""

import logging
import logging.handlers
from pathlib import Path


def write_log(folder: Path) -> None:
    """Sends everything from level INFO on to a rotating file in `folder`; where that cannot be written, nowhere."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "clipiqa-desktop.log",
            maxBytes=1_000_000,
            backupCount=3,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("clipiqa_desktop")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
