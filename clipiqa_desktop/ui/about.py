"""What the program says of itself."""

from html import escape

from clipiqa_desktop import __version__
from clipiqa_desktop.places import Places


def about_text(places: Places) -> str:
    """Version, paper, and where everything is kept, as rich text."""
    kept = {
        "Catalog": places.catalog,
        "Thumbnails": places.thumbnails,
        "Settings": places.settings,
        "Logs": places.logs,
        "Weights": places.weights,
    }
    lines = "<br>".join(f"{name}: {escape(str(path))}" for name, path in kept.items())
    return (
        f"<b>CLIP-IQA Desktop {__version__}</b><p>Scores after Wang, Chan, Loy: “Exploring CLIP for Assessing the Look "
        f"and Feel of Images”, AAAI 2023.<p>{lines}"
    )
