"""Asks pip whether this environment's packages, at these versions, have wheels for Windows and macOS.

`python packaging/wheels.py [--python 3.12]`; nothing is installed, but pip may fetch what it needs to know them by.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence

from naming import ROOT

sys.path.insert(0, str(ROOT))

_MACOS = [
    f"macosx_{version}_{kind}" for version in ("14_0", "13_0", "12_0", "11_0") for kind in ("arm64", "universal2")
]
PLATFORMS: Mapping[str, Sequence[str]] = {
    "Windows, x86-64": ["win_amd64"],
    "macOS 14 or newer, Apple processors": [*_MACOS, "macosx_10_13_universal2", "macosx_10_9_universal2"],
}
# Needed by the Linux builds of PyTorch alone, or, the last, left out of the program.
_OF_LINUX = re.compile(r"nvidia-.*|cuda-.*|triton|torchvision")
_MISSING = re.compile(r"No matching distribution found for ([A-Za-z0-9._-]+)==")


def main() -> None:
    """Says for each system how many wheels there are, and which are missing; the exit code is 1 where one is."""
    parser = argparse.ArgumentParser(prog="wheels.py", description=__doc__)
    parser.add_argument("--python", default="3.12", metavar="X.Y", help="for this version (default: %(default)s)")
    version = parser.parse_args().python
    pins = dict(sorted(_pins()))
    missing = {system: _missing(pins, tags, version) for system, tags in PLATFORMS.items()}
    for system, names in missing.items():
        told = f"missing: {', '.join(f'{name} {pins[name]}' for name in names)}" if names else "none is missing"
        print(f"{system}, Python {version}: {len(pins) - len(names)} of {len(pins)} wheels, {told}")
    sys.exit(any(missing.values()))


def _pins() -> Iterable[tuple[str, str]]:
    """Name and version of everything that the program needs; a build of PyTorch's own is the version without it."""
    from clipiqa_desktop.about.licences import OWN, packages

    for package in packages():
        name = package.metadata["Name"]
        if name.lower() != OWN and not _OF_LINUX.fullmatch(name.lower()):
            yield name, package.version.partition("+")[0]


def _missing(pins: Mapping[str, str], tags: Iterable[str], version: str) -> list[str]:
    """Those for which pip knows no wheel, asked again without each that it complains about."""
    wanted, missing = dict(pins), list[str]()
    while complaint := _complaint(wanted, tags, version):
        name = next(each for each in wanted if _canonical(each) == _canonical(complaint))
        missing.append(name)
        del wanted[name]
    return missing


def _complaint(wanted: Mapping[str, str], tags: Iterable[str], version: str) -> str:
    """The first package that pip finds no wheel of; empty where it finds all."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--no-deps"]
        command += ["--target", folder, "--only-binary", ":all:", "--python-version", version, "--report", "-"]
        command += [word for tag in tags for word in ("--platform", tag)]
        command += [f"{name}=={pinned}" for name, pinned in wanted.items()]
        # Constraints of this computer are about its own builds.
        environment = os.environ | {"PIP_CONSTRAINT": os.devnull}
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode == 0:
        found = json.loads(ran.stdout)["install"]
        assert len(found) == len(wanted)
        return ""
    if not (said := _MISSING.search(ran.stderr)):
        raise SystemExit(ran.stderr)
    return said[1]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
