"""How sharp the frames of a stack are where any of them is sharp: what is sharp elsewhere counts for nothing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.stages.focus import NARROWEST, TIE
from clipiqa_desktop.culling.stacks.exposures import ALIKE, Brightness, differs
from clipiqa_desktop.culling.stacks.laid_over import laid_over
from clipiqa_desktop.culling.stacks.subject_focus import behind_at_subject

Widths = NDArray[np.float32]

_SHARPEST = 0.05  # the share of the tiles that counts
_FEWEST = 24
_HARDLY_LESS, _SURE = 1.5, 8  # times as wide as the edges of the sharpest tiles; so many count in any case
_FAIRLY_SHARP = 4.0  # times as wide, in the tiles in which a subject may be sharp
_SHARP_ALONE = 2.0  # the same where some frames have no edges
_COUNTED = 0.4  # so large a share of those tiles is sharper than what stands for the best frame
_PIXEL = 0.15  # pixels; widths well below tell sharpening and JPEG apart rather than focus
_GONE = 4.0  # pixels: where another frame has sharp edges and this one none, they are at least so wide
_LEFT_IN_OTHER_LIGHT = 0.5  # of the tiles: what has edges in fewer, darker or brighter than others, tells nothing
_IN_OTHER_LIGHT = np.log(1.25)  # fainter edges drop out or noise is larger there: what differs by less is a tie
_STILL = 0.02  # of a tile
_MAD_TO_SIGMA, _OF_MEDIANS = 1.4826, 1.25  # of normal numbers


def common_widths(
    maps: Sequence[Widths], shifts: NDArray[np.float32], stops: Brightness | None = None
) -> NDArray[np.float32]:
    """Widths of edges (n,) in pixels over the tiles in which any frame is among the sharpest; NaN for all where the
    maps are not alike in size, or have no edges at all. What is behind the sharpest by no more than the tiles differ by
    chance is as sharp. NaN too for one that is exposed unlike the others, and of whose edges too few are left there.

    maps: (rows, columns) of widths each, NaN where there are no edges. shifts: (n, 2), how far each frame must be moved
    down and to the right to lie over the first, in shares of height and width. stops: (n,), how much brighter each is
    than most, by `exposures.brightness`; None for all alike. Where an edge is gone from a frame that is exposed alike
    it is blurred; else it may be too faint.
    """
    stops = np.zeros(len(maps)) if stops is None else stops
    nothing = np.full(len(maps), np.nan, np.float32)
    if len({each.shape for each in maps}) != 1:
        return nothing
    moves = shifts * np.array(maps[0].shape)
    laid = laid_over(maps, np.rint(moves).astype(int))
    least = np.fmin.reduce(laid, axis=0).ravel()
    places = _sharp(least)
    if not len(places):
        return nothing
    compared = _gone_where_blurred(laid.reshape(len(maps), -1)[:, places], stops)
    if np.isnan(compared).all():
        return nothing
    told = _told_apart(compared, stops)
    is_beside = _is_still(moves) & ~differs(stops)
    return _told_at_subject(told, laid, is_beside, float(np.median(least[places])))


def _gone_where_blurred(widths: Widths, stops: Brightness) -> Widths:
    """The widths (n, tiles) with _GONE where there are no edges; NaN throughout for a frame of which too few are left
    in another light, and there for one of which enough are.
    """
    unlike = differs(stops)
    filled: Widths = np.where(np.isnan(widths) & ~unlike[:, None], np.float32(_GONE), widths)
    filled[unlike & (np.isfinite(widths).mean(axis=1) < _LEFT_IN_OTHER_LIGHT)] = np.nan
    return filled


def _told_at_subject(
    told: NDArray[np.float32], laid: Widths, is_beside: NDArray[np.bool_], sharpest: float
) -> NDArray[np.float32]:
    """The same widths (n,); of those that they do not tell apart from the best, some are wider where their subject is
    softer than that of another. is_beside: (n,), which may be compared tile by tile.
    """
    best = np.flatnonzero((told <= np.nanmin(told) / (1 - TIE)) & is_beside)
    if len(best) > 1:
        least = np.fmin.reduce(laid[best], axis=0)
        sharp, telling = (least <= times * max(sharpest, NARROWEST) for times in (_FAIRLY_SHARP, _SHARP_ALONE))
        telling |= np.isfinite(laid[best]).all(axis=0)  # soft edges of one alone may be of a blurred one that spread
        logs = np.log(np.hypot(np.nan_to_num(laid[best], nan=_GONE).astype(np.float64), _PIXEL))
        told[best] = np.nanmin(told) * np.exp(behind_at_subject(logs, sharp, telling))
    return told


def _is_still(moves: Widths) -> NDArray[np.bool_]:
    """Which frames (n,) show the same in every tile as most do, by how many tiles (n, 2) they are moved: in another
    part of a tile the same edges may lie along one line alone, or beside others.
    """
    still = np.abs(moves - np.median(moves, axis=0)) <= _STILL
    return np.asarray(still.all(axis=1), np.bool_)


def _sharp(least: Widths) -> NDArray[np.intp]:
    """Which tiles (n,) are among the sharpest, and hardly less sharp than the sharpest of all."""
    known = np.flatnonzero(np.isfinite(least))
    count = min(max(_FEWEST, round(_SHARPEST * len(known))), len(known))
    places = known[np.argpartition(least[known], count - 1)[:count]] if count else known
    places = places[np.argsort(least[places])]
    inside = least[places] <= _HARDLY_LESS * np.median(least[places[:_SURE]]) if len(places) else places > 0
    inside[:_SURE] = True
    return places[inside]


def _told_apart(widths: Widths, stops: Brightness) -> NDArray[np.float32]:
    """The widths (n,) from those of the tiles that count (n, tiles): of the best frame as it is, of the others by how
    many times they are wider where they are compared tile by tile.
    """
    of_frame = _quantile(widths, _COUNTED)
    logs = np.log(np.hypot(widths, _PIXEL))
    behind = _quantile(logs - logs[np.nanargmin(of_frame)])
    best = int(np.nanargmin(behind + _IN_OTHER_LIGHT * differs(stops)))
    apart = logs - logs[best]
    behind = _quantile(apart)
    spread = _quantile(np.abs(apart - behind[:, None]))
    by_chance = _OF_MEDIANS * _MAD_TO_SIGMA * spread / np.sqrt(np.maximum(np.isfinite(apart).sum(axis=1), 1))
    by_chance = np.where(np.abs(stops - stops[best]) > ALIKE, np.maximum(by_chance, _IN_OTHER_LIGHT), by_chance)
    times = np.exp(np.where(behind < by_chance, 0, behind))
    told: NDArray[np.float32] = (max(of_frame[best], NARROWEST) * times).astype(np.float32)
    return told


def _quantile(of: NDArray[np.floating], share: float = 0.5) -> NDArray[np.float64]:
    """Of the known numbers of each row: their median, or as large a share of them below; NaN where there are none. As
    NumPy's, which takes long over few numbers.
    """
    in_order = np.sort(of, axis=1)  # what is unknown comes last
    place = share * np.maximum(np.isfinite(of).sum(axis=1, keepdims=True) - 1, 0)
    below, above = np.floor(place).astype(int), np.ceil(place).astype(int)
    low, high = (np.take_along_axis(in_order, each, axis=1) for each in (below, above))
    found: NDArray[np.float64] = (low + (place - below) * (high - low))[:, 0]
    return found
