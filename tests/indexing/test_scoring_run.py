"""Runs with the real network; each start of it takes seconds, so most tests share one indexed folder."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from safetensors.torch import load_file, save_file
from tools.pictures import save_photograph, save_photographs
from tools.readers import LOG
from tools.shoot import Progresses, Shoot, opened_shoot

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.progress import Phase
from clipiqa_desktop.indexing.run import Listener
from clipiqa_desktop.perception.attributes import BUILT_IN, KEYS
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.perception.runtime.config import RuntimeConfig, RuntimeOptions, remember
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.weights import Weights, identify
from clipiqa_desktop.photos.decode import decode

pytestmark = pytest.mark.long

NAMES = ["p00.jpg", "p01.jpg", "p02.jpg", "wide.png"]


@dataclass
class Scored:
    """A folder that was first read without weights and then scored."""

    shoot: Shoot
    weights: Weights
    read: tuple[list[str], list[str]]
    progress: Progresses
    network: list[str]

    @property
    def lost(self) -> Weights:
        """The same weights, but whoever tried to load them would fail."""
        return replace(self.weights, path=Path("/nowhere/weights.safetensors"))


@pytest.fixture(scope="module")
def scored(untrained_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scored]:
    place, weights = tmp_path_factory.mktemp("scored"), identify(untrained_file)
    progress, network = Progresses(), []
    with pytest.MonkeyPatch.context() as patch, opened_shoot(place) as shoot:
        patch.setenv(LOG, str(shoot.log))
        save_photographs(shoot.folder, 3)
        save_photograph(shoot.folder / "tiny.png", size=(20, 20))
        save_photograph(shoot.folder / "wide.png", size=(1100, 600))
        read = shoot.index()
        read_again = shoot.index(Listener(progress=progress.append, network=network.append), weights=weights)
        yield Scored(shoot, weights, (read, read_again), progress, network)


def other_weights(weights: Weights, path: Path) -> Weights:
    """The same numbers in a file of another hash."""
    save_file(load_file(weights.path), path, metadata={"format": "pt", "untrained": "true", "seed": "other"})
    return identify(path)


def close(one: dict[str, tuple[float, ...]], other: dict[str, tuple[float, ...]], tolerance: float) -> bool:
    return one.keys() == other.keys() and all(np.allclose(one[name], other[name], atol=tolerance) for name in one)


def test_what_was_read_without_weights_is_scored_once_there_are_some(scored: Scored) -> None:
    assert scored.read == (["p00.jpg", "p01.jpg", "p02.jpg", "tiny.png", "wide.png"], NAMES)
    assert scored.progress.phases == ["finding", "starting", "looking", "done"]
    assert scored.progress[-1].done == scored.progress[-1].total == 4
    assert scored.network == ["CLIP-IQA · RN50 · CPU fp32"]
    assert scored.shoot.errors() == {"tiny.png": "Only 20 x 20 pixels: a score needs 32 on each side."}
    model = scored.shoot.catalog.models.current()
    assert model is not None
    assert model.caution == "untrained: scores mean nothing"
    assert model.label == f"{scored.weights.sha256[:12]} untrained: scores mean nothing"


def test_scores_are_those_of_the_network(scored: Scored) -> None:
    network = ClipIqa(scored.weights, "cpu")
    pairs = network.prompt_vectors([prompt for attribute in BUILT_IN for prompt in attribute.prompts])
    stored = scored.shoot.scores()
    assert sorted(stored) == NAMES
    for name, found in stored.items():
        vector = network.image_vector(decode(scored.shoot.folder / name, input_size).pixels)
        expected = scores(vector[None], pairs.reshape(len(KEYS), 2, -1), network.logit_scale)[0]
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_second_run_neither_reads_nor_starts_the_network(scored: Scored) -> None:
    before = scored.shoot.scores()
    assert scored.shoot.index(weights=scored.lost) == []
    assert scored.shoot.scores() == before


def test_lost_scores_are_made_of_the_vectors_alone(scored: Scored) -> None:
    before = scored.shoot.scores()
    scored.shoot.catalog.connection.execute("DELETE FROM scores")
    assert scored.shoot.index(weights=scored.lost) == []
    assert close(scored.shoot.scores(), before, 5e-3)


def test_changed_prompts_rescore_without_reading(scored: Scored) -> None:
    before = scored.shoot.scores()
    connection = scored.shoot.catalog.connection
    connection.execute("UPDATE pairs SET high_prompt = 'Nice photo.', vectors = zeroblob(8192) WHERE key = 'quality'")
    connection.execute("UPDATE scores SET quality = 0.5")
    progress = Progresses()
    assert scored.shoot.index(Listener(progress=progress.append), weights=scored.weights) == []
    assert close(scored.shoot.scores(), before, 5e-3)
    assert progress[-1].phase is Phase.DONE


def test_lost_thumbnails_are_made_again_without_scoring(scored: Scored) -> None:
    before = scored.shoot.scores()
    scored.shoot.thumbnails._connection.execute("DELETE FROM thumbnails")
    scored.shoot.catalog.connection.execute("UPDATE scores SET quality = 0.125")
    assert scored.shoot.index(weights=scored.weights) == NAMES
    assert len(scored.shoot.thumbnails.fingerprints()) == len(NAMES)
    assert {values[0] for values in scored.shoot.scores().values()} == {0.125}
    scored.shoot.catalog.connection.execute("DELETE FROM scores")
    scored.shoot.index(weights=scored.lost)
    assert close(scored.shoot.scores(), before, 5e-3)


def test_without_weights_the_scores_stay(scored: Scored) -> None:
    before = scored.shoot.scores()
    save_photograph(scored.shoot.folder / "unscored.jpg")
    assert scored.shoot.index() == ["unscored.jpg"]
    (scored.shoot.folder / "unscored.jpg").unlink()
    scored.shoot.index()
    assert scored.shoot.scores() == before


def test_damaged_weights_are_a_sentence(scored: Scored, tmp_path: Path) -> None:
    (tmp_path / "damaged.safetensors").write_bytes(scored.weights.path.read_bytes()[:1_000_000])
    progress = Progresses()
    before = scored.shoot.scores()
    with pytest.raises(UserError, match="does not hold CLIP weights this program can read"):
        scored.shoot.index(Listener(progress=progress.append), weights=identify(tmp_path / "damaged.safetensors"))
    assert progress[-1].phase is Phase.FAILED
    assert "does not hold CLIP weights" in progress[-1].message
    assert scored.shoot.scores() == before


def test_other_weights_score_everything_anew(scored: Scored, tmp_path: Path) -> None:
    before, old = scored.shoot.scores(), scored.shoot.catalog.models.current()
    other = other_weights(scored.weights, tmp_path / "other.safetensors")
    assert scored.shoot.index(weights=other) == NAMES
    new = scored.shoot.catalog.models.current()
    assert old is not None
    assert new is not None
    assert new.id != old.id
    assert close(scored.shoot.scores(), before, 5e-3)
    assert scored.shoot.catalog.scores.all(old) == {}
    assert scored.shoot.index(weights=replace(other, path=Path("/nowhere"))) == []


def test_another_precision_scores_everything_anew_and_auto_keeps_to_what_it_chose(
    shoot: Shoot, untrained_file: Path, tmp_path: Path
) -> None:
    save_photographs(shoot.folder, 2)
    weights, network = identify(untrained_file), []
    assert shoot.index(weights=weights) == ["p00.jpg", "p01.jpg"]
    options = RuntimeOptions("cpu", "auto", tmp_path / "network.json")
    remember(weights, options, RuntimeConfig("cpu", "bf16", 2, 3))
    exact, auto = shoot.scores(), {"precision": "auto", "choices": options.choices}
    assert shoot.index(Listener(network=network.append), weights=weights, **auto) == ["p00.jpg", "p01.jpg"]
    assert network == ["CLIP-IQA · RN50 · CPU bf16"]
    assert shoot.scores() != exact
    assert close(shoot.scores(), exact, 0.06)
    assert shoot.index(weights=replace(weights, path=Path("/nowhere")), **auto) == []


def test_a_precision_that_nobody_expected_scores_everything_anew_in_the_same_run(
    shoot: Shoot, untrained_file: Path, tmp_path: Path
) -> None:
    save_photographs(shoot.folder, 2)
    weights, options = identify(untrained_file), RuntimeOptions("cpu", "auto", tmp_path / "network.json")
    shoot.index(weights=weights)
    save_photograph(shoot.folder / "new.jpg", 7)
    listener = Listener(listed=lambda *_: remember(weights, options, RuntimeConfig("cpu", "bf16", 2, 3)))
    shoot.index(listener, weights=weights, precision="auto", choices=options.choices)
    assert sorted(shoot.scores()) == ["new.jpg", "p00.jpg", "p01.jpg"]


def test_a_network_that_dies_costs_one_photograph_until_the_next_run(shoot: Shoot, untrained_file: Path) -> None:
    save_photographs(shoot.folder, 12, size=(300, 300))
    weights = identify(untrained_file)
    killed: list[int] = []

    def kill_the_largest(_ids: object) -> None:
        if shoot.scores() and not killed:
            children = psutil.Process().children(recursive=True)
            network = max(children, key=lambda child: child.memory_info().rss)
            killed.append(network.pid)
            network.kill()

    shoot.index(Listener(stored=kill_the_largest), weights=weights)
    assert len(killed) == 1
    assert len(shoot.errors()) <= 1
    assert len(shoot.scores()) == 12 - len(shoot.errors())
    if errors := shoot.errors():
        assert "tried again next time" in next(iter(errors.values()))
        assert set(shoot.index(weights=weights)) == errors.keys()
    assert len(shoot.scores()) == 12
