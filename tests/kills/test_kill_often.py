"""However often the program is killed over its work with files and marks, nothing is lost and nothing lies about."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_some_kills_cost_nothing() -> None:
    program = Path(__file__).with_name("kill_often.py")
    done = subprocess.run([sys.executable, program, "--kills", "16"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
