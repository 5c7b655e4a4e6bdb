"""In which order a camera took its photographs, and how much time lay between them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.shooting import Numbers, Shooting

Rows = NDArray[np.intp]

# A name that counts on while its time goes back further than this: the clock was set, or names begin anew.
_JUMP_S = 1.0
_MOST_JUMPS = 0.05  # more of them, and names say nothing of the order
_MINUTE_S = 60.0
LONGEST_GAP_S = 600.0  # nothing joins over a longer one


def sequences(shooting: Shooting) -> list[Rows]:
    """The rows of each camera in the order in which it took them, by time and then by name, apart where nothing joins;
    what has no time, by name within its folder.

    Where a clock was set back while names count on, another sequence begins: what was taken then is not between what
    was taken before. So it is with two cameras that call themselves the same.
    """
    found: list[Rows] = []
    for rows in equal(shooting.bodies):
        times = shooting.captured[rows]
        for chain in chains(rows, times):
            by_name = chain[np.argsort(shooting.places[chain], kind="stable")]
            found += _timelines(by_name, shooting.captured)
        undated = rows[np.isnan(times)]
        for folder in equal(shooting.folders[undated]):
            some = undated[folder]
            found.append(some[np.argsort(shooting.places[some], kind="stable")])
    return [each for each in found if len(each) > 1]


def chains(rows: Rows, times: Numbers) -> list[Rows]:
    """The rows that have a time, by time, parted where nothing joins over the gap."""
    order = np.argsort(times, kind="stable")[: np.count_nonzero(np.isfinite(times))]
    return np.split(rows[order], np.flatnonzero(np.diff(times[order]) > LONGEST_GAP_S) + 1) if len(order) else []


def in_chains(times: Numbers, some: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the times (n,) are in one chain with some of them; those that are unknown are one."""
    in_order = np.sort(times, kind="stable")  # they mostly are in order
    begins = np.concatenate([[-np.inf], in_order[1:][np.diff(in_order) > LONGEST_GAP_S], [np.inf]])
    wanted = times[some]
    near = np.isnan(times) if np.isnan(wanted).any() else np.zeros(len(times), np.bool_)
    for chain in np.unique(np.searchsorted(begins, wanted[np.isfinite(wanted)], side="right")).tolist():
        near |= (times >= begins[chain - 1]) & (times < begins[chain])
    return near


def gaps(shooting: Shooting, sequence: Rows) -> Numbers:
    """Seconds (n - 1,) between each and the next; NaN where the clock does not tell: it has none, or no seconds."""
    times = shooting.captured[sequence]
    between = np.diff(times)
    if not (times % _MINUTE_S).any():
        between[between == 0] = np.nan
    return between


def runs(joined: NDArray[np.bool_]) -> Iterator[slice]:
    """What is joined, of a sequence with one place more than there are joints; single places are left out."""
    edges = np.flatnonzero(np.diff(joined.astype(np.int8), prepend=0, append=0))
    for start, end in edges.reshape(-1, 2).tolist():
        yield slice(start, end + 1)


def equal(values: NDArray[np.int64]) -> list[Rows]:
    """The rows of each value, ascending."""
    codes = np.unique(values, return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1) if len(order) else []


def _timelines(by_name: Rows, captured: Numbers) -> list[Rows]:
    jumps = np.flatnonzero(np.diff(captured[by_name]) < -_JUMP_S) + 1
    if len(jumps) > max(2, _MOST_JUMPS * len(by_name)):
        jumps = jumps[:0]
    runs = [run[np.argsort(captured[run], kind="stable")] for run in np.split(by_name, jumps)]
    lines: list[list[Rows]] = []
    for run in sorted(runs, key=lambda run: float(captured[run[0]])):
        # What ended before may go on, as after IMG_9999; what had not was taken by another clock.
        line = next((line for line in lines if captured[line[-1][-1]] <= captured[run[0]]), None)
        if line is None:
            lines.append(line := [])
        line.append(run)
    return [np.concatenate(line) for line in lines]
