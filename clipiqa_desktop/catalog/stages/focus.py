"""How sharp photographs are at 100 %, and where: the scale that is shown, ties, maps in a few bytes, what is stored."""

import struct
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.stages.stage_table import StageTable

# Of what measures it: only what this version found is shown.
VERSION = "edges-3"

TIE = 0.1
"""Widths of edges that differ by less are a tie: noise and JPEG alone make so much of a difference."""

NARROWEST = 0.25
"""Pixels; narrower edges than pixels can tell are alike."""

_HEAD = struct.Struct("<HH")
_FINEST, _STEPS = 1 / 16, 32  # pixels, and steps for every doubling: the numbers of a map are 1 % apart from the widths

Widths = NDArray[np.float32]

# By the number in a map: none for 0.
_WIDTHS = np.append(np.nan, _FINEST * np.exp2(np.arange(255) / _STEPS)).astype(np.float32)


@dataclass(frozen=True)
class FocusNumbers:
    """Of one photograph; all None where it has no edges by which one could tell.

    width: sigma of its sharpest edges, as far as they count, in pixels of the full photograph. quarter: a quarter of
    all tiles with edges are at least so sharp. x, y: where it is sharpest, in shares of width and height.
    """

    width: float | None = None
    quarter: float | None = None
    x: float | None = None
    y: float | None = None

    @property
    def focus(self) -> float | None:
        """On the scale that is shown."""
        return None if self.width is None else focus_of(self.width)

    @property
    def place(self) -> tuple[float, float] | None:
        """Where it is sharpest."""
        return None if self.x is None or self.y is None else (self.x, self.y)


def focus_of(width: float) -> float:
    """The scale that is shown: 100 for edges without any width, 50 where sigma is a pixel, towards 0 for soft ones.

    Widths in pixels. 100 / (1 + width ** 2).
    """
    return 100 / (1 + width * width)


def width_of(focus: float) -> float:
    """The inverse of `focus_of`."""
    return float((100 / max(focus, 1e-6) - 1) ** 0.5) if focus < 100 else 0.0


def widths_of(focus: NDArray[np.floating]) -> NDArray[np.float64]:
    """The same for many (n,); NaN stays NaN."""
    widths: NDArray[np.float64] = np.sqrt(np.maximum(100 / np.maximum(focus.astype(np.float64), 1e-6) - 1, 0))
    return widths


def tied(one: float, other: float) -> bool:
    """Whether two numbers on the scale that is shown are as good as equal; NaN is tied with nothing."""
    if not (one == one and other == other):  # noqa: PLR0124 - NaN
        return False
    narrow, wide = sorted(max(width_of(each), NARROWEST) for each in (one, other))
    return wide - narrow < TIE * wide


def to_bytes(widths: Widths) -> bytes:
    """A map (rows, columns) of widths in pixels, NaN where there are no edges: one byte a tile, and the two numbers."""
    with np.errstate(invalid="ignore"):
        steps = np.rint(_STEPS * np.log2(widths / _FINEST)).clip(0, 254) + 1
    codes = np.where(np.isfinite(widths), steps, 0).astype(np.uint8)
    return _HEAD.pack(*widths.shape) + codes.tobytes()


def from_bytes(stored: bytes) -> Widths | None:
    """The map again; None where these bytes are none."""
    if len(stored) < _HEAD.size:
        return None
    rows, columns = _HEAD.unpack_from(stored)
    codes = np.frombuffer(stored, np.uint8, offset=_HEAD.size)
    if codes.size != rows * columns or not codes.size:
        return None
    return _WIDTHS[codes].reshape(rows, columns)


class FocusStore(StageTable):
    """The numbers; the map stands in a table of its own."""

    table, version = "focus", VERSION

    def store(
        self,
        photo_id: int,
        version: str,
        numbers: FocusNumbers,
        widths: Widths,
        directions: NDArray[np.float32] | None = None,
    ) -> None:
        """Keeps what this version found in place of what was there; nothing of a photograph that is not known."""
        self._put(photo_id, {"version": version, "focus": numbers.focus, **asdict(numbers)})
        lie = None if directions is None else directions.astype("<f4").tobytes()
        self._put(photo_id, {"tiles": to_bytes(widths), "directions": lie}, "focus_maps")

    def store_failure(self, photo_id: int, version: str | None, reason: str) -> None:
        """Keeps why nothing could be measured, and no map. `version` is None where another try may go better."""
        super().store_failure(photo_id, version, reason)
        self._database.execute("DELETE FROM focus_maps WHERE photo_id = ?", (photo_id,))

    def numbers(self, photo_id: int) -> FocusNumbers | None:
        """What VERSION found; None where it found nothing, or has not looked yet."""
        row = self._database.execute(
            f"SELECT width, quarter, x, y FROM {self.shown} AND reason IS NULL AND photo_id = ?", (photo_id,)
        ).fetchone()
        return FocusNumbers(*row) if row else None

    def widths(self, photo_id: int) -> Widths | None:
        """The map (rows, columns), upright, of widths in pixels of the full photograph, NaN where it has no edges.

        Rows are alike high and columns alike wide. None where there is no map.
        """
        row = self._database.execute(
            f"""SELECT tiles FROM focus_maps WHERE photo_id = ?1
            AND EXISTS (SELECT 1 FROM {self.shown} AND focus.photo_id = ?1)""",
            (photo_id,),
        ).fetchone()
        return from_bytes(row[0]) if row else None

    def maps(self, photo_ids: Iterable[int]) -> dict[int, Widths]:
        """The maps of these photographs, as `widths` tells each; without those that have none."""
        rows = self._database.execute(
            f"""SELECT photo_id, tiles FROM focus_maps WHERE photo_id {AMONG}
            AND EXISTS (SELECT 1 FROM {self.shown} AND focus.photo_id = focus_maps.photo_id)""",
            (listed(photo_ids),),
        )
        found = ((photo_id, from_bytes(tiles)) for photo_id, tiles in rows)
        return {photo_id: widths for photo_id, widths in found if widths is not None}

    def directions(self, photo_ids: Iterable[int]) -> dict[int, NDArray[np.float32]]:
        """How the edges of these photographs lie (2, 2), as `photos.edge_widths.Edges` says; without the unknown."""
        rows = self._database.execute(
            f"""SELECT photo_id, directions FROM focus_maps WHERE photo_id {AMONG} AND length(directions) = ?
            AND EXISTS (SELECT 1 FROM {self.shown} AND focus.photo_id = focus_maps.photo_id)""",
            (listed(photo_ids), 4 * np.float32().nbytes),
        )
        return {photo_id: np.frombuffer(lie, "<f4").reshape(2, 2) for photo_id, lie in rows}
