"""Kills an export at random moments: only whole files are left, nothing is lost, and the same export goes on."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools import exported_alone
from tools.children import wait_until
from tools.exported import Exported, hashes

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.files import PART

KILLS = 4


def started(out: Exported, way: str) -> "subprocess.Popen[bytes]":
    catalog = out.shoot.folder.parent / "catalog.db"
    return subprocess.Popen([sys.executable, exported_alone.__file__, catalog, out.target, way])


def whole(folder: Path) -> dict[str, str]:
    """All but what a killed program was writing: a copy, or a sidecar."""
    return {name: digest for name, digest in hashes(folder).items() if not name.endswith((PART, ".tmp"))}


@pytest.mark.parametrize(("way", "photographs", "size"), [("copy", 12, 3_000_000), ("move", 200, 1000)])
def test_a_killed_export_goes_on(out: Exported, way: str, photographs: int, size: int) -> None:
    chance = random.Random(2207)
    for number in range(photographs):
        for kind in ("jpg", "cr2"):
            (out.shoot.folder / f"p{number:03}.{kind}").write_bytes(chance.randbytes(size))
    out.shoot.walk()
    ids = out.ids()
    out.shoot.catalog.marks.store(dict.fromkeys(ids, Mark(3)))
    before, kills = hashes(out.shoot.folder), 0
    while kills < KILLS:
        there = len(whole(out.target))
        with started(out, way) as program:
            wait_until(
                lambda there=there, program=program: len(whole(out.target)) > there or program.poll() is not None
            )
            time.sleep(chance.uniform(0, 0.05))
            program.kill()
        left, brought = whole(out.shoot.folder), whole(out.target)
        pictures = {name: digest for name, digest in (left | brought).items() if not name.endswith(".xmp")}
        assert pictures == before
        assert all(brought[name] == left[name] for name in brought.keys() & left.keys())
        kills += 1
        if program.returncode == 0:
            break
    assert kills > 1
    with started(out, way) as program:
        assert program.wait() == 0
    assert sorted(hashes(out.target)) == sorted([*before, *(f"p{number:03}.xmp" for number in range(photographs))])
    assert before.items() <= hashes(out.target).items()
    assert whole(out.shoot.folder) == ({} if way == "move" else hashes(out.target))
    assert set(out.shoot.catalog.marks.of(ids).values()) == {Mark(3)}
    folder = out.target if way == "move" else out.shoot.folder
    assert {path.parent for path in out.shoot.catalog.photos.paths(ids).values()} == {folder}
