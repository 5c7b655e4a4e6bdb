from pathlib import Path

import pytest
from tools.settings_file import settings_of

from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.photos.label_names import LIGHTROOM_NAMES
from clipiqa_desktop.settings import Settings

GERMAN = {"red": "Rot", "yellow": "Gelb", "green": "Grün", "blue": "Blau", "purple": "Lila"}


def kept(tmp_path: Path, value: object) -> SidecarSettings:
    return SidecarSettings.from_settings(settings_of(tmp_path / "settings.json", sidecars=value))


def test_they_are_there_at_the_next_start(tmp_path: Path) -> None:
    chosen = SidecarSettings("as I mark", GERMAN, reject_as_minus_one=True, full_name=True, embed=True)
    chosen.to_settings(Settings(tmp_path / "settings.json"))
    assert SidecarSettings.from_settings(Settings(tmp_path / "settings.json")) == chosen
    assert (chosen.options.label_names, chosen.options.reject_as_minus_one, chosen.options.full_name) == (
        GERMAN,
        True,
        True,
    )


@pytest.mark.parametrize(
    "value", [None, 1, "off", [], {}, {"mode": "on"}, {"mode": []}, {"embed": 1, "full_name": "x"}]
)
def test_what_makes_no_sense_is_as_if_it_were_not(tmp_path: Path, value: object) -> None:
    assert kept(tmp_path, value) == SidecarSettings()


@pytest.mark.parametrize("names", [1, {"red": ""}, {"red": "blue"}, {"red": 3}, {**GERMAN, "blue": " rot "}])
def test_names_that_would_not_tell_the_colours_apart_are_the_usual_ones(tmp_path: Path, names: object) -> None:
    assert kept(tmp_path, {"label_names": names, "mode": "off"}) == SidecarSettings("off", LIGHTROOM_NAMES)


def test_some_names_alone_may_differ(tmp_path: Path) -> None:
    assert kept(tmp_path, {"label_names": {"red": "Client"}}).label_names == LIGHTROOM_NAMES | {"red": "Client"}
