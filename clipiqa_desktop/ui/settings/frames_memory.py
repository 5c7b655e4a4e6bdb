"""How much memory the photographs may take that are prepared for looking at them large."""

from clipiqa_desktop.settings import Settings

NAME = "frames_mb"
LEAST_MB, USUAL_MB, MOST_MB = 200, 1000, 16_000


def frames_mb(settings: Settings) -> int:
    """In megabytes; the usual amount where nothing sensible is kept."""
    kept = settings.get(NAME)
    return kept if isinstance(kept, int) and LEAST_MB <= kept <= MOST_MB else USUAL_MB


def frames_memory(settings: Settings) -> int:
    """The same in bytes."""
    return frames_mb(settings) * 1_000_000
