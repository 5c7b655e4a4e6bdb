from pathlib import Path

import pytest

from clipiqa_desktop.settings import Settings


def test_settings_are_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    Settings(path).set("sort", ["happy", True])
    settings = Settings(path)
    assert settings.get("sort") == ["happy", True]
    assert settings.get("size") is None
    assert settings.get("size", 160) == 160
    settings.set("sort", None)
    assert Settings(path).get("sort", "default") is None
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe"])
def test_damaged_settings_start_afresh(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get("sort") is None
    settings.set("sort", "name")
    assert Settings(path).get("sort") == "name"


def test_a_place_that_cannot_be_written_costs_the_setting_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.set("sort", "name")
    assert settings.get("sort") == "name"
