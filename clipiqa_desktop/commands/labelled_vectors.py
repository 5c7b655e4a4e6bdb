"""The image vectors of labelled photographs: from the catalog, or of those that are in none, from the network."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.files.paths import absolute
from clipiqa_desktop.indexing.one_by_one import OneByOne
from clipiqa_desktop.perception.clip_iqa import ClipIqa
from clipiqa_desktop.perception.input_size import input_size, too_small, too_small_reason
from clipiqa_desktop.perception.prompt_learning import Cancelled
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.photos.errors import Unreadable

VectorsByPath = dict[Path, NDArray[np.float32]]


def stored_vectors(catalog: Catalog, weights: Weights, paths: Iterable[Path]) -> VectorsByPath:
    """The vectors (d,) that networks with these weights, in any precision, gave the photographs before."""
    ids = {path: catalog.photos.at(absolute(path)) for path in paths}
    known = catalog.scores.vectors_of([id_ for id_ in ids.values() if id_ is not None], weights.short_hash)
    return {path: known[id_] for path, id_ in ids.items() if id_ in known}


def encoded_vectors(network: ClipIqa, paths: Sequence[Path], cancelled: Callable[[], bool]) -> VectorsByPath:
    """The vectors (d,) of photographs that are looked at now. Those that cannot be are complained about and left out.

    Raises Cancelled.
    """
    found: VectorsByPath = {}
    shown = tqdm(paths, unit=" photographs", disable=not sys.stderr.isatty(), file=sys.stderr)
    with OneByOne(input_size) as reader, shown as bar:
        bar.set_description("Looking at photographs")
        for path in bar:
            if cancelled():
                raise Cancelled
            try:
                found[path] = _encoded(network, reader.pixels(path))
            except Unreadable as error:
                bar.write(f"{displayable_name(str(path))}: {error}", file=sys.stderr)
    return found


def _encoded(network: ClipIqa, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    height, width = pixels.shape[:2]
    if too_small(width, height):
        raise Unreadable(too_small_reason(width, height))
    vector = network.image_vector(pixels)
    if not np.isfinite(vector).all():
        raise Unreadable("The network gave no finite numbers for this photograph.")
    return vector


def stacked(vectors: Mapping[Path, NDArray[np.float32]], paths: Iterable[Path]) -> NDArray[np.float32]:
    """The vectors (n, d) of these photographs, in this order."""
    return np.stack([vectors[path] for path in paths])
