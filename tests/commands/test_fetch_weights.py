"""`clipiqa-desktop fetch-weights`, from a server on this machine."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tools.file_server import CONTENT, DIGEST, Server, serving

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.commands import fetch_weights
from clipiqa_desktop.downloads import download
from clipiqa_desktop.downloads.models import NETWORK, Model, ModelFile
from clipiqa_desktop.places import own_places


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Has the network's weights, and a model of two files."""
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download, "RETRY_PAUSE_S", 0)
    with serving() as server:
        network = replace(NETWORK, files=[ModelFile([server.source()])])
        pair = [ModelFile([replace(server.source(), file_name=name)]) for name in ("a.bin", "b.bin")]
        monkeypatch.setattr(fetch_weights, "NETWORK", network)
        monkeypatch.setattr(fetch_weights, "MODELS", [network, Model("pair", "two files", "a test", pair)])
        yield server


def fetch(*words: str | Path) -> int:
    return main(["fetch-weights", *map(str, words)])


def test_they_arrive_where_all_commands_look(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch() == 0
    file = own_places().weights / "weights.bin"
    assert file.read_bytes() == CONTENT
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(file), f"SHA-256 {DIGEST}"]
    assert "needed for scores: 1 MB" in said.err
    assert "Carry" not in said.err


def test_a_file_for_another_computer_gets_the_name_that_is_wanted(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch("--to", tmp_path / "stick.bin") == 0
    assert (tmp_path / "stick.bin").read_bytes() == CONTENT
    assert sorted(path.name for path in tmp_path.glob("*.bin*")) == ["stick.bin", "stick.bin.sha256"]
    assert "drop it on the program's window" in capsys.readouterr().err


def test_a_folder_takes_them_under_their_own_names(server: Server, tmp_path: Path) -> None:
    assert fetch("--to", tmp_path) == 0
    assert (tmp_path / "weights.bin").read_bytes() == CONTENT


def test_another_model_is_fetched_by_its_own_option(server: Server, tmp_path: Path) -> None:
    assert fetch("--pair", "--to", tmp_path) == 0
    assert {path.name for path in tmp_path.glob("*.bin")} == {"a.bin", "b.bin"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "there"], "is there already"),
        (["--to", "no/where"], "is no folder"),
        (["--pair", "--to", "new"], "is no folder"),
    ],
)
def test_nothing_is_overwritten_or_guessed(
    server: Server,
    tmp_path: Path,
    words: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").write_text("mine")
    assert fetch(*words) == 2
    assert sentence in capsys.readouterr().err
    assert Path("there").read_text() == "mine"
    assert server.ranges == []


def test_a_file_of_the_same_kind_that_lies_there_is_not_renamed(server: Server, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(CONTENT)
    assert fetch("--to", tmp_path / "new.bin") == 2
    assert (tmp_path / "weights.bin").read_bytes() == CONTENT


def test_what_was_broken_off_goes_on(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server.drop_after = [1234, *[0] * download.FRUITLESS_TRIES]
    assert fetch("--to", tmp_path) == 2
    assert "goes on where it stopped" in capsys.readouterr().err
    assert fetch("--to", tmp_path) == 0
    assert server.ranges[-1] == "bytes=1234-"
    assert (tmp_path / "weights.bin").read_bytes() == CONTENT
