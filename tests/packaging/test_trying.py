import subprocess
import sys
from pathlib import Path

import pytest
from trying import environment, try_out, without_network


def program(folder: Path, script: str) -> Path:
    """A program that behaves like that; it must not need anything of the surroundings."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_nothing_of_the_surroundings_is_told_but_what_a_system_needs(tmp_path: Path) -> None:
    own = {
        "PATH": "/usr/bin",
        "PYTHONPATH": "/s",
        "HOME": "/home/me",
        "SYSTEMROOT": "C:\\Windows",
        "XDG_DATA_HOME": "d",
    }
    told = environment(tmp_path / "home", tmp_path / "temporary", own)
    assert told["HOME"] == told["APPDATA"] == str(tmp_path / "home")
    assert told["PATH"] == str(tmp_path / "temporary")
    assert told["SYSTEMROOT"] == "C:\\Windows"
    assert not {"PYTHONPATH", "XDG_DATA_HOME"} & told.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the program is a shell script")
class TestTryingOut:
    def test_a_program_that_passes(self, tmp_path: Path) -> None:
        try_out(program(tmp_path, '[ "$1" = --self-test ] && [ -z "$PYTHONPATH" ] && ! command -v python3'))

    def test_a_program_that_fails(self, tmp_path: Path) -> None:
        with pytest.raises(SystemExit, match="exit code 7"):
            try_out(program(tmp_path, "exit 7"))

    def test_a_program_that_leaves_something_behind(self, tmp_path: Path) -> None:
        with pytest.raises(SystemExit, match="left something in the home: left"):
            try_out(program(tmp_path, 'echo >"$HOME/left"'))


def test_where_the_network_can_be_cut_off_it_is() -> None:
    words = without_network()
    if not words:
        pytest.skip("this system does not let a program cut the network off")
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    ran = subprocess.run([*words, sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "unreachable" in ran.stderr
