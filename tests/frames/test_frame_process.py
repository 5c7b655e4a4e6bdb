import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from tools import watched_frames
from tools.children import PATIENCE_S, is_running, wait_until
from tools.pictures import save_photograph
from tools.slow_frames import LOG, draw_and_log, draw_and_touch

from clipiqa_desktop.frames.frame_process import DecodedFrame, FrameDecoder, FrameProcess, decode_frame
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.view import draw_view

SHARED = Path("/dev/shm")
MAPS = Path("/proc/self/maps")


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Starts drawing processes that end with the test."""
    monkeypatch.setenv(LOG, str(tmp_path / "drawn.log"))
    started = []

    def start_one(decode: FrameDecoder = decode_frame, timeout_s: float = PATIENCE_S) -> FrameProcess:
        started.append(FrameProcess(decode, timeout_s))
        return started[-1]

    yield start_one
    for process in started:
        process.stop()


def drawn(process: FrameProcess, path: Path, side: int | None = None, *companions: Path) -> DecodedFrame | Failure:
    """One answer; waits for the greeting first."""
    while not process.idle:
        assert process.connection.poll(PATIENCE_S)
        assert process.outcome() is None
    process.give("job", (path, companions, side))
    while True:
        process.connection.poll(0.1)
        if outcome := process.outcome():
            assert outcome[0] == "job"
            return outcome[1]


def pixels(result: DecodedFrame | Failure) -> np.ndarray:
    assert isinstance(result, DecodedFrame), result
    return np.frombuffer(result.memory, np.uint32).reshape(result.size[::-1])


def shared_by_name() -> set[str]:
    """What Python's own shared memory leaves behind."""
    return {each.name for each in SHARED.iterdir() if each.name.startswith(("psm_", "pym-"))}


def test_pixels_arrive_as_they_were_drawn(start, tmp_path: Path) -> None:
    path = save_photograph(tmp_path / "a.jpg", size=(1500, 1000))
    process = start()
    for side, size in ((None, (1500, 1000)), (300, (300, 200)), (1, (1, 1))):
        result = drawn(process, path, side)
        expected = np.zeros(size[::-1], np.uint32)
        draw_view(path, side, lambda _size, expected=expected: expected)
        assert (result.size, result.full_size) == (size, (1500, 1000))
        assert (pixels(result) == expected).all()


def test_what_was_taken_over_outlives_the_process(start, tmp_path: Path) -> None:
    process = start()
    results = [drawn(process, save_photograph(tmp_path / f"{seed}.jpg", seed), None) for seed in range(3)]
    before = [pixels(result).copy() for result in results]
    process.restart()
    assert all((pixels(result) == kept).all() for result, kept in zip(results, before, strict=True))
    assert not (before[0] == before[1]).all()


def test_no_pixel_can_be_changed_by_whoever_looks_at_it(start, tmp_path: Path) -> None:
    result = drawn(start(), save_photograph(tmp_path / "a.jpg"))
    with pytest.raises(ValueError, match="read-only"):
        pixels(result)[0, 0] = 0


@pytest.mark.skipif(not MAPS.exists(), reason="needs Linux's list of mappings")
def test_no_memory_is_left_behind(start, tmp_path: Path) -> None:
    gc.collect()  # what other tests looked at may still be mapped
    before = MAPS.read_text().count("clipiqa-view")
    names, process = shared_by_name(), start()
    result = drawn(process, save_photograph(tmp_path / "a.jpg"))
    assert MAPS.read_text().count("clipiqa-view") == before + 1
    wait_until(lambda: "clipiqa-view" not in Path(f"/proc/{process._process.pid}/maps").read_text())
    del result
    assert MAPS.read_text().count("clipiqa-view") == before
    assert not any(
        "clipiqa-view" in str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()
    )
    assert shared_by_name() == names


