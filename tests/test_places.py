from pathlib import Path

import pytest

from clipiqa_desktop.places import command_words, own_places


def test_basedir_holds_everything_but_the_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    places = own_places(Path("base"))
    for place in (places.catalog, places.thumbnails, places.settings, places.logs):
        assert place.parent == tmp_path / "base"
    assert places.weights == own_places().weights


def test_the_users_own_places_are_apart_and_not_yet_made(own_places: Path) -> None:
    from clipiqa_desktop.places import own_places as find

    places = find()
    every = [places.catalog, places.thumbnails, places.settings, places.logs, places.weights]
    assert len(set(every)) == 5
    assert all(place.is_relative_to(own_places) for place in every)
    assert not any(place.exists() for place in every)


def test_commands_are_said_with_the_place_of_the_catalog_that_they_are_about(tmp_path: Path) -> None:
    assert command_words(own_places().catalog, "rescue") == "`clipiqa-desktop rescue`"
    base = tmp_path / "my base"
    assert command_words(base / "catalog.db", "score", tmp_path) == (
        f"`clipiqa-desktop score {tmp_path} --basedir '{base}'`"
    )
