"""The glancing processes of an indexing run: what one calculates leaves no time for another in the same process."""

import os
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any

from clipiqa_desktop.indexing.glancer import TIMEOUT_S, Glancer
from clipiqa_desktop.indexing.glancing import AT_ONCE, HeadReader, glance_at
from clipiqa_desktop.indexing.stages import Job

MOST = 2  # more would read faster than the catalog can keep what they find
MANY_HEADS = 300  # which take about as long to be read as a process takes to start


class Glancers:
    """Reads heads in child processes; they may outlast a run, so that the next one need not wait for their start."""

    def __init__(self, read: HeadReader = glance_at, timeout_s: float = TIMEOUT_S, at_once: int = AT_ONCE) -> None:
        self._glancers = [Glancer(read, timeout_s, at_once) for _ in range(min(MOST, os.cpu_count() or 1))]

    def start(self, heads: int) -> None:
        """Starts as many processes as so many heads are worth, beside those that run."""
        for glancer in self._glancers[: heads // MANY_HEADS + 1]:
            glancer.start()

    def stop(self) -> None:
        """Ends the processes at once."""
        for glancer in self._glancers:
            glancer.stop()

    def forget(self) -> None:
        """Nobody waits any more for what is in hand."""
        for glancer in self._glancers:
            glancer.forget()

    @property
    def connections(self) -> list[Connection]:
        """To wait for."""
        return [connection for glancer in self._glancers for connection in glancer.connections]

    @property
    def at_work(self) -> set[int]:
        """The ids of the photographs whose heads are being read."""
        return {photo_id for glancer in self._glancers for photo_id in glancer.at_work}

    @property
    def in_hand(self) -> int:
        """How many files are being read, or wait for that."""
        return sum(glancer.in_hand for glancer in self._glancers)

    @property
    def room(self) -> int:
        """For how many more files there is room now."""
        return sum(glancer.room for glancer in self._glancers)

    def give(self, jobs: Sequence[Job]) -> None:
        """Begins to read these heads, for which there must be room; the first ones are the first in every process."""
        rooms = {glancer: glancer.room for glancer in self._glancers}
        shares: dict[Glancer, list[Job]] = {glancer: [] for glancer in self._glancers}
        for job in jobs:
            emptiest = max(rooms, key=rooms.__getitem__)
            rooms[emptiest] -= 1
            shares[emptiest].append(job)
        for glancer, share in shares.items():
            glancer.give(share)

    def results(self) -> Iterator[tuple[Job, Any]]:
        """Everything that has been read, or failed, or took too long, since the last call."""
        for glancer in self._glancers:
            yield from glancer.results()
