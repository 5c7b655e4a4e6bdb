from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clipiqa_desktop.catalog.catalog import Catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """An empty catalog that knows three attributes."""
    with closing(Catalog(tmp_path / "catalog.db", ("quality", "sharpness", "happy"))) as opened:
        yield opened
