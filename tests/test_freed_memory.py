"""In a process of its own, as it changes the whole process."""

import subprocess
import sys

import pytest

PROGRAM = """
import platform, resource, sys
import numpy as np
from clipiqa_desktop.freed_memory import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(8):
        blocks = [np.ones(6_000_000, np.float32) for _ in range(4)]
        del blocks
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

if platform.libc_ver()[0] != "glibc":
    sys.exit("no glibc")
faults()
given_back = faults()
keep_freed_memory()
faults()
print(given_back, faults())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc gives memory back so eagerly")
def test_memory_that_was_freed_is_not_fetched_anew() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    if "no glibc" in result.stderr:
        pytest.skip("this system has another libc")
    given_back, kept = map(int, result.stdout.split())
    assert kept < given_back / 10
