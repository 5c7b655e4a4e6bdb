"""The photographs that lie ready for the network, and those that it has in hand."""

from collections.abc import Iterable
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Photographs = dict[int, Pixels]


class EncodeQueue:
    """A queue that keeps what is in hand until the answer is there, in case there never is one."""

    def __init__(self) -> None:
        self._ready: Photographs = {}
        self._in_hand: Photographs = {}
        self._quarantine: set[int] = set()
        self._discarded: set[int] = set()

    def __len__(self) -> int:
        """How many photographs lie ready."""
        return len(self._ready)

    def __contains__(self, photo_id: object) -> bool:
        """Whether the photograph lies ready or is in hand."""
        return photo_id in self._ready or (photo_id in self._in_hand and photo_id not in self._discarded)

    def put(self, photo_id: int, pixels: Pixels) -> None:
        """Comes last."""
        self._ready[photo_id] = pixels

    def discard(self, photo_id: int) -> None:
        """These are no longer the pixels of that photograph: what is said of them is nobody's."""
        self._ready.pop(photo_id, None)
        if photo_id in self._in_hand:
            self._discarded.add(photo_id)

    def is_wanted(self, photo_id: int) -> bool:
        """Whether what is said of a photograph in hand is about it."""
        return photo_id not in self._discarded

    def hand_out(self, most: int, first: Iterable[int]) -> Photographs:
        """The next `most` photographs, those of `first` before all others, or one alone that is under suspicion."""
        order = dict.fromkeys(id_ for id_ in chain(first, self._ready) if id_ in self._ready)
        suspect = next((id_ for id_ in order if id_ in self._quarantine), None)
        chosen = [suspect] if suspect is not None else list(order)[:most]
        self._in_hand = {id_: self._ready.pop(id_) for id_ in chosen}
        return self._in_hand

    def done(self) -> None:
        """What is in hand was answered."""
        self._quarantine -= self._in_hand.keys()
        self._in_hand, self._discarded = {}, set()

    def poison_item(self) -> int | None:
        """The photograph in hand when the network died; None where it was one of several, each to be tried alone."""
        self._in_hand = {id_: pixels for id_, pixels in self._in_hand.items() if id_ not in self._discarded}
        self._discarded = set()
        guilty = next(iter(self._in_hand)) if len(self._in_hand) == 1 else None
        if guilty is None:
            self._quarantine |= self._in_hand.keys()
            self._ready = self._in_hand | self._ready
        self._in_hand = {}
        return guilty
