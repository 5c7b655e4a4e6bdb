"""How much there is to export or to trash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.shots import find_shots
from clipiqa_desktop.notation import figures

_BATCH = 500


@dataclass(frozen=True)
class Measured:
    """Photographs that are there, their files with twins, movies and sidecars, and the bytes of all of them."""

    photographs: int = 0
    files: int = 0
    size: int = 0
    missing: int = 0

    def __str__(self) -> str:
        """`312 photographs · 624 files · 9.1 GB`."""
        missing = [f"{figures(self.missing)} not there now"] if self.missing else []
        return " · ".join(
            [words.photographs(self.photographs), words.files(self.files), words.size(self.size), *missing]
        )


def measure(
    catalog: Catalog,
    photo_ids: Sequence[int],
    *,
    sidecars: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
) -> Measured:
    """Looks at the files of these photographs as they lie there now; cancelled, it answers what it has so far."""
    total = Measured()
    for start in range(0, len(photo_ids), _BATCH):
        if cancelled():
            break
        shots = find_shots(catalog, photo_ids[start : start + _BATCH], sidecars=sidecars)
        there = [shot for shot in shots if shot.is_there]
        total = Measured(
            total.photographs + len(there),
            total.files + sum(len(shot.files) for shot in there),
            total.size + sum(shot.size for shot in there),
            total.missing + len(shots) - len(there),
        )
    return total
