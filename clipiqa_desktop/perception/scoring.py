"""From vectors to scores: Eq. 2 and 3 of the paper, in numpy."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def normalised(vectors: Floats) -> Floats:
    """Vectors (..., d) scaled to length 1 along the last axis."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / lengths, dtype=np.float32)


def scores(image_vectors: Floats, pair_vectors: Floats, logit_scale: float) -> Floats:
    """The probability of the first prompt of each pair.

    `image_vectors` is (n, d), `pair_vectors` (k, 2, d), both of any length; the answer is (n, k) in [0, 1]. Eq. 2 is
    the cosine, Eq. 3 the softmax over the two, sharpened by CLIP's learned `logit_scale` (100 in OpenAI's weights). A
    vector that is not finite yields NaN, which means "unscored".
    """
    cosines = np.einsum("nd,kpd->nkp", normalised(image_vectors), normalised(pair_vectors), optimize=True)
    difference = logit_scale * (cosines[..., 0] - cosines[..., 1]).astype(np.float64)
    return np.asarray(1.0 / (1.0 + np.exp(-difference)), dtype=np.float32)
