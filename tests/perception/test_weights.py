import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from clipiqa_desktop.downloads.models import HUB_COPY, OPENAI_ARCHIVE
from clipiqa_desktop.perception.weights import NoWeights, Origin, find_weights, identify


def weights_file(path: Path, **metadata: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({"a": torch.zeros(3)}, path, metadata=metadata or None)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def in_hub_cache(cache: Path, *, stated: str | None = None) -> Path:
    """Lays a file down as the hub's own library does; the blob is named by the digest that the hub stated."""
    repository = cache / "hub" / "models--timm--resnet50_clip.openai"
    blob = weights_file(repository / "blobs" / "new")
    blob = blob.rename(blob.with_name(stated or digest(blob)))
    snapshot = repository / "snapshots" / HUB_COPY.revision / HUB_COPY.file_name
    snapshot.parent.mkdir(parents=True)
    snapshot.symlink_to(blob)
    return snapshot


def downloaded(folder: Path) -> Path:
    path = weights_file(folder / HUB_COPY.file_name)
    path.with_name(f"{HUB_COPY.file_name}.sha256").write_text(digest(path))
    return path


def test_a_named_file_goes_before_all_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    downloaded(tmp_path / "data")
    named, other = weights_file(tmp_path / "mine.safetensors"), weights_file(tmp_path / "other.safetensors")
    monkeypatch.setenv("CLIPIQA_WEIGHTS", str(other))
    assert find_weights(named, tmp_path / "data").path == named
    assert find_weights(None, tmp_path / "data").path == other


def test_the_users_folder_goes_before_the_hubs_cache(tmp_path: Path, own_places: Path) -> None:
    cached = in_hub_cache(own_places)
    assert find_weights(None, tmp_path / "data").path == cached
    mine = downloaded(tmp_path / "data")
    assert find_weights(None, tmp_path / "data").path == mine


def test_downloaded_and_cached_files_are_known(tmp_path: Path) -> None:
    for path in (downloaded(tmp_path / "data"), in_hub_cache(tmp_path / "cache")):
        weights = identify(path)
        assert weights.origin is Origin.OPENAI
        assert weights.caution == ""
        assert weights.label == ""


def test_a_cached_file_that_is_not_what_the_hub_stated_is_not_used(tmp_path: Path, own_places: Path) -> None:
    in_hub_cache(own_places, stated="0" * 64)
    with pytest.raises(NoWeights):
        find_weights(None, tmp_path / "data")


def test_openais_archive_is_known_by_its_checksum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = weights_file(tmp_path / "RN50.pt")
    assert identify(path).origin is Origin.UNKNOWN
    known = replace(OPENAI_ARCHIVE, sha256=digest(path))
    monkeypatch.setattr("clipiqa_desktop.perception.weights.OPENAI_ARCHIVE", known)
    assert identify(path).origin is Origin.OPENAI


def test_an_unknown_file_is_used_only_when_named(tmp_path: Path) -> None:
    path = weights_file(tmp_path / "data" / HUB_COPY.file_name)
    with pytest.raises(NoWeights, match="--weights"):
        find_weights(None, tmp_path / "data")
    weights = find_weights(path, tmp_path / "data")
    assert weights.origin is Origin.UNKNOWN
    assert weights.label == digest(path)[:12]
    assert "unknown" in weights.caution


def test_an_untrained_file_says_so(tmp_path: Path) -> None:
    weights = identify(weights_file(tmp_path / "u.safetensors", untrained="true"))
    assert weights.origin is Origin.UNTRAINED
    assert weights.caution == "untrained: scores mean nothing"
    assert weights.label == f"{weights.short_hash} untrained: scores mean nothing"


def test_a_changed_download_is_no_longer_known(tmp_path: Path) -> None:
    path = downloaded(tmp_path)
    path.write_bytes(path.read_bytes() + b"!")
    assert identify(path).origin is Origin.UNKNOWN


@pytest.mark.parametrize("name", ["missing.pt", ""])
def test_a_named_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoWeights, match="cannot be read"):
        find_weights(tmp_path / name, tmp_path / "data")


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 100, b"\x02\0\0\0\0\0\0\0[]", b"\x02\0\0\0\0\0\0\0{]"])
def test_damaged_files_are_merely_unknown(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(content)
    assert identify(path).origin is Origin.UNKNOWN


def test_a_file_is_hashed_again_only_where_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, hashed = weights_file(tmp_path / "w.safetensors"), []
    digest = hashlib.file_digest
    monkeypatch.setattr(hashlib, "file_digest", lambda *given: hashed.append(path) or digest(*given))
    first = identify(path)
    assert identify(path) == first
    assert len(hashed) == 1
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(1, 1))
    assert identify(path).sha256 != first.sha256
    assert len(hashed) == 2
