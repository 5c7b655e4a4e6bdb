import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tools.command_line import clipiqa

from clipiqa_desktop import __version__
from clipiqa_desktop.__main__ import COMMANDS, main
from clipiqa_desktop.commands.parsers import window_parser


def test_the_version() -> None:
    result = clipiqa("--version")
    assert (result.returncode, result.stdout) == (0, f"clipiqa-desktop {__version__}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--help"],
            ["FOLDER", "--basedir", "--weights", "--device", "--precision", "--version", "clipiqa-desktop score"],
        ),
        (["evaluate", "--help"], ["IMAGES", "MOS.csv", "--backbone {RN50,ViT-B-32}", "--template", "--naive", "130"]),
        (["score", "--help"], ["FOLDER", "--csv", "--basedir", "--weights", "{auto,cpu,cuda,mps}", "130"]),
    ],
)
def test_the_help_tells_every_option(words: list[str], told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(words)
    assert raised.value.code == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in told)


@pytest.mark.parametrize(
    "words", [["score"], ["score", ".", "--device", "abacus"], ["score", ".", "--precision", "fp64"], ["--what"]]
)
def test_wrong_words_are_exit_code_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(words)
    assert raised.value.code == 2


def test_the_command_line_imports_nothing_heavy() -> None:
    code = "import clipiqa_desktop.__main__, sys; print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "open_clip", "PySide6", "numpy", "PIL"} & set(printed)


def test_the_score_command_itself_imports_neither_torch_nor_qt() -> None:
    code = "import clipiqa_desktop.commands.score, sys; print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "open_clip", "PySide6"} & set(printed)


def test_nothing_is_written_outside_basedir(tmp_path: Path, own_places: Path) -> None:
    clipiqa("score", tmp_path, "--basedir", tmp_path / "base")
    assert (tmp_path / "base" / "logs" / "clipiqa-desktop.log").exists()
    assert list(own_places.iterdir()) == []


@pytest.mark.parametrize("parser", [window_parser, *(parser for parser, _ in COMMANDS.values())])
def test_every_command_takes_a_basedir_and_verbose(parser: Callable[[], argparse.ArgumentParser]) -> None:
    told = parser().format_help()
    assert "--basedir DIR" in told
    assert "--verbose" in told
