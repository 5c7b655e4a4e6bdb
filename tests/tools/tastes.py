"""A shoot of somebody who has a taste: composed vectors in stacks, of each of which one frame was kept."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.taste.decisions import Marked

SHOOT = Path("/no/such/place/tastes")


@dataclass(frozen=True, eq=False)
class Composed:
    """Vectors (n, d), what was marked, and how much the person likes each (n,), of which nobody knows."""

    vectors: NDArray[np.float32]
    marked: Marked
    liked: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.vectors)


def composed(stacks: int, size: int = 5, taste: float = 2.0, seed: int = 0, length: int = 1024) -> Composed:
    """Photographs differ much in a few directions and little in all others, as CLIP's do, and those of a stack by four
    tenths of that. taste: how far those of a stack lie apart by what the person likes, a direction like any other, in
    standard deviations of the person's moods; 0 for marks by chance.
    """
    rng = np.random.default_rng(seed)
    spread = 1 / np.sqrt(np.arange(1, length + 1))
    common = 1.5 * np.linalg.norm(spread) * np.eye(1, length)
    scenes = common + rng.normal(size=(stacks, length)) * spread
    vectors = np.repeat(scenes, size, axis=0) + 0.4 * rng.normal(size=(stacks * size, length)) * spread
    direction = rng.normal(size=length)
    liked = vectors / np.linalg.norm(vectors, axis=1, keepdims=True) @ direction
    liked /= np.sqrt(liked.reshape(stacks, size).var(axis=1).mean())
    felt = taste * liked + rng.normal(size=len(liked))
    flags = np.full((stacks, size), REJECT, np.int8)
    flags[np.arange(stacks), felt.reshape(stacks, size).argmax(axis=1)] = PICK
    marked = Marked(flags.ravel(), np.zeros(len(liked), np.float32), np.repeat(np.arange(stacks), size))
    return Composed(vectors.astype(np.float32), marked, liked)


def store(catalog: Catalog, shoot: Composed, version: str, *, marked: bool = True) -> Stacks:
    """Puts it into a catalog with scores by chance, as if it had been looked at long ago; answers its stacks, which the
    person joined.
    """
    rng = np.random.default_rng(0)
    catalog.folders.add_root(SHOOT)
    found = [FoundFile(SHOOT, f"t{number:05}.jpg", 10, 1) for number in range(len(shoot))]
    catalog.folders.record_listing(SHOOT, found)
    model = catalog.models.make_current(version, "label", "", 100.0)
    ids = [photo.id for photo in catalog.photos.in_folders(catalog.folders.below(SHOOT))]
    with catalog.transaction():
        for photo_id, vector in zip(ids, shoot.vectors, strict=True):
            catalog.scores.store(photo_id, model, vector, rng.random(len(catalog.scores.keys), np.float32))
        if marked:
            catalog.marks.set_fields({"flag": dict(zip(ids, shoot.marked.flags.tolist(), strict=True))})
            groups = np.array(ids)[np.argsort(shoot.marked.groups, kind="stable")]
            catalog.own_stacks.join(each.tolist() for each in np.split(groups, _ends(shoot.marked.groups)))
    return Stacks(np.array(ids, np.int64), shoot.marked.groups.astype(np.int64))


def _ends(groups: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.flatnonzero(np.diff(np.sort(groups))) + 1


def opened(path: Path) -> Catalog:
    """A catalog with the built-in attributes."""
    return Catalog(path, KEYS)
