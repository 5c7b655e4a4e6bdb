from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.readers import LOG
from tools.shoot import Shoot, opened_shoot


@pytest.fixture
def shoot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shoot]:
    """An empty folder with an empty catalog."""
    monkeypatch.setenv(LOG, str(tmp_path / "read.log"))
    with opened_shoot(tmp_path) as opened:
        yield opened
