import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from clipiqa_desktop.perception.scoring import scores


def random_vectors(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@given(seed=st.integers(0, 10_000), photographs=st.integers(1, 5), pairs=st.integers(1, 4), scale=st.floats(0.1, 100))
def test_equals_softmax_of_cosines(seed: int, photographs: int, pairs: int, scale: float) -> None:
    images, texts = random_vectors(seed, photographs, 64), random_vectors(seed + 1, pairs, 2, 64)
    cosines = torch.nn.functional.cosine_similarity(
        torch.from_numpy(images)[:, None, None], torch.from_numpy(texts)[None], dim=-1
    )
    expected = (scale * cosines).softmax(dim=-1)[..., 0].numpy()
    np.testing.assert_allclose(scores(images, texts, scale), expected, atol=1e-5)


def test_swapping_a_pair_mirrors_the_score() -> None:
    images, texts = random_vectors(0, 3, 64), random_vectors(1, 2, 2, 64)
    np.testing.assert_allclose(scores(images, texts, 100) + scores(images, texts[:, ::-1], 100), 1.0, atol=1e-6)


def test_a_vector_that_is_not_finite_is_unscored() -> None:
    images = random_vectors(0, 2, 64)
    images[1, 3] = np.nan
    answer = scores(images, random_vectors(1, 2, 2, 64), 100.0)
    assert np.isfinite(answer[0]).all()
    assert np.isnan(answer[1]).all()
