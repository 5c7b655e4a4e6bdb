"""What the hub states of a file, asked of a real server on this machine."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import huggingface_hub
import pytest
from tools.file_server import CONTENT, DIGEST, Server, nobody_listening, serving, silent

from clipiqa_desktop.downloads.connection import place, trusted
from clipiqa_desktop.downloads.download import download
from clipiqa_desktop.downloads.failures import DownloadFailed
from clipiqa_desktop.downloads.models import HUB_COPY, OPENAI_ARCHIVE
from clipiqa_desktop.downloads.sources import Source


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    with serving() as server:
        yield server


@pytest.fixture
def nobody() -> Source:
    return nobody_listening()


@pytest.fixture
def hub(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The test server in the hub's place, stating what the hub states."""
    server.facts = {
        "X-Repo-Commit": HUB_COPY.revision,
        "X-Linked-Etag": f'"{DIGEST}"',
        "X-Linked-Size": str(len(CONTENT)),
    }
    monkeypatch.setattr(huggingface_hub, "hf_hub_url", lambda *_, **__: server.url)
    return server


def test_the_hub_is_asked_for_size_and_digest(hub: Server, tmp_path: Path) -> None:
    source = HUB_COPY.asked()
    assert source == Source("Hugging Face", "open_clip_model.safetensors", hub.url, DIGEST, len(CONTENT))
    path = download([HUB_COPY], tmp_path, silent)
    assert path.name == "open_clip_model.safetensors"
    assert path.read_bytes() == CONTENT


def test_the_hub_is_asked_at_the_pinned_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(url: str, **_: object) -> None:
        asked.append(url)
        raise OSError("refused")

    monkeypatch.setattr(huggingface_hub, "get_hf_file_metadata", refuse)
    with pytest.raises(DownloadFailed, match="refused"):
        HUB_COPY.asked()
    assert len(asked) == 1
    assert asked[0].endswith(f"/timm/resnet50_clip.openai/resolve/{HUB_COPY.revision}/open_clip_model.safetensors")


@pytest.mark.parametrize(
    ("fact", "value", "sentence"),
    [
        ("X-Repo-Commit", "0" * 40, "another revision"),
        ("X-Repo-Commit", None, "another revision"),
        ("X-Linked-Etag", '"' + "0" * 40 + '"', "no SHA-256"),
        ("X-Linked-Etag", None, "no SHA-256"),
    ],
)
def test_a_hub_that_describes_something_else_is_refused(
    hub: Server, fact: str, value: str | None, sentence: str
) -> None:
    del hub.facts[fact]
    if value is not None:
        hub.facts[fact] = value
    with pytest.raises(DownloadFailed, match=sentence):
        HUB_COPY.asked()


def test_a_hub_that_answers_with_an_error_is_named(hub: Server) -> None:
    hub.status = 503
    with pytest.raises(DownloadFailed, match=rf"{place(hub.url)} answered 503"):
        HUB_COPY.asked()


def test_a_hub_out_of_reach_leaves_the_next_source(
    server: Server, nobody: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub, "hf_hub_url", lambda *_, **__: nobody.url)
    with pytest.raises(DownloadFailed, match=rf"{place(nobody.url)} cannot be reached \(\w"):
        HUB_COPY.asked()
    assert download([HUB_COPY, server.source()], tmp_path, silent).read_bytes() == CONTENT


def test_the_archive_is_the_pinned_one() -> None:
    assert OPENAI_ARCHIVE.sha256 in OPENAI_ARCHIVE.url
    assert OPENAI_ARCHIVE.url.startswith("https://")


def test_certificates_are_checked() -> None:
    assert trusted().verify_mode is ssl.CERT_REQUIRED
