"""`clipiqa-desktop score`. The network takes seconds to start, so most tests look at one run over one folder."""

import errno
import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import pytest
from tools.children import session_of, wait_until
from tools.command_line import PATIENCE_S, PROGRAM, clipiqa, table
from tools.known_network import known
from tools.pictures import save_photograph, save_photographs
from tools.settings_file import settings_of

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.commands.score import _write
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.network_version import network_version
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.photos.jpeg_xmp import embed_marks
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.settings import DEVICE, PAIR, PRECISION, Settings

pytestmark = pytest.mark.long

HEADER = (
    "path,quality,brightness,noisiness,colorfulness,sharpness,contrast,complex,natural,happy,scary,new,warm,real,"
    "beautiful,lonely,relaxing,aesthetic,error,stack,stack_kind,stack_place,suggestion,reasons,weights"
)
ODD_FOLDER = os.fsdecode(b"my \xe9t\xe9\nshoot")


@dataclass
class Scored:
    folder: Path
    options: list[object]
    result: subprocess.CompletedProcess[str]
    label: str


@pytest.fixture(scope="module")
def scored(untrained_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Three good photographs and an empty file, in a folder of an odd name."""
    place = tmp_path_factory.mktemp("scored")
    folder = place / ODD_FOLDER
    save_photographs(folder, 3)
    (folder / "empty.jpg").touch()
    known(identify(untrained_file), place / "base")
    options = ["--basedir", place / "base", "--weights", untrained_file, "--device", "cpu"]
    label = f"{identify(untrained_file).sha256[:12]} untrained: scores mean nothing"
    return Scored(folder, options, clipiqa("score", folder, *options), label)


def test_the_table_is_exactly_as_scripts_expect_it(scored: Scored) -> None:
    assert scored.result.stdout.splitlines()[0] == HEADER
    rows = table(scored.result.stdout)
    shown = os.fsencode(scored.folder).decode(errors="replace")
    assert [row["path"] for row in rows] == [f"{shown}/{name}.jpg" for name in ("empty", "p00", "p01", "p02")]
    assert {row["weights"] for row in rows} == {scored.label}
    keys = HEADER.split(",")[1:-7]
    assert all(0 <= float(row[key]) <= 1 for row in rows[1:] for key in keys)
    assert all(row["error"] == "" for row in rows[1:])
    assert {rows[0][key] for key in keys} == {""}
    assert rows[0]["error"] == "The file is empty (0 bytes)."


def test_without_the_network_all_but_scoring_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "shoot"
    save_photographs(folder, 2)
    base = ("--basedir", tmp_path / "base")
    result = clipiqa("score", folder, "--without-network", *base)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[0] == HEADER.removesuffix(",weights")
    shown = {"path", "suggestion", "reasons"}  # these come from what was measured
    assert all(not value for row in table(result.stdout) for key, value in row.items() if key not in shown)
    assert "2 of 2 photographs are read and measured." in result.stderr
    with closing(Catalog(tmp_path / "base" / "catalog.db", KEYS)) as catalog:
        assert len(catalog.measures.all(["luminance"])) == 2


def test_without_the_network_names_no_weights(untrained_file: Path, tmp_path: Path) -> None:
    options = ("--without-network", "--weights", untrained_file, "--basedir", tmp_path / "base")
    result = clipiqa("score", tmp_path, *options)
    assert result.returncode == 2
    assert "--weights and --without-network exclude each other" in result.stderr


def test_what_the_settings_say_of_pairs_and_embedded_marks_holds(untrained_file: Path, tmp_path: Path) -> None:
    folder = save_photograph(tmp_path / "shoot" / "a.jpg").parent
    (folder / "a.cr2").write_bytes(b"raw")
    embed_marks(folder / "a.jpg", XmpMarks(4, "pick", None), SidecarOptions(), datetime.now(UTC))
    known(identify(untrained_file), tmp_path / "base")
    settings = Settings(tmp_path / "base" / "settings.json")
    settings.set(PAIR, False)
    SidecarSettings(embed=True).to_settings(settings)
    result = clipiqa(
        "score",
        folder,
        "--basedir",
        tmp_path / "base",
        "--weights",
        untrained_file,
        "--device",
        "cpu",
        "--precision",
        "fp32",
    )
    assert [Path(row["path"]).name for row in table(result.stdout)] == ["a.cr2", "a.jpg"]
    with closing(Catalog(tmp_path / "base" / "catalog.db", KEYS)) as catalog:
        jpeg = catalog.photos.at(folder / "a.jpg")
        assert jpeg
        assert catalog.marks.of([jpeg])[jpeg] == Mark(4, 1)


def test_the_device_and_the_weights_that_the_settings_name_hold(untrained_file: Path, tmp_path: Path) -> None:
    folder = save_photograph(tmp_path / "shoot" / "a.jpg").parent
    known(identify(untrained_file), tmp_path / "base")
    settings = settings_of(tmp_path / "base" / "settings.json", device="mps", weights=str(untrained_file))
    result = clipiqa("score", folder, "--basedir", tmp_path / "base")
    assert (result.returncode, "no usable mps device" in result.stderr) == (2, True)
    settings.set(DEVICE, "cpu")
    settings.set(PRECISION, "fp32")
    result = clipiqa("score", folder, "--basedir", tmp_path / "base")
    assert result.returncode == 0
    with closing(Catalog(tmp_path / "base" / "catalog.db", KEYS)) as catalog:
        model = catalog.models.current()
        assert model
        assert f"/{network_version('fp32')}/" in model.version


def test_a_bad_file_is_listed_and_makes_the_exit_code_1(scored: Scored) -> None:
    assert scored.result.returncode == 1
    caution, bad, count = scored.result.stderr.replace("\nshoot", " shoot").splitlines()
    assert caution == "untrained: scores mean nothing"
    assert bad.endswith("empty.jpg: The file is empty (0 bytes).")
    assert count == "3 of 4 photographs are scored."


def test_a_second_run_prints_the_same_or_writes_it(scored: Scored, tmp_path: Path) -> None:
    again = clipiqa("score", scored.folder / ".." / ODD_FOLDER, scored.folder, *scored.options)
    assert again.stdout == scored.result.stdout
    written = clipiqa("score", ".", *scored.options, "--csv", tmp_path / "a b.csv", cwd=scored.folder)
    assert (written.returncode, written.stdout) == (1, "")
    assert (tmp_path / "a b.csv").read_text(encoding="utf-8") == scored.result.stdout


def test_good_photographs_alone_are_exit_code_0(scored: Scored) -> None:
    good = scored.folder.parent / "good"
    save_photograph(good / "a.jpg", seed=1)
    result = clipiqa("score", good, *scored.options)
    assert (result.returncode, result.stderr) == (0, "untrained: scores mean nothing\n1 of 1 photograph is scored.\n")
    (row,) = table(result.stdout)
    before = next(row for row in table(scored.result.stdout) if row["path"].endswith("p01.jpg"))
    assert float(row["quality"]) == pytest.approx(float(before["quality"]), abs=1e-5)


def test_a_folder_without_photographs_is_an_empty_table_and_a_sentence(scored: Scored, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    result = clipiqa("score", tmp_path / "notes", *scored.options)
    assert (result.returncode, result.stdout) == (0, HEADER + "\n")
    assert result.stderr.splitlines()[1:] == ["There are no photographs in there."]


def test_a_reader_that_goes_away_is_no_accident(scored: Scored) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [*PROGRAM, "score", str(scored.folder), *map(str, scored.options)]
    result = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=PATIENCE_S)
    os.close(writing)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "Error" not in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_a_sentence(scored: Scored) -> None:
    written = clipiqa("score", scored.folder, *scored.options, "--csv", "/dev/full")
    assert written.returncode == 2
    assert written.stderr.splitlines()[-1] == (
        "clipiqa-desktop: /dev/full cannot be written: No space left on device. The scores are kept in the catalog."
    )


def sentence(*arguments: object, **options: object) -> str:
    """What the program says, without a traceback or a table, when it can do nothing."""
    result = clipiqa(*arguments, **options)
    assert (result.returncode, result.stdout) == (2, "")
    said = [line for line in result.stderr.splitlines() if line.startswith("clipiqa-desktop: ")]
    assert len(said) == 1
    assert result.stderr.endswith(said[0] + "\n")
    assert "Traceback" not in result.stderr
    return said[0].removeprefix("clipiqa-desktop: ")


def test_what_is_no_folder_is_a_sentence(tmp_path: Path) -> None:
    missing, file = tmp_path / "missing", save_photograph(tmp_path / "a.jpg")
    assert sentence("score", missing) == f"{missing} does not exist: name a folder of photographs."
    assert sentence("score", tmp_path, file) == f"{file} is not a folder: name a folder of photographs."
    assert "does not exist" in sentence("score", "a" * 300)


def test_no_weights_are_a_sentence(tmp_path: Path) -> None:
    said = sentence("score", tmp_path, "--basedir", tmp_path / "base")
    assert said.startswith("The network's weights (OpenAI's CLIP RN50, about 256 MB) are not on this computer:")


@pytest.mark.parametrize("content", [None, b"no weights at all"])
def test_damaged_weights_are_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    save_photograph(tmp_path / "photos" / "a.jpg")
    weights = tmp_path / "weights.safetensors"
    if content is not None:
        weights.write_bytes(content)
    said = sentence("score", tmp_path / "photos", "--basedir", tmp_path / "base", "--weights", weights)
    assert str(weights) in said


def test_a_table_that_finds_no_room_leaves_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "scores.csv"
    target.write_text("earlier")

    def write(file: TextIO) -> None:
        file.write("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(UserError, match="No space left on device"):
        _write(target, write)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["earlier"]


@pytest.mark.skipif(os.name == "nt", reason="has no such file")
def test_a_table_goes_into_a_pipe_too(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    _write(pipe, lambda file: file.write("all"))
    assert os.read(reading, 10) == b"all"
    os.close(reading)


def test_a_table_that_cannot_be_written_is_a_sentence_before_any_work(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "missing" / "scores.csv"):
        said = sentence("score", tmp_path, "--csv", target)
        assert said == f"{target} cannot be written: name a file in a folder that exists with --csv."


@pytest.mark.parametrize("name", ["catalog.db", "thumbnails.db"])
def test_a_catalog_that_cannot_be_is_a_sentence(scored: Scored, tmp_path: Path, name: str) -> None:
    (tmp_path / "base" / name).mkdir(parents=True)
    said = sentence("score", scored.folder, *scored.options, "--basedir", tmp_path / "base")
    assert str(tmp_path / "base" / name) in said


def scores_stored(catalog: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True, timeout=30)) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM scores").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def interrupt_when(words: list[object], happened: object) -> tuple[int, str, str]:
    """As Ctrl+C in a terminal does: every process of the group gets the signal."""
    with subprocess.Popen(
        [*PROGRAM, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as program:
        try:
            wait_until(lambda: happened() or program.poll() is not None)
            os.killpg(program.pid, signal.SIGINT)
            printed, said = program.communicate(timeout=PATIENCE_S)
        finally:
            program.kill()
        wait_until(lambda: not session_of(program.pid))
        return program.returncode, printed, said


def test_an_interrupt_stops_cleanly_and_keeps_what_is_done(untrained_file: Path, tmp_path: Path) -> None:
    save_photographs(tmp_path / "photos", 40, size=(640, 640))
    known(identify(untrained_file), tmp_path)
    words = [
        "score",
        tmp_path / "photos",
        "--basedir",
        tmp_path,
        "--weights",
        untrained_file,
        "--device",
        "cpu",
        "--precision",
        "fp32",
    ]
    catalog = tmp_path / "catalog.db"
    code, printed, said = interrupt_when(words, lambda: scores_stored(catalog) >= 2)
    done = scores_stored(catalog)
    assert code == 130
    assert said.splitlines()[-1] == (
        f"Stopped: {done} of 40 photographs are scored and kept; the same command goes on from here."
    )
    assert "Traceback" not in said
    assert sum(row["quality"] != "" for row in table(printed)) == done

    code, printed, said = interrupt_when(words, lambda: scores_stored(catalog) > done)
    assert code == 130
    assert "Traceback" not in said
    assert sum(row["quality"] != "" for row in table(printed)) > done


@pytest.mark.parametrize("state", ["catalog.db", "thumbnails.db"])
def test_an_interrupt_at_the_start_leaves_no_traceback(untrained_file: Path, tmp_path: Path, state: str) -> None:
    save_photographs(tmp_path / "photos", 3)
    known(identify(untrained_file), tmp_path)
    words = [
        "score",
        tmp_path / "photos",
        "--basedir",
        tmp_path,
        "--weights",
        untrained_file,
        "--device",
        "cpu",
        "--precision",
        "fp32",
    ]
    code, _, said = interrupt_when(words, (tmp_path / state).exists)
    assert code == 130
    assert "Traceback" not in said
