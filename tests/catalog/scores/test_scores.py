from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tools.stored import ids, listed, model, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.scores.models import Pair

PROMPTS = {"quality": ("Good photo.", "Bad photo."), "happy": ("Happy photo.", "Sad photo.")}


def pairs(words: dict[str, tuple[str, str]]) -> list[Pair]:
    rng = np.random.default_rng(1)
    return [Pair(key, prompts, rng.normal(size=(2, 8)).astype(np.float32)) for key, prompts in words.items()]


@pytest.fixture
def photos(catalog: Catalog) -> list[int]:
    listed(catalog, *(f"{number}.jpg" for number in range(10)))
    return list(ids(catalog).values())


def test_scores_come_back(catalog: Catalog, photos: list[int]) -> None:
    a = model(catalog)
    score(catalog, photos[0], a, (0.25, 0.5, float("nan")))
    score(catalog, photos[1], a)
    score(catalog, photos[1], a, (0.4, 0.5, 0.6))
    stored = catalog.scores.all(a)
    assert stored[photos[0]] == (0.25, 0.5, None)
    assert stored[photos[1]] == pytest.approx((0.4, 0.5, 0.6))
    assert len(stored) == 2


def test_vectors_come_back_within_half_precision(catalog: Catalog, photos: list[int]) -> None:
    a = model(catalog)
    vector = np.random.default_rng(0).normal(0, 0.3, 1024).astype(np.float32)
    catalog.scores.store(photos[0], a, vector, np.zeros(3, np.float32))
    catalog.models.store_pairs(a, pairs(PROMPTS))
    found, vectors = next(catalog.scores.vectors_without_scores(a))
    assert found == [photos[0]]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors[0], vector, rtol=1e-3, atol=1e-6)


def test_other_prompts_rescore_from_the_vectors_alone(catalog: Catalog, photos: list[int]) -> None:
    a = model(catalog)
    catalog.models.store_pairs(a, pairs(PROMPTS))
    for photo in photos:
        score(catalog, photo, a)
    assert list(catalog.scores.vectors_without_scores(a)) == []

    catalog.models.store_pairs(a, pairs(PROMPTS | {"happy": ("Joyful photo.", "Sad photo.")}))
    assert catalog.scores.all(a) == {}
    sizes = []
    for found, vectors in catalog.scores.vectors_without_scores(a, batch=4):
        sizes.append(len(found))
        catalog.scores.store_many(a, found, np.full((len(vectors), 3), 0.75, np.float32))
    assert sizes == [4, 4, 2]
    assert catalog.scores.all(a) == dict.fromkeys(photos, (0.75, 0.75, 0.75))


def test_pairs_come_back_and_tell_which_words_are_new(catalog: Catalog) -> None:
    a = model(catalog)
    assert catalog.models.stale_pairs(a, PROMPTS) == ["quality", "happy"]
    kept = pairs(PROMPTS)
    catalog.models.store_pairs(a, kept)
    assert catalog.models.stale_pairs(a, PROMPTS) == []
    np.testing.assert_array_equal(catalog.models.pairs(a)["happy"].vectors, kept[1].vectors)
    assert catalog.models.stale_pairs(a, {"happy": ("Joyful photo.", "Sad photo."), "new": ("a", "b")}) == [
        "happy",
        "new",
    ]
    assert catalog.models.stale_pairs(model(catalog, "b"), PROMPTS) == ["quality", "happy"]


def test_one_model_is_current_and_the_others_are_remembered(catalog: Catalog, photos: list[int]) -> None:
    assert catalog.models.current() is None
    assert catalog.models.find("a") is None
    a = model(catalog, "a")
    b = model(catalog, "b")
    assert catalog.models.current() == b
    assert catalog.models.find("a") == a
    score(catalog, photos[0], a)
    assert catalog.scores.all(b) == {}
    assert model(catalog, "a", logit_scale=50).id == a.id
    current = catalog.models.current()
    assert current is not None
    assert (current.version, current.logit_scale, current.caution) == ("a", 50, "caution of a")


def test_a_new_attribute_becomes_a_column(tmp_path: Path) -> None:
    for keys in (("quality",), ("quality", "cosy"), ("cosy",)):
        with closing(Catalog(tmp_path / "catalog.db", keys)) as catalog:
            listed(catalog, "1.jpg")
            (photo,) = ids(catalog).values()
            score(catalog, photo, model(catalog), [0.5] * len(keys))
            assert catalog.scores.all(catalog.models.current()) == {photo: (0.5,) * len(keys)}
