"""Downloading the weights, against a real server on this machine that can be told to misbehave."""

import contextlib
import random
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tools.file_server import CONTENT, DIGEST, Server, nobody_listening, serving, silent

from clipiqa_desktop.downloads import download as module
from clipiqa_desktop.downloads import progress
from clipiqa_desktop.downloads.connection import CHUNK_BYTES, place
from clipiqa_desktop.downloads.digests import recorded_digest
from clipiqa_desktop.downloads.download import download, fetch, half_way
from clipiqa_desktop.downloads.failures import DownloadCancelled, DownloadFailed
from clipiqa_desktop.downloads.models import FACES, MODELS, NETWORK, Model, ModelFile
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.downloads.sources import HubSource, Source
from clipiqa_desktop.errors import UserError


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(module, "RETRY_PAUSE_S", 0)
    with serving() as server:
        yield server


@pytest.fixture
def nobody() -> Source:
    return nobody_listening()


def after(polls: int) -> Callable[[], bool]:
    """A `cancelled` that turns true at the given poll."""
    counter = iter(range(polls))
    return lambda: next(counter, None) is None


def part_in(folder: Path) -> Path:
    return folder / f"{DIGEST[:12]}.part"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
def test_where_nothing_answers_the_ways_of_that_very_model_are_told(
    model: Model, nobody: Source, tmp_path: Path
) -> None:
    unreached = replace(model, files=[ModelFile([nobody]) for _ in model.files])
    with pytest.raises(DownloadFailed) as failed:
        fetch(unreached, tmp_path, silent)
    assert f"`{model.command}`" in str(failed.value)
    assert all(str(failed.value).count(advice) == 1 for advice in (" network", "another computer"))
    assert ("--weights" in str(failed.value)) is (model is NETWORK)
    assert ("--faces" in str(failed.value)) is (model is FACES)


@pytest.mark.parametrize("size", [0, len(CONTENT)])
def test_a_whole_download_is_checked_recorded_and_reported(server: Server, tmp_path: Path, size: int) -> None:
    seen: list[Progress] = []
    path = download([server.source(size)], tmp_path / "new" / "folder", seen.append)
    assert path.read_bytes() == CONTENT
    assert names_in(path.parent) == ["weights.bin", "weights.bin.sha256"]
    assert recorded_digest(path) == DIGEST
    assert seen[-1] == Progress(len(CONTENT), len(CONTENT))
    assert {progress.total for progress in seen} == {len(CONTENT)}
    assert server.ranges == [None]


def test_progress_is_reported_at_most_so_often(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "REPORT_EVERY_S", 3600)
    seen: list[Progress] = []
    download([server.source()], tmp_path, seen.append)
    assert [progress.received for progress in seen] == [CHUNK_BYTES, len(CONTENT)]


def test_a_file_that_is_already_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(CONTENT)
    seen: list[Progress] = []
    path = download([server.source()], tmp_path, seen.append)
    assert server.ranges == []
    assert recorded_digest(path) == DIGEST
    assert seen == [Progress(len(CONTENT), len(CONTENT))]


def test_a_damaged_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(CONTENT[:-1])
    assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT


def test_a_cancelled_download_keeps_its_part_and_goes_on_from_there(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadCancelled, match="goes on from here"):
        download([server.source()], tmp_path, silent, after(3))
    kept = part_in(tmp_path).stat().st_size
    assert names_in(tmp_path) == [part_in(tmp_path).name]
    assert 0 < kept < len(CONTENT)

    seen: list[Progress] = []
    assert download([server.source()], tmp_path, seen.append).read_bytes() == CONTENT
    assert server.ranges == [None, f"bytes={kept}-"]
    assert seen[0].received > kept
    assert seen[0].total == len(CONTENT)
    assert not part_in(tmp_path).exists()


def test_cancelled_before_the_start_asks_nobody(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadCancelled):
        download([server.source()], tmp_path, silent, lambda: True)
    assert server.ranges == []


def test_a_dropped_connection_is_taken_up_again(server: Server, tmp_path: Path) -> None:
    server.drop_after = [300_000, 0, 300_001]
    assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=300000-", "bytes=300000-", "bytes=600001-"]


def test_a_line_that_keeps_breaking_leaves_a_part_to_go_on_with(server: Server, tmp_path: Path) -> None:
    server.drop_after = [100_000, 300_000, *[0] * module.FRUITLESS_TRIES]
    with pytest.raises(DownloadFailed, match="start the download again, and it goes on where it stopped"):
        download([server.source()], tmp_path, silent)
    assert part_in(tmp_path).read_bytes() == CONTENT[:400_000]
    assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT


@pytest.mark.parametrize("seed", range(4))
def test_a_line_that_breaks_at_any_byte_brings_the_file_all_the_same(server: Server, tmp_path: Path, seed: int) -> None:
    """Over more connections than would be made if nothing came, some of which break before the first byte."""
    dice = random.Random(seed)
    server.drop_after = [dice.choice([0, 1, dice.randrange(60_000)]) for _ in range(12)]
    tried = 0
    while not (tmp_path / "weights.bin").exists():
        with contextlib.suppress(DownloadFailed):
            download([server.source(dice.choice([0, len(CONTENT)]))], tmp_path, silent)
        tried += 1
    assert (tmp_path / "weights.bin").read_bytes() == CONTENT
    assert tried <= 3


def test_a_part_of_any_length_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    for length in (1, random.Random(5).randrange(len(CONTENT)), len(CONTENT) - 1):
        part_in(tmp_path).write_bytes(CONTENT[:length])
        assert half_way([server.source()], tmp_path) == length
        assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT
        assert server.ranges.pop() == f"bytes={length}-"
        (tmp_path / "weights.bin").unlink()


