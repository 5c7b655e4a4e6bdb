import json
import logging
from pathlib import Path
from typing import Any

import pytest
from tools.settings_file import settings_of

from clipiqa_desktop.settings import FRAMES_MB, PAIR, PRESETS, SIDECARS, THEME, TOUR, WEIGHTS, WINDOW, Setting, Settings


def test_settings_are_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    assert Settings(path).get(THEME) == "dark"
    Settings(path).set(THEME, "light")
    Settings(path).set(WEIGHTS, "/a.pt")
    settings = Settings(path)
    assert (settings.get(THEME), settings.get(WEIGHTS), settings.get(PAIR)) == ("light", "/a.pt", True)
    settings.set(WEIGHTS, None)
    assert Settings(path).get(WEIGHTS) is None
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe", b"[" * 100_000, b'{"a": ' * 100_000])
def test_damaged_settings_start_afresh(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get(THEME) == "dark"
    settings.set(THEME, "light")
    assert Settings(path).get(THEME) == "light"


@pytest.mark.parametrize(
    ("setting", "kept"),
    [
        (PAIR, 1),
        (FRAMES_MB, True),
        (FRAMES_MB, 199),
        (FRAMES_MB, 1e3),
        (THEME, ["dark"]),
        (WEIGHTS, "a\0b"),
        (TOUR, "\ud800"),
        (PRESETS, 3),
    ],
)
def test_what_makes_no_sense_is_the_default_and_said_once(
    setting: Setting[Any], kept: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_of(tmp_path / "settings.json", **{setting.name: kept, "pair_": 1})
    for _ in range(2):
        assert settings.get(setting) == setting.default
        assert Settings(tmp_path / "settings.json").get(setting) == setting.default
    assert [f"The setting {setting.name} in " in message for message in caplog.messages] == [True]


def test_of_a_group_what_makes_sense_holds(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = {"mode": "off", "embed": 1, "full_name": True, "label_names": None, "of a later version": 1}
    settings = settings_of(tmp_path / "settings.json", sidecars=kept)
    assert settings.get(SIDECARS) == {"mode": "off", "full_name": True}
    assert ["sidecars.embed" in message for message in caplog.messages] == [True]


@pytest.mark.parametrize("number", ["1" * 30, "-" + "9" * 5000, "1e999", "-Infinity", "NaN"])
def test_an_absurd_number_costs_itself_alone(number: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{"theme": "light", "window": {{"side": {number}, "folder": "/a"}}}}')
    settings = Settings(path)
    assert (settings.get(THEME), settings.get(WINDOW)) == ("light", {"folder": "/a"})
    assert len(caplog.messages) == 1
    settings.set(THEME, "dark")
    assert json.loads(path.read_text()) == {"theme": "dark", "window": {"side": None, "folder": "/a"}}


def test_what_is_nested_too_deeply_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{"theme": "light", "presets": {{"one": {"[" * 500}{"]" * 500}, "two": {{}}}}}}')
    settings = Settings(path)
    assert list(settings.get(PRESETS)) == ["one", "two"]
    settings.set(THEME, "dark")
    assert Settings(path).get(THEME) == "dark"


def test_a_place_that_cannot_be_written_costs_the_setting_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    with caplog.at_level(logging.WARNING):
        settings.set(THEME, "light")
    assert settings.get(THEME) == "light"
