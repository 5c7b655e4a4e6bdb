import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from tools.settings_file import settings_of

from clipiqa_desktop.perception.runtime.config import (
    NetworkOptions,
    RuntimeConfig,
    RuntimeOptions,
    expected_precision,
    network_options,
    recall,
    remember,
)
from clipiqa_desktop.perception.weights import Origin, Weights
from clipiqa_desktop.settings import Settings

WEIGHTS = Weights(Path("weights.safetensors"), "1" * 64, Origin.OPENAI)
RUNNING = RuntimeConfig("cpu", "bf16", 4, 2)
SENSELESS = [
    asdict(RUNNING) | wrong for wrong in ({"threads": "many"}, {"threads": 0}, {"device": "abacus"}, {"batch": 1e9})
]


@pytest.fixture
def options(tmp_path: Path) -> RuntimeOptions:
    return RuntimeOptions("cpu", "auto", tmp_path / "network.json")


def test_what_was_chosen_is_remembered_for_these_weights_and_this_wish_only(options: RuntimeOptions) -> None:
    assert recall(WEIGHTS, options) is None
    remember(WEIGHTS, options, RUNNING)
    assert recall(WEIGHTS, options) == RUNNING
    assert recall(replace(WEIGHTS, sha256="2" * 64), options) is None
    assert recall(WEIGHTS, replace(options, precision="fp32")) is None
    assert recall(WEIGHTS, replace(options, device="auto")) is None


def test_another_computer_with_the_same_settings_chooses_for_itself(
    options: RuntimeOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(WEIGHTS, options, RUNNING)
    monkeypatch.setattr("platform.node", lambda: "laptop")
    assert recall(WEIGHTS, options) is None


RAN = {"device": "cpu", "precision": "bf16", "threads": 2, "batch": 1, "remark": ""}
NO_SENSE = [{"threads": 10**9}, {"threads": 0}, {"threads": "2"}, {"batch": -1}, {"batch": None}, {"precision": "auto"},
            {"precision": ["bf16"]}, {"device": {}}]  # fmt: skip


@pytest.mark.parametrize(
    "stored", [{"device": "cpu"}, {"colour": "red"}, None, 5, "x", [1], *(RAN | each for each in NO_SENSE)]
)
def test_what_makes_no_sense_is_chosen_anew(options: RuntimeOptions, stored: object) -> None:
    remember(WEIGHTS, options, RUNNING)
    assert options.choices
    name = next(iter(json.loads(options.choices.read_text())))
    options.choices.write_text(json.dumps({name: stored}))
    assert recall(WEIGHTS, options) is None


def test_without_a_file_nothing_is_remembered() -> None:
    remember(WEIGHTS, RuntimeOptions(), RUNNING)
    assert recall(WEIGHTS, RuntimeOptions()) is None


def test_the_precision_is_expected_as_named_or_as_last_time(options: RuntimeOptions) -> None:
    assert expected_precision(WEIGHTS, replace(options, precision="bf16")) == "bf16"
    assert expected_precision(WEIGHTS, options) == "fp32"
    remember(WEIGHTS, options, RUNNING)
    assert expected_precision(WEIGHTS, options) == "bf16"


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
    settings = settings_of(tmp_path / "settings.json", precision=kept)
    assert network_options(settings, precision=named).precision == wanted


def test_weights_and_device_of_the_settings_hold_where_the_command_line_names_none(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "settings.json", weights="/kept.pt", device="cpu")
    assert network_options(settings) == NetworkOptions(Path("/kept.pt"), "cpu", "auto")
    named = NetworkOptions(Path("/named.pt"), "cuda", "fp32")
    assert network_options(settings, named.weights, named.device, named.precision) == named
    assert network_options(Settings(tmp_path / "none.json")) == NetworkOptions(None, "auto", "auto")


def test_people_read_where_it_runs_and_why_not_faster() -> None:
    assert RUNNING.description == "CPU bf16"
    refused = RuntimeConfig("cpu", "fp32", 4, 2, "bf16 would move scores by 0.040, ranks to 0.9950")
    assert refused.description == "CPU fp32 (bf16 would move scores by 0.040, ranks to 0.9950)"
