"""The catalog as this program fills it: with the columns of the attributes that are built in."""

from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.perception.attributes import KEYS


def open_catalog(path: Path) -> Catalog:
    """Opens the file, or makes it; whoever opens closes. Raises UserError where it cannot be used."""
    return Catalog(path, KEYS)