@pytest.mark.skipif(not SHARED.exists(), reason="needs the place where Linux keeps shared memory")
@pytest.mark.parametrize("killed", ["program", "child"])
def test_no_memory_is_left_behind_by_a_kill(tmp_path: Path, killed: str) -> None:
    names = shared_by_name()
    path, report = save_photograph(tmp_path / "a.jpg", size=(900, 600)), tmp_path / "pids"
    command = [sys.executable, watched_frames.__file__, str(path), str(report)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        wait_until(report.exists)
        child = int(report.read_text())
        os.kill(child if killed == "child" else program.pid, signal.SIGKILL)
        _, errors = program.communicate(timeout=PATIENCE_S)
    wait_until(lambda: not is_running(child))
    assert errors == ""
    assert shared_by_name() == names


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff\xe0 nothing more"])
def test_what_cannot_be_drawn_has_a_reason_and_costs_nothing_more(start, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    process = start()
    result = drawn(process, tmp_path / "a.jpg")
    assert isinstance(result, Failure)
    assert result.reason.endswith(".")
    assert isinstance(drawn(process, save_photograph(tmp_path / "b.jpg")), DecodedFrame)


def test_a_file_that_is_gone(start, tmp_path: Path) -> None:
    result = drawn(start(), tmp_path / "gone.jpg")
    assert isinstance(result, Failure)
    assert not result.lasts


def test_a_file_that_changes_meanwhile_is_not_shown_half(start, tmp_path: Path) -> None:
    result = drawn(start(draw_and_touch), save_photograph(tmp_path / "a.jpg"))
    assert isinstance(result, Failure)
    assert "changed while it was read" in result.reason


def test_a_file_that_kills_its_process_costs_that_file_alone(start, tmp_path: Path) -> None:
    process = start(draw_and_log)
    result = drawn(process, save_photograph(tmp_path / "crash.jpg"))
    assert isinstance(result, Failure)
    assert result.reason.startswith("The decoder crashed on this file")
    assert isinstance(drawn(process, save_photograph(tmp_path / "b.jpg")), DecodedFrame)


def test_a_process_killed_while_it_draws(start, tmp_path: Path) -> None:
    process, log = start(draw_and_log), tmp_path / "drawn.log"
    drawn(process, save_photograph(tmp_path / "a.jpg"))
    process.give("job", (save_photograph(tmp_path / "hang.jpg"), (), None))
    wait_until(lambda: "hang" in log.read_text())
    psutil.Process(process._process.pid).kill()
    assert process.connection.poll(PATIENCE_S)
    _, result = process.outcome()
    assert "ended from outside" in result.reason
    assert isinstance(drawn(process, tmp_path / "a.jpg"), DecodedFrame)


def test_a_file_that_stalls_its_process_is_given_up(start, tmp_path: Path) -> None:
    process = start(draw_and_log, timeout_s=0.5)
    result = drawn(process, save_photograph(tmp_path / "hang.jpg"))
    assert isinstance(result, Failure)
    assert "no answer" in result.reason


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_process_is_bounded(start) -> None:
    import resource

    process = start()
    process.connection.poll(PATIENCE_S)
    process.outcome()
    assert resource.prlimit(process._process.pid, resource.RLIMIT_DATA) == (2 << 30, 2 << 30)


@pytest.mark.photos
@pytest.mark.parametrize(("size", "shown"), [((900, 600), (4432, 3326)), ((1200, 800), (1200, 800))])
def test_the_raw_stands_in_for_a_small_picture(
    start, tmp_path: Path, photographs: Path, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    raw = shutil.copyfile(photographs / "raw-and-heic" / "test_raw.cr2", tmp_path / "a.cr2")
    result = drawn(start(), save_photograph(tmp_path / "a.jpg", size=size), 500, raw)
    assert result.full_size == pytest.approx(shown, rel=0.01)


@pytest.mark.photos
def test_the_raw_stands_in_for_a_broken_picture(start, tmp_path: Path, photographs: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"broken")
    raw = photographs / "raw-and-heic" / "test_raw.cr2"
    assert isinstance(drawn(start(), tmp_path / "a.jpg", 500, raw), DecodedFrame)