def test_two_at_once_do_not_write_the_same_part(server: Server, tmp_path: Path) -> None:
    started, tried = threading.Event(), threading.Event()

    def report(_: Progress) -> None:
        started.set()
        tried.wait(10)

    first = threading.Thread(target=download, args=([server.source()], tmp_path, report))
    first.start()
    started.wait(10)
    with pytest.raises(DownloadFailed, match="Another window or command"):
        download([server.source()], tmp_path, silent)
    tried.set()
    first.join()
    assert (tmp_path / "weights.bin").read_bytes() == CONTENT
    assert names_in(tmp_path) == ["weights.bin", "weights.bin.sha256"]


def test_wrong_bytes_are_removed_and_said(server: Server, tmp_path: Path) -> None:
    server.content = CONTENT[:-1] + b"\0"
    with pytest.raises(DownloadFailed, match=r"not the file that the test server publishes.*was removed"):
        download([server.source()], tmp_path, silent)
    assert names_in(tmp_path) == []


def test_a_damaged_part_is_removed_so_that_the_next_try_succeeds(server: Server, tmp_path: Path) -> None:
    part_in(tmp_path).write_bytes(b"\0" * 1000)
    with pytest.raises(DownloadFailed, match="SHA-256"):
        download([server.source()], tmp_path, silent)
    assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT


def test_a_server_without_range_starts_over(server: Server, tmp_path: Path) -> None:
    server.ignore_range = True
    part_in(tmp_path).write_bytes(CONTENT[:1000])
    assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT
    assert server.ranges == ["bytes=1000-"]


def test_a_server_that_states_no_length(server: Server, tmp_path: Path) -> None:
    server.state_length = False
    seen: list[Progress] = []
    assert download([server.source(0)], tmp_path, seen.append).read_bytes() == CONTENT
    assert seen[0].total == 0
    assert seen[-1] == Progress(len(CONTENT), len(CONTENT))


@pytest.mark.parametrize(("size", "ranges"), [(0, [f"bytes={len(CONTENT)}-"]), (len(CONTENT), [])])
def test_a_part_that_is_complete_is_only_checked(server: Server, tmp_path: Path, size: int, ranges: list[str]) -> None:
    part_in(tmp_path).write_bytes(CONTENT)
    assert download([server.source(size)], tmp_path, silent).read_bytes() == CONTENT
    assert server.ranges == ranges


def test_a_redirect_keeps_the_range(server: Server, tmp_path: Path) -> None:
    server.redirect_to = server.url + "/elsewhere"
    part_in(tmp_path).write_bytes(CONTENT[:1000])
    assert download([server.source()], tmp_path, silent).read_bytes() == CONTENT
    assert server.ranges == ["bytes=1000-"]


def test_the_second_source_is_taken_where_the_first_is_silent(server: Server, nobody: Source, tmp_path: Path) -> None:
    path = download([nobody, server.source()], tmp_path, silent)
    assert path.name == "weights.bin"
    assert path.read_bytes() == CONTENT


def test_the_second_source_is_not_asked_where_the_first_answers(server: Server, tmp_path: Path) -> None:
    class Never(HubSource):
        def asked(self) -> Source:
            pytest.fail("asked")

    never = Never("nobody/nothing", "nothing.bin", "0" * 40, 1)
    assert download([server.source(), never], tmp_path, silent).read_bytes() == CONTENT


def test_no_source_at_all_says_what_else_can_be_done(server: Server, nobody: Source, tmp_path: Path) -> None:
    server.status = 404
    with pytest.raises(UserError) as failure:
        fetch(replace(NETWORK, files=[ModelFile([nobody, server.source()])]), tmp_path, silent)
    text = str(failure.value)
    assert isinstance(failure.value, DownloadFailed)
    assert f"{place(nobody.url)} cannot be reached (" in text
    assert f"{place(server.url)} answered 404 Not Found" in text
    assert '"Choose file"' in text
    assert "--weights" in text
    assert names_in(tmp_path) == []


def test_unencrypted_addresses_elsewhere_are_refused(tmp_path: Path) -> None:
    plain = Source("plain", "weights.bin", "http://weights.invalid/weights.bin", DIGEST, 0)
    with pytest.raises(DownloadFailed, match="not encrypted"):
        download([plain], tmp_path, silent)


def test_a_redirect_to_an_unencrypted_address_is_refused(server: Server, tmp_path: Path) -> None:
    server.redirect_to = f"http://127.1:{server.server_port}/elsewhere"  # this machine, under a name that is not known
    with pytest.raises(DownloadFailed, match="leads to an unencrypted address"):
        download([server.source()], tmp_path, silent)
    assert names_in(tmp_path) == []


def test_a_folder_that_is_a_file_is_said(server: Server, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way")
    with pytest.raises(DownloadFailed, match=rf"cannot be written to {re.escape(str(blocked))}"):
        download([server.source()], blocked, silent)
    assert server.ranges == []


def test_a_full_disk_is_said(server: Server, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    part_in(tmp_path).symlink_to(full)
    with pytest.raises(DownloadFailed, match=r"full: make room and start the download again"):
        download([server.source()], tmp_path, silent)


@pytest.mark.parametrize("text", [None, "", "abc", "g" * 64, "é" * 64])
def test_a_missing_or_garbled_record_counts_as_none(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "weights.bin.sha256").write_text(text, "utf-8")
    assert recorded_digest(tmp_path / "weights.bin") is None


def test_importing_it_is_cheap() -> None:
    code = "import sys, clipiqa_desktop.downloads.download; print(sys.modules.keys() & {'torch', 'huggingface_hub'})"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
