"""Files that a person brought from another computer."""

from dataclasses import replace
from pathlib import Path

import pytest
from tools.file_server import CONTENT, DIGEST, silent

from clipiqa_desktop.downloads import models
from clipiqa_desktop.downloads.digests import digest, record_digest, recorded_digest
from clipiqa_desktop.downloads.failures import DownloadCancelled, DownloadFailed
from clipiqa_desktop.downloads.models import HUB_COPY, NETWORK, OPENAI_ARCHIVE, ModelFile
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.downloads.taking import looks_like_one, take


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file is OpenAI's."""
    file = ModelFile([replace(OPENAI_ARCHIVE, sha256=DIGEST), HUB_COPY])
    monkeypatch.setattr(models, "MODELS", [replace(NETWORK, files=[file])])


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    brought = tmp_path / "stick" / "RN50 (1).pt"
    brought.parent.mkdir()
    brought.write_bytes(CONTENT)
    return brought


def test_a_file_known_by_its_bytes_is_copied_under_its_own_name(tmp_path: Path, brought: Path) -> None:
    seen: list[Progress] = []
    assert take([brought], tmp_path / "weights", seen.append) == {brought: tmp_path / "weights" / "RN50.pt"}
    copied = tmp_path / "weights" / "RN50.pt"
    assert copied.read_bytes() == brought.read_bytes() == CONTENT
    assert recorded_digest(copied) == DIGEST
    assert seen
    assert {each.total for each in seen} == {len(CONTENT)}


def test_it_may_lie_there_already(tmp_path: Path, brought: Path) -> None:
    there = brought.rename(tmp_path / "RN50.pt")
    assert take([there], tmp_path, silent) == {there: there}
    assert there.read_bytes() == CONTENT
    assert recorded_digest(there) == DIGEST


def test_one_that_nobody_knows_is_left_where_it_is(tmp_path: Path, brought: Path) -> None:
    brought.write_bytes(CONTENT[:-1])
    assert take([brought], tmp_path / "weights", silent) == {brought: None}
    assert not (tmp_path / "weights").exists()


def test_the_hubs_copy_is_known_by_the_record_that_came_along(tmp_path: Path) -> None:
    brought = tmp_path / "carried.safetensors"
    brought.write_bytes(b"stated by the hub")
    assert take([brought], tmp_path / "weights", silent) == {brought: None}
    record_digest(brought, "0" * 64)
    assert take([brought], tmp_path / "weights", silent) == {brought: None}
    record_digest(brought, digest(brought))
    arrived = tmp_path / "weights" / HUB_COPY.file_name
    assert take([brought], tmp_path / "weights", silent) == {brought: arrived}
    assert arrived.read_bytes() == b"stated by the hub"


def test_a_copy_that_is_stopped_leaves_nothing(tmp_path: Path, brought: Path) -> None:
    with pytest.raises(DownloadCancelled):
        take([brought], tmp_path / "weights", silent, lambda: True)
    assert list((tmp_path / "weights").iterdir()) == []


def test_one_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match=r"gone\.pt cannot be read"):
        take([tmp_path / "gone.pt"], tmp_path, silent)


def test_the_endings_of_what_can_be_downloaded_are_known(tmp_path: Path) -> None:
    for name, wanted in (("a.pt", True), ("B.SAFETENSORS", True), ("c.jpg", False)):
        (tmp_path / name).touch()
        assert looks_like_one(tmp_path / name) is wanted
    (tmp_path / "folder.pt").mkdir()
    assert not looks_like_one(tmp_path / "folder.pt")
