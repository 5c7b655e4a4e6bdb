"""Where the program keeps what it knows."""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "clipiqa-desktop"


@dataclass(frozen=True)
class Places:
    """The program's own files and folders; none of them need exist yet."""

    catalog: Path
    thumbnails: Path
    settings: Path
    logs: Path
    weights: Path

    @property
    def by_name(self) -> dict[str, Path]:
        """For people."""
        return {
            "Catalog": self.catalog,
            "Thumbnails": self.thumbnails,
            "Settings": self.settings,
            "Logs": self.logs,
            "Weights": self.weights,
        }

    @property
    def crashes(self) -> Path:
        """Reports of what went wrong unexpectedly."""
        return self.logs / "crashes"

    @property
    def stacks(self) -> Path:
        """Which photographs belonged together when the window was closed."""
        return self.thumbnails.with_name("stacks.npz")

    @property
    def choices(self) -> Path:
        """How the network runs on this computer, chosen at its first start."""
        return self.settings.with_name("network.json")


def own_places(basedir: Path | None = None) -> Places:
    """The user's own places, or all but the weights, which are large and shared, in `basedir`."""
    weights = platformdirs.user_data_path(_NAME, appauthor=False) / "weights"
    if basedir:
        base = basedir.absolute()
        return Places(base / "catalog.db", base / "thumbnails.db", base / "settings.json", base / "logs", weights)
    return Places(
        catalog=platformdirs.user_data_path(_NAME, appauthor=False) / "catalog.db",
        thumbnails=platformdirs.user_cache_path(_NAME, appauthor=False) / "thumbnails.db",
        settings=platformdirs.user_config_path(_NAME, appauthor=False) / "settings.json",
        logs=platformdirs.user_log_path(_NAME, appauthor=False),
        weights=weights,
    )


def command_words(catalog: Path, *words: str | Path) -> str:
    """How a person calls a command on this catalog, for sentences: `clipiqa-desktop list --basedir DIR`."""
    basedir = () if catalog.absolute() == own_places().catalog else ("--basedir", catalog.absolute().parent)
    shown = (os.fsencode(word).decode(errors="replace") for word in ("clipiqa-desktop", *words, *basedir))
    return f"`{shlex.join(shown)}`"
