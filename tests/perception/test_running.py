import json
from dataclasses import replace
from pathlib import Path

import pytest

from clipiqa_desktop.perception.running import (
    Running,
    Wish,
    expected_precision,
    recall,
    remember,
    wanted_precision,
)
from clipiqa_desktop.perception.weights import Origin, Weights
from clipiqa_desktop.settings import Settings

WEIGHTS = Weights(Path("weights.safetensors"), "1" * 64, Origin.OPENAI)
RUNNING = Running("cpu", "bf16", 4, 2)


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    return Wish("cpu", "auto", tmp_path / "network.json")


def test_what_was_chosen_is_remembered_for_these_weights_and_this_wish_only(wish: Wish) -> None:
    assert recall(WEIGHTS, wish) is None
    remember(WEIGHTS, wish, RUNNING)
    assert recall(WEIGHTS, wish) == RUNNING
    assert recall(replace(WEIGHTS, sha256="2" * 64), wish) is None
    assert recall(WEIGHTS, replace(wish, precision="fp32")) is None
    assert recall(WEIGHTS, replace(wish, device="auto")) is None


def test_another_computer_with_the_same_settings_chooses_for_itself(
    wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(WEIGHTS, wish, RUNNING)
    monkeypatch.setattr("platform.node", lambda: "laptop")
    assert recall(WEIGHTS, wish) is None


@pytest.mark.parametrize("stored", [{"device": "cpu"}, {"colour": "red"}, None])
def test_what_makes_no_sense_is_chosen_anew(wish: Wish, stored: object) -> None:
    remember(WEIGHTS, wish, RUNNING)
    assert wish.choices
    name = next(iter(json.loads(wish.choices.read_text())))
    wish.choices.write_text(json.dumps({name: stored}))
    assert recall(WEIGHTS, wish) is None


def test_without_a_file_nothing_is_remembered() -> None:
    remember(WEIGHTS, Wish(), RUNNING)
    assert recall(WEIGHTS, Wish()) is None


def test_the_precision_is_expected_as_named_or_as_last_time(wish: Wish) -> None:
    assert expected_precision(WEIGHTS, replace(wish, precision="bf16")) == "bf16"
    assert expected_precision(WEIGHTS, wish) == "fp32"
    remember(WEIGHTS, wish, RUNNING)
    assert expected_precision(WEIGHTS, wish) == "bf16"


@pytest.mark.parametrize(
    ("named", "kept", "wanted"),
    [
        ("auto", None, "auto"),
        ("auto", "fp32", "fp32"),
        ("bf16", "fp32", "bf16"),
        ("auto", "fp64", "auto"),
        ("auto", 16, "auto"),
    ],
)
def test_the_command_line_counts_more_than_the_settings(named: str, kept: object, wanted: str, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.set("precision", kept)
    assert wanted_precision(named, settings) == wanted


def test_people_read_where_it_runs_and_why_not_faster() -> None:
    assert RUNNING.description == "CPU bf16"
    refused = Running("cpu", "fp32", 4, 2, "bf16 would move scores by 0.040, ranks to 0.9950")
    assert refused.description == "CPU fp32 (bf16 would move scores by 0.040, ranks to 0.9950)"
