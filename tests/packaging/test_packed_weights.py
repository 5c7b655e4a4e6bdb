import shutil
from pathlib import Path

import pytest
import torch
from packed_weights import staged
from safetensors.torch import save_file

from clipiqa_desktop.downloads.digests import record_digest
from clipiqa_desktop.downloads.models import HUB_COPY
from clipiqa_desktop.perception import weights
from clipiqa_desktop.perception.weights import NoWeights, Origin, find_weights, identify


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that an installed program takes for its package."""
    monkeypatch.setattr(weights, "files", lambda _name: tmp_path / "package")
    return tmp_path / "package"


def install(file: Path, tmp_path: Path, package: Path) -> None:
    """What PyInstaller does with what it is told to pack."""
    for source, folder in staged(file, tmp_path / "staged"):
        target = package.parent / folder.replace("clipiqa_desktop", "package")
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def weights_file(path: Path, **metadata: str) -> Path:
    save_file({"a": torch.zeros(3)}, path, metadata=metadata or None)
    return path


def test_openais_weights_are_known_in_the_installed_program(tmp_path: Path, package: Path) -> None:
    file = weights_file(tmp_path / "mine.safetensors")
    record_digest(file, identify(file).sha256)
    install(file, tmp_path, package)
    found = find_weights(None, tmp_path / "user")
    assert (found.path, found.origin) == (package / "weights" / HUB_COPY.file_name, Origin.OPENAI)


def test_packed_untrained_weights_are_used_but_say_so(tmp_path: Path, package: Path) -> None:
    install(weights_file(tmp_path / "mine.safetensors", untrained="true"), tmp_path, package)
    found = find_weights(None, tmp_path / "user")
    assert (found.path, found.origin) == (package / "weights" / HUB_COPY.file_name, Origin.UNTRAINED)
    assert found.caution


def test_downloaded_weights_of_openai_go_before_packed_ones_of_unknown_origin(tmp_path: Path, package: Path) -> None:
    install(weights_file(tmp_path / "mine.safetensors"), tmp_path, package)
    assert find_weights(None, tmp_path / "user").origin is Origin.UNKNOWN
    (tmp_path / "user").mkdir()
    downloaded = weights_file(tmp_path / "user" / HUB_COPY.file_name, by="hub")
    record_digest(downloaded, identify(downloaded).sha256)
    assert find_weights(None, tmp_path / "user").path == downloaded


def test_weights_of_an_earlier_build_do_not_stay(tmp_path: Path, package: Path) -> None:
    openais = weights_file(tmp_path / "openai.safetensors")
    record_digest(openais, identify(openais).sha256)
    staged(openais, tmp_path / "staged")
    assert len(staged(weights_file(tmp_path / "other.safetensors", a="b"), tmp_path / "staged")) == 1


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoWeights, match="cannot be read"):
        staged(tmp_path / "nowhere.pt", tmp_path / "staged")
