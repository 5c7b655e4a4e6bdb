"""The catalog as this program fills it: with the columns of the attributes that are built in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.perception.attributes import KEYS


def open_catalog(path: Path) -> Catalog:
    """Opens the file, or makes it; whoever opens closes. Raises UserError where it cannot be used."""
    return Catalog(path, KEYS)


@contextmanager
def catalog_beside_window(path: Path) -> Iterator[Catalog]:
    """The same for a command, closed at its end; a window that is open then sees whether the command wrote."""
    with closing(open_catalog(path)) as catalog:
        before = catalog.connection.total_changes
        try:
            yield catalog
        finally:
            if catalog.connection.total_changes != before:
                catalog.count_command()
