import os
import re
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from tools.command_line import clipiqa, run_python

from clipiqa_desktop import __version__
from clipiqa_desktop.__main__ import COMMANDS, main


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


@pytest.mark.parametrize("page", ["README.md", "resources/help/command-line.md"])
def test_every_command_stands_in_readme_and_manual(page: str) -> None:
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    named = set(re.findall(r"^    clipiqa-desktop ([a-z-]+)(?= |$)", text, re.MULTILINE))
    assert set(COMMANDS) == {name for name in named if not name.startswith("-")}


HEAVY = {"torch", "open_clip", "scipy", "PySide6", "numpy", "PIL"}


def imported(code: str, *words: object) -> set[str]:
    """What is imported by the time the code has run, in a process of its own."""
    return set(run_python(f"{code}\nimport sys\nprint(*sys.modules)", *words).stdout.splitlines()[-1].split())


def test_the_command_line_and_the_help_of_every_command_import_nothing_heavy() -> None:
    code = """
        from importlib import import_module
        from clipiqa_desktop.__main__ import COMMANDS
        for module in COMMANDS.values():
            import_module(module).parser().format_help()
        """
    modules = imported(textwrap.dedent(code))
    assert set(COMMANDS.values()) <= modules
    assert not HEAVY & modules


@pytest.mark.parametrize(
    ("words", "module"),
    [
        (["list"], "culling.photo_table"),
        (["mark", "--stars", "1", "none.jpg"], "culling.sidecar_files"),
        (["score", "none"], "indexing.run"),
        (["export", "picks"], "culling.export.exporting"),
    ],
)
def test_all_but_evaluate_and_learn_import_neither_torch_nor_qt(words: list[str], module: str, tmp_path: Path) -> None:
    code = f"import sys\nfrom clipiqa_desktop.__main__ import main\nmain(sys.argv[1:])\nimport clipiqa_desktop.{module}"
    modules = imported(code, *words, "--basedir", tmp_path)
    assert "clipiqa_desktop.catalog.catalog" in modules
    assert not {"torch", "open_clip", "PySide6"} & modules


def test_nothing_is_written_outside_basedir(tmp_path: Path, own_places: Path) -> None:
    clipiqa("score", tmp_path, "--basedir", tmp_path / "base")
    assert (tmp_path / "base" / "logs" / "clipiqa-desktop.log").exists()
    assert list(own_places.iterdir()) == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_takes_a_basedir_and_verbose(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*filter(None, [command]), "--help"])
    told = capsys.readouterr().out
    assert "--basedir DIR" in told
    assert "--verbose" in told


@pytest.mark.parametrize("wrong", ["CREATE TABLE more (id)", "no statement at all"])
def test_a_catalog_that_takes_nothing_is_a_sentence_and_no_error_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "some.db")) as connection:
        connection.execute("CREATE TABLE one (id)")

    def run(*_: object) -> int:
        with closing(sqlite3.connect(f"file:{tmp_path / 'some.db'}?mode=ro", uri=True)) as connection:
            connection.execute(wrong)
        return 0

    monkeypatch.setattr("clipiqa_desktop.commands.list.run", run)
    is_ours = wrong.startswith("no")
    assert main(["list", "--basedir", str(tmp_path / "base")]) == (70 if is_ours else 2)
    assert ("it may only be read. What is done is kept." in capsys.readouterr().err) is not is_ours


@pytest.mark.parametrize("where", ["raise KeyboardInterrupt", "exec('raise KeyboardInterrupt')"])
def test_an_interrupt_is_told_and_has_its_exit_code_wherever_it_comes(tmp_path: Path, where: str) -> None:
    """What data classes make is compiled from strings; started by `-m`, Python would end as killed by such a Ctrl+C."""
    code = f"""
        import sys
        from clipiqa_desktop.__main__ import main
        from clipiqa_desktop.commands import list as command

        def interrupted(options, places):
            {where}

        if __name__ == "__main__":
            command.run = interrupted
            sys.exit(main(["list", "--basedir", sys.argv[1]]))
    """
    (tmp_path / "interrupted.py").write_text(textwrap.dedent(code), "utf-8")
    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    words = [sys.executable, "-m", "interrupted", tmp_path]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": paths})
    assert (ran.returncode, ran.stderr) == (130, "clipiqa-desktop: stopped; what is done is kept.\n")
