"""Kills the program at random moments: nothing that was stored is lost, and the next run goes on."""

import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from tools import indexed_alone
from tools.children import PATIENCE_S, session_of, wait_until
from tools.known_network import known
from tools.pictures import save_photographs
from tools.shoot import Shoot, opened_shoot

from clipiqa_desktop.perception.weights import identify

pytestmark = pytest.mark.long

KILLS = 20
PHOTOGRAPHS = 30
STAGES = 3
# What Python says of a child whose parent died before it could tell the child what it is for; none of the program runs.
UNBORN = re.compile(r"Traceback .*:\n(?:  .*\n)*?.* in spawn_main\n(?:  .*\n)*EOFError: Ran out of input\n")
Content = dict[tuple[str, str], tuple[object, ...]]
Scores = dict[Path, tuple[float, ...]]


@contextmanager
def started(*command: object) -> Iterator[subprocess.Popen[str]]:
    """The program, in a session of its own; it and all its children are gone afterwards."""
    words = [sys.executable, *map(str, command)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        try:
            yield program
        finally:
            program.kill()
            wait_until(lambda: not session_of(program.pid))


def content(shoot: Shoot) -> Content:
    """All that each stage found out, by photograph and stage."""
    photos = shoot.photos()
    found: Content = {("measure", name): values for name, values in shoot.measures().items()}
    for name, photo in photos.items():
        if photo.facts["width"]:
            # only reading the whole file tells that it has no position
            found["glance", name] = (photo.facts | {"has_gps": None},)
        if photo.fingerprint:
            found["read", name] = (photo.error, photo.fingerprint, shoot.thumbnails.get(photo.fingerprint))
    return found


def sound_copy(place: Path) -> Path:
    """What the killed program left on the disk, copied so that looking at it mends nothing, and checked."""
    copy = place.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place, copy, ignore=shutil.ignore_patterns("photos"))
    for name in ("catalog.db", "thumbnails.db"):
        if (copy / name).exists():
            with closing(sqlite3.connect(copy / name)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return copy


def start_over(place: Path) -> None:
    for file in place.glob("*.db*"):
        file.unlink()


def kill_at(place: Path, reads: int, delay_s: float) -> set[int] | None:
    """Kills the program after so many reads of files; answers the ids it told of, or None if it ended before."""
    logs = [place / f"read.log{stage}" for stage in ("", ".glance", ".measure")]
    for log in logs:
        log.write_bytes(b"")
    with started(indexed_alone.__file__, place) as program:
        wait_until(
            lambda: sum(log.read_bytes().count(b"\n") for log in logs) >= reads or program.poll() is not None,
        )
        time.sleep(delay_s)
        program.kill()
        said, complaint = program.communicate(timeout=PATIENCE_S)
        assert UNBORN.sub("", complaint) == ""
        told = {int(word) for line in said.splitlines(keepends=True) if line.endswith("\n") for word in line.split()}
        return None if program.returncode == 0 else told


def test_twenty_kills_lose_nothing_and_the_last_run_completes(tmp_path: Path) -> None:
    chance = random.Random(2207)
    place, kills, before = tmp_path / "killed", 0, Content()
    save_photographs(place / "photos", PHOTOGRAPHS)
    progress = []
    while kills < KILLS:
        reads = chance.randrange(32 if before else 8)
        told = kill_at(place, reads, chance.uniform(0, 0.3))
        with opened_shoot(sound_copy(place)) as left:
            after = content(left)
            if told is not None:
                assert told <= {left.photos()[name].id for _, name in after}
        assert before.items() <= after.items()
        progress.append(len(after))
        kills += told is not None
        before = after
        if told is None:
            assert len(after) == STAGES * PHOTOGRAPHS
            start_over(place)
            before = Content()
    for stage in range(STAGES):
        assert any(stage * PHOTOGRAPHS < done < (stage + 1) * PHOTOGRAPHS for done in progress)
    assert whole(place) == whole_undisturbed(place, tmp_path / "undisturbed")


def whole(place: Path) -> Content:
    subprocess.run([sys.executable, indexed_alone.__file__, place], check=True, stdout=subprocess.DEVNULL)
    with opened_shoot(place) as shoot:
        found = content(shoot)
    assert len(found) == STAGES * PHOTOGRAPHS
    return found


def whole_undisturbed(place: Path, fresh: Path) -> Content:
    shutil.copytree(place / "photos", fresh / "photos", copy_function=shutil.copy2)
    return whole(fresh)


def scored(place: Path) -> int:
    """How many photographs the running program has scored so far."""
    if not (place / "catalog.db").exists():
        return 0
    try:
        with closing(sqlite3.connect(place / "catalog.db", timeout=30)) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM scores").fetchone()[0])
    except sqlite3.OperationalError:
        # The program has not made its tables yet.
        return 0


def test_the_command_killed_while_it_scores_goes_on_where_it_stopped(untrained_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "killed"
    save_photographs(tmp_path / "photos", 12, size=(520, 520))
    known(identify(untrained_file), place)
    network = ["--weights", untrained_file, "--device", "cpu", "--precision", "fp32"]
    options = ["--basedir", place, *network, "--csv", tmp_path / "scores.csv"]
    command = ["-m", "clipiqa_desktop", "score", *options, tmp_path / "photos"]
    before: Scores = {}
    for more in (1, 4):
        wanted = len(before) + more
        with started(*command) as program:
            wait_until(lambda wanted=wanted, program=program: scored(place) >= wanted or program.poll() is not None)
        after = stored_scores(sound_copy(place))
        assert wanted <= len(after)
        assert before.items() <= after.items()
        before = after

    # The same photographs once more, which no kill disturbs.
    shutil.copytree(tmp_path / "photos", tmp_path / "undisturbed")
    with started(*command, tmp_path / "undisturbed") as program:
        _, said = program.communicate(timeout=PATIENCE_S)
        assert (program.returncode, said) == (
            0,
            "untrained: scores mean nothing\n24 of 24 photographs are scored.\n",
        )
    completed = stored_scores(place)
    assert before.items() <= completed.items()
    disturbed, undisturbed = (
        [values for path, values in sorted(completed.items()) if path.parent.name == name]
        for name in ("photos", "undisturbed")
    )
    assert len(undisturbed) == 12
    np.testing.assert_allclose(disturbed, undisturbed, atol=1e-5)


def stored_scores(place: Path) -> Scores:
    with opened_shoot(place) as shoot:
        by_id = shoot.catalog.scores.all(shoot.catalog.models.current())
        return {shoot.catalog.photos.get(id_).path: values for id_, values in by_id.items()}
