"""What all tests share."""

import gc
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock

# Tests run in several processes at once: threads that wait for each other must not burn the cores of the others.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# The program is started hundreds of times: compiled once, it is there a third of a second sooner.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long are begun first: the other processes would wait for one that is begun last."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def untrained_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained RN50 of the true size."""
    return _untrained(tmp_path_factory, "RN50-quickgelu")


@pytest.fixture(scope="session")
def untrained_vit_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained ViT-B-32, the other backbone of the paper."""
    return _untrained(tmp_path_factory, "ViT-B-32-quickgelu")


def _untrained(tmp_path_factory: pytest.TempPathFactory, architecture: str) -> Path:
    """Made once for all processes of a run: the first one that wants it makes it, others wait."""
    from tools.known_network import encode_prompts

    from clipiqa_desktop.perception.untrained import save_untrained
    from clipiqa_desktop.perception.weights import identify

    of_all = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_all = of_all.parent
    path = of_all / f"untrained-{architecture}.safetensors"
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            save_untrained(path, architecture=architecture)
            if architecture.startswith("RN50"):
                encode_prompts(identify(path))
    return path


@pytest.fixture(scope="module", autouse=True)
def _earlier_tests_are_over() -> None:
    """What earlier files left to the garbage collector is looked through no more, by it or by tests that look for
    threads and timers: that took longer than most of them.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def new_catalogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the test's own process; tests of the migrations do without."""
    from tools.new_catalogs import open_copied

    from clipiqa_desktop.catalog import catalog

    monkeypatch.setattr(catalog, "open_database", open_copied)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One after another, each to be made: pytest's own way looks through all earlier ones for every new one."""
    of_all = tmp_path_factory.mktemp("homes")
    return (of_all / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_places(monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> Path:
    """No test sees or touches the places of the person who runs it."""
    home, run = next(homes), next(homes)
    for each in (home, run):
        each.mkdir(mode=0o700)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HF_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    for name in ("CLIPIQA_WEIGHTS", "HF_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def face_models() -> Path:
    """The folder of MediaPipe's models; tests that want them are skipped where it is not named."""
    from clipiqa_desktop.faces.network import has_runtime

    folder = os.environ.get("CLIPIQA_FACES")
    if not folder:
        pytest.skip("CLIPIQA_FACES names no folder with the models of faces")
    if not has_runtime():
        pytest.skip("ai-edge-litert, which runs the models of faces, is not installed")
    return Path(folder)


@pytest.fixture
def photographs() -> Path:
    """The folder of real photographs; tests that want it are skipped where it is not named."""
    folder = os.environ.get("CLIPIQA_PHOTOS")
    if not folder:
        pytest.skip("CLIPIQA_PHOTOS names no folder of photographs")
    return Path(folder)
