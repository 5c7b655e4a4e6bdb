"""How much there is to export or to trash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export import words
from clipiqa_desktop.culling.export.shots import Shot, find_shots
from clipiqa_desktop.culling.mark_places import SidecarPlace, place_of
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.turning import orientation_now
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.notation import figures
from clipiqa_desktop.photos.xmp_marks import XmpMarks

_BATCH = 500


@dataclass(frozen=True)
class Measured:
    """Photographs that are there, their files with twins, movies and sidecars (those too that are written first), and
    the bytes of all that is there.
    """

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
    written: SidecarSettings | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Measured:
    """Looks at the files of these photographs as they lie there now; cancelled, it answers what it has so far.

    `written`: marks are written that way before the files go, so that sidecars come that are not there yet.
    """
    total = Measured()
    for start in range(0, len(photo_ids), _BATCH):
        if cancelled():
            break
        shots = find_shots(catalog, photo_ids[start : start + _BATCH], sidecars=sidecars)
        there = [shot for shot in shots if shot.is_there]
        total = Measured(
            total.photographs + len(there),
            total.files + sum(len(shot.files) for shot in there) + (_coming(catalog, there, written) if written else 0),
            total.size + sum(shot.size for shot in there),
            total.missing + len(shots) - len(there),
        )
    return total


def _coming(catalog: Catalog, shots: Sequence[Shot], settings: SidecarSettings) -> int:
    """How many sidecars are made when the marks of these are written."""
    ids = [shot.photo_id for shot in shots]
    marks, companions, nothing = catalog.marks.of(ids), catalog.photos.companions(ids), XmpMarks().with_defaults()
    made = set()
    for shot in shots:
        place = place_of(shot.photo, companions.get(shot.photo_id, ()), settings)
        says = XmpMarks(*marks[shot.photo_id].in_words(), orientation=orientation_now(catalog, shot.photo_id))
        if isinstance(place, SidecarPlace) and says.with_defaults() != nothing and not is_there(place.path):
            made.add(place.path)
    return len(made)
