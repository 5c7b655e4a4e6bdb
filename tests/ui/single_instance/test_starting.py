"""The program started twice, in processes of their own."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tools.children import wait_until
from tools.command_line import PATIENCE_S, PROGRAM, clipiqa, said

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def start(*words: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*PROGRAM, *map(str, words)], env=os.environ | OFFSCREEN, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def second(*words: object, **options: object) -> "subprocess.CompletedProcess[str]":
    return clipiqa(*words, env=os.environ | OFFSCREEN, **options)


def roots(base: Path) -> list[bytes]:
    """What is in the left panel of the window on this base."""
    try:
        with closing(sqlite3.connect(f"file:{base / 'catalog.db'}?mode=ro", uri=True)) as catalog:
            return [os.fsencode(path) for (path,) in catalog.execute("SELECT path FROM folders WHERE is_root")]
    except sqlite3.Error:
        return []


def is_open(base: Path) -> bool:
    """It keeps its dump for crashes from then on."""
    return (base / "logs" / "crashes" / "running.txt").exists()


@contextmanager
def window(base: Path, *words: object) -> Iterator["subprocess.Popen[str]"]:
    with start("--basedir", base, *words) as program:
        try:
            wait_until(lambda: is_open(base))
            yield program
        finally:
            program.send_signal(signal.SIGCONT)
            program.terminate()
            program.wait(PATIENCE_S)


@pytest.fixture
def shoots(tmp_path: Path) -> list[Path]:
    folders = [tmp_path / name for name in ("one", os.fsdecode(b"\xe9t\xe9"))]
    for folder in folders:
        folder.mkdir()
    return folders


def test_a_second_start_hands_its_folders_over_and_ends(tmp_path: Path, shoots: list[Path]) -> None:
    base = tmp_path / "base"
    with window(base, shoots[0]) as first:
        ran = second("--basedir", base, shoots[1].name, "--device", "cpu", "--weights", "w.pt", cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (0, "")
        assert said(ran) == ["clipiqa-desktop: the window that is open keeps its own --weights and --device."]
        wait_until(lambda: {*roots(base)} == {os.fsencode(folder) for folder in shoots})
        assert first.poll() is None
    assert first.returncode == 0  # SIGTERM is an end in order
    assert not is_open(base)


def test_two_starts_at_once_end_in_one_window(tmp_path: Path, shoots: list[Path]) -> None:
    base = tmp_path / "base"
    both = [start("--basedir", base, folder) for folder in shoots]
    try:
        wait_until(lambda: any(program.poll() is not None for program in both))
        wait_until(lambda: {*roots(base)} == {os.fsencode(folder) for folder in shoots})
        assert sorted(str(program.poll()) for program in both) == ["0", "None"]
    finally:
        for program in both:
            program.terminate()
            program.communicate()


def test_who_was_killed_is_in_nobodys_way_and_another_basedir_is_another_window(
    tmp_path: Path, shoots: list[Path]
) -> None:
    base = tmp_path / "base"
    with start("--basedir", base) as killed:
        wait_until(lambda: is_open(base))
        killed.kill()
    with window(base, shoots[0]), window(tmp_path / "another") as another:
        wait_until(lambda: roots(base) == [os.fsencode(shoots[0])])
        assert another.poll() is None
        assert roots(tmp_path / "another") == []
    assert not list((base / "logs" / "crashes").glob("*crash*"))


def test_a_window_that_hangs_is_a_sentence_after_some_seconds(tmp_path: Path, shoots: list[Path]) -> None:
    base = tmp_path / "base"
    with window(base) as first:
        first.send_signal(signal.SIGSTOP)
        ran = second("--basedir", base, shoots[0])
        assert ran.returncode == 2
        (sentence,) = said(ran)
        assert "The program is open already, but its window does not answer" in sentence
