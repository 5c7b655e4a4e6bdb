"""Runs the packed program's self-test as on a new computer: nothing in the home, no Python to be found, no network."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

# Without these Windows starts no program at all.
_NEEDED = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE")
_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_NO_NETWORK = ("unshare", "--map-root-user", "--net")
_PATIENCE_S = 900.0


def try_out(program: Path) -> None:
    """Prints the self-test's lines, and what it could not be isolated from. Raises SystemExit where it fails."""
    isolation = without_network()
    if not isolation:
        print("This system does not let the build cut the network off: the self-test runs with it.", flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home, beside = Path(folder) / "home", Path(folder) / "temporary"
        home.mkdir()
        beside.mkdir()
        command = [*isolation, str(program.absolute()), "--self-test"]
        code = subprocess.run(
            command, env=environment(home, beside), cwd=folder, timeout=_PATIENCE_S, check=False
        ).returncode
        _check(code, home)


def environment(home: Path, temporary: Path, own: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the program is told of its surroundings: an empty home, and a PATH that leads nowhere."""
    kept = {name: own[name] for name in _NEEDED if name in own}
    places = dict.fromkeys(_HOMES, str(home)) | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    return {**kept, **places, "PATH": str(temporary), "LANG": "C.UTF-8"}


def without_network() -> list[str]:
    """The words before a command that cut it off from the network; none where the system has none, or forbids it."""
    unshare = shutil.which(_NO_NETWORK[0]) if sys.platform == "linux" else None
    if unshare is None:
        return []
    words = [unshare, *_NO_NETWORK[1:]]
    allowed = subprocess.run([*words, sys.executable, "-c", ""], capture_output=True, check=False).returncode == 0
    return words if allowed else []


def _check(code: int, home: Path) -> None:
    if code:
        raise SystemExit(f"The self-test of the packed program failed (exit code {code}).")
    if left := sorted(str(path.relative_to(home)) for path in home.rglob("*")):
        raise SystemExit(f"The self-test passed, but left something in the home: {', '.join(left)}.")
