from pathlib import Path

import pytest
from tools.some_fields import scored_by

from clipiqa_desktop.catalog.query.presets import Presets
from clipiqa_desktop.catalog.query.query import Query, Range, SortKey
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.settings import Settings

FIELDS = scored_by("quality", "happy")
SHARP = Query(
    folders=frozenset({1}),
    ranges=(("quality", Range(80, None, percentile=True)),),
    sort=(SortKey("stars", descending=True), SortKey("quality", descending=True)),
    name="DSC_*",
    inverted=True,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.fixture
def presets(file: Path) -> Presets:
    return Presets(Settings(file))


def test_there_are_none_to_begin_with(presets: Presets) -> None:
    assert presets.names() == []


def test_presets_last_in_the_order_in_which_they_were_saved(presets: Presets, file: Path) -> None:
    presets.save("sharp", SHARP)
    presets.save(" all ", Query())
    presets.save("happy", Query().sorted_by("happy"))
    again = Presets(Settings(file))
    assert again.names() == ["sharp", "all", "happy"]
    assert again.query("happy", FIELDS) == Query().sorted_by("happy")


def test_folders_are_no_part_of_a_preset(presets: Presets) -> None:
    presets.save("sharp", SHARP)
    found = presets.query("sharp", FIELDS)
    assert found.folders is None
    assert (found.ranges, found.sort, found.name, found.inverted) == (SHARP.ranges, SHARP.sort, "DSC_*", True)


def test_saving_again_replaces_in_place(presets: Presets, file: Path) -> None:
    presets.save("one", SHARP)
    presets.save("two", SHARP)
    presets.save("one", Query())
    assert presets.names() == ["one", "two"]
    assert Presets(Settings(file)).query("one", FIELDS) == Query()


def test_renaming_keeps_the_place(presets: Presets, file: Path) -> None:
    for name in ("one", "two", "three"):
        presets.save(name, SHARP)
    presets.rename("two", "zwei")
    presets.rename("one", "one")
    assert Presets(Settings(file)).names() == ["one", "zwei", "three"]
    with pytest.raises(UserError, match="three"):
        presets.rename("one", "three")
    with pytest.raises(KeyError):
        presets.rename("two", "deux")
    assert presets.names() == ["one", "zwei", "three"]


def test_a_deleted_preset_is_gone(presets: Presets, file: Path) -> None:
    presets.save("one", SHARP)
    presets.save("two", SHARP)
    presets.delete("one")
    assert Presets(Settings(file)).names() == ["two"]
    with pytest.raises(KeyError):
        presets.query("one", FIELDS)


@pytest.mark.parametrize("name", ["", "  "])
def test_a_preset_has_a_name(presets: Presets, name: str) -> None:
    with pytest.raises(UserError, match="name"):
        presets.save(name, SHARP)
    presets.save("one", SHARP)
    with pytest.raises(UserError, match="name"):
        presets.rename("one", name)
    assert presets.names() == ["one"]


@pytest.mark.parametrize("text", ['{"presets": 3}', '{"presets": {"one": 3}}', '{"presets": {"one": {"sort": 7}}}'])
def test_damaged_presets_ask_for_everything(file: Path, text: str) -> None:
    file.write_text(text)
    presets = Presets(Settings(file))
    assert all(presets.query(name, FIELDS) == Query() for name in presets.names())
    presets.save("new", SHARP)
    assert "new" in Presets(Settings(file)).names()
