"""How a cut was wanted stays, for each folder and over a new start."""

from pathlib import Path

import pytest
from ui.driving import SHOOT

from clipiqa_desktop.culling.suggestions import CLIPPED, UNFOCUSED, WORSE, CutOptions
from clipiqa_desktop.settings import CUTS, Settings
from clipiqa_desktop.ui.suggestions.cut_memory import MOST_FOLDERS, CutMemory, CutSettings, from_json, to_json

WISH = CutSettings(CutOptions(300, frozenset({CLIPPED}), {UNFOCUSED: 3.0}), "brightness")
ONE, TWO = Path("/shoots/one"), Path("/shoots/two")


@pytest.fixture
def memory(tmp_path):
    return CutMemory(Settings(tmp_path / "settings.json"))


def test_each_folder_has_its_own_over_a_new_start(memory, tmp_path):
    memory.keep(ONE, WISH)
    memory.keep(None, CutSettings())
    again = CutMemory(Settings(tmp_path / "settings.json"))
    assert again.of(ONE) == WISH
    assert again.of(None) == CutSettings()


def test_a_new_folder_begins_with_the_habits_and_not_with_the_number(memory):
    assert memory.of(TWO) == CutSettings()
    memory.keep(ONE, WISH)
    assert memory.of(TWO) == CutSettings(CutOptions(None, frozenset({CLIPPED}), {UNFOCUSED: 3.0}), "brightness")


def test_only_so_many_folders_are_remembered(memory, tmp_path):
    for number in range(MOST_FOLDERS + 5):
        memory.keep(Path(f"/shoots/{number}"), WISH)
    kept = Settings(tmp_path / "settings.json").get(CUTS)
    assert len(kept) == MOST_FOLDERS
    assert str(Path("/shoots/0")) not in kept


@pytest.mark.parametrize(
    "said", [None, 7, [], {"keep": "many"}, {"keep": -3}, {"keep": True}, {"rejecting": ["nobody"]}, {"best_by": 4}]
)
def test_what_makes_no_sense_is_as_usual(said):
    assert from_json(said) == CutSettings()


def test_limits_beyond_all_sense_are_brought_back():
    limits = {UNFOCUSED: 1e9, CLIPPED: float("nan"), "other": 1}
    assert from_json(to_json(WISH) | {"limits": limits}).options.limits == {UNFOCUSED: 5.0}
    assert from_json(to_json(WISH)) == WISH


def test_the_window_brings_it_back(open_window, filler, qtbot):
    filler.shoot(6)
    window = open_window()
    window.cut.open_panel()
    panel = window.cut.panel
    panel.keep.setValue(2)
    panel.switches[WORSE].setChecked(False)
    panel.switches[CLIPPED].setChecked(True)
    panel.limits[UNFOCUSED].setValue(300)
    panel.best_by_changed.emit("brightness")
    window.close()
    again = open_window()
    again.cut.open_panel()
    panel = again.cut.panel
    assert (panel.keep.value(), panel.best_by.currentData()) == (2, "brightness")
    assert panel.options == CutOptions(2, frozenset({UNFOCUSED, CLIPPED}), panel.options.limits)
    assert panel.options.limit(UNFOCUSED) == 3.0
    again.library.choose_folder(SHOOT)
    qtbot.waitUntil(lambda: panel.options.keep is None)
    assert panel.switches[CLIPPED].isChecked()
    again.library.choose_folder(None)
    qtbot.waitUntil(lambda: panel.options.keep == 2)
