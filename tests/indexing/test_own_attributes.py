"""The person's own attributes in runs with the real network: they come and go while photographs are looked at."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file
from tools.learned import made_pair
from tools.pictures import save_photographs
from tools.shoot import Shoot

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.scores.models import Pair
from clipiqa_desktop.indexing.run import Listener
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.perception.scoring import scores
from clipiqa_desktop.perception.text_encoder import open_text_encoder
from clipiqa_desktop.perception.weights import identify

pytestmark = pytest.mark.long

ELEGANT = ("Elegant photo.", "Clumsy photo.")
COSY = ("Cosy photo.", "Bleak photo.")


def expected(shoot: Shoot, pair: np.ndarray) -> list[float]:
    """The scores of a pair of vectors, by photo id."""
    rows = shoot.catalog.connection.execute("SELECT vector FROM vectors ORDER BY photo_id").fetchall()
    vectors = np.stack([np.frombuffer(row[0], np.float16) for row in rows]).astype(np.float32)
    found: list[float] = scores(vectors, pair[None], 100.0)[:, 0].tolist()
    return found


def stored(shoot: Shoot, key: str) -> list[float | None]:
    place = shoot.catalog.scores.keys.index(key)
    return [each[place] for _, each in sorted(shoot.catalog.scores.all(shoot.catalog.models.current()).items())]


def test_an_attribute_that_was_added_before_the_run_is_scored_from_the_vectors(
    shoot: Shoot, untrained_file: Path
) -> None:
    save_photographs(shoot.folder, 3, size=(300, 300))
    weights = identify(untrained_file)
    shoot.index(weights=weights)
    key = shoot.catalog.own_attributes.add("Elegant", ELEGANT).key
    assert shoot.index(weights=weights) == []
    encoded = open_text_encoder(weights).encode(ELEGANT)
    np.testing.assert_allclose(stored(shoot, key), expected(shoot, encoded), atol=5e-3)
    shoot.catalog.own_attributes.change_prompts(key, COSY)
    assert shoot.index(weights=weights) == []
    np.testing.assert_allclose(stored(shoot, key), expected(shoot, open_text_encoder(weights).encode(COSY)), atol=5e-3)
    assert None not in stored(shoot, "quality")


def test_attributes_come_change_and_go_while_photographs_are_looked_at(shoot: Shoot, untrained_file: Path) -> None:
    save_photographs(shoot.folder, 12, size=(300, 300))
    rng = np.random.default_rng(0)
    pairs = [rng.normal(size=(2, 1024)).astype(np.float32) for _ in range(2)]
    going = shoot.catalog.own_attributes.add("Going", COSY).key
    steps = []

    def keep(catalog: Catalog, prompts: tuple[str, str], vectors: np.ndarray, key: str | None) -> str:
        """As the process does it that understands prompts."""
        model = catalog.models.current()
        assert model is not None
        with catalog.transaction():
            if key:
                catalog.own_attributes.change_prompts(key, prompts)
            key = key or catalog.own_attributes.add("Elegant", prompts).key
            catalog.models.store_pair(model, Pair(key, prompts, vectors))
            known = catalog.connection.execute("SELECT photo_id, vector FROM vectors ORDER BY photo_id").fetchall()
            halves = np.stack([np.frombuffer(row[1], np.float16) for row in known]).astype(np.float32)
            made = scores(halves, vectors[None], 100.0)[:, 0]
            catalog.scores.store_column(model, key, [row[0] for row in known], made)
        return key

    def interfere(_ids: object) -> None:
        done = len(shoot.scores())
        with closing(Catalog(shoot.log.with_name("catalog.db"), KEYS)) as other:
            if done >= 2 and not steps:
                steps.append(keep(other, ELEGANT, pairs[0], None))
            elif done >= 5 and len(steps) == 1:
                steps.append(keep(other, COSY, pairs[1], steps[0]))
                other.own_attributes.delete(going)

    shoot.index(Listener(stored=interfere), weights=identify(untrained_file))
    assert len(steps) == 2
    assert shoot.catalog.scores.keys == (*KEYS, steps[0])
    assert len(shoot.scores()) == 12
    np.testing.assert_allclose(stored(shoot, steps[0]), expected(shoot, pairs[1]), atol=5e-3)
    assert None not in stored(shoot, "aesthetic")


def test_a_learned_one_scores_what_comes_and_is_silent_with_other_weights(
    shoot: Shoot, untrained_file: Path, tmp_path: Path
) -> None:
    save_photographs(shoot.folder, 3, size=(300, 300))
    weights = identify(untrained_file)
    pair = made_pair(weights.short_hash)
    key = shoot.catalog.own_attributes.add("Taste", ("Good photo.", "Bad photo."), pair).key
    typed = shoot.catalog.own_attributes.add("Elegant", ELEGANT).key
    shoot.index(weights=weights)
    np.testing.assert_allclose(stored(shoot, key), expected(shoot, pair.vectors), atol=5e-3)
    save_photographs(shoot.folder, 4, size=(300, 300))
    shoot.index(weights=weights)
    assert len(stored(shoot, key)) == 4
    np.testing.assert_allclose(stored(shoot, key), expected(shoot, pair.vectors), atol=5e-3)
    other = tmp_path / "other.safetensors"
    save_file(load_file(untrained_file), other, metadata={"format": "pt", "untrained": "true", "seed": "other"})
    shoot.index(weights=identify(other))
    assert stored(shoot, key) == [None] * 4
    assert None not in stored(shoot, typed)
    shoot.index(weights=weights)
    np.testing.assert_allclose(stored(shoot, key), expected(shoot, pair.vectors), atol=5e-3)
