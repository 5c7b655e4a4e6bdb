"""What all tests share."""

import os
from pathlib import Path

import pytest

from clipiqa_desktop.perception.untrained import save_untrained


@pytest.fixture(scope="session")
def untrained_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained RN50 of the true size."""
    return save_untrained(tmp_path_factory.mktemp("weights") / "untrained.safetensors")


@pytest.fixture(scope="session")
def untrained_vit_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained ViT-B-32, the other backbone of the paper."""
    return save_untrained(tmp_path_factory.mktemp("weights") / "vit.safetensors", architecture="ViT-B-32-quickgelu")


@pytest.fixture(autouse=True)
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test sees or touches the places of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HF_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    for name in ("CLIPIQA_WEIGHTS", "HF_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def photographs() -> Path:
    """The folder of real photographs; tests that want it are skipped where it is not named."""
    folder = os.environ.get("CLIPIQA_PHOTOS")
    if not folder:
        pytest.skip("CLIPIQA_PHOTOS names no folder of photographs")
    return Path(folder)
