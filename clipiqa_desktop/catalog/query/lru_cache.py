"""What was made once and may serve again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class LruCache:
    """Keeps what was made, by name, as long as its version stays the same; of many, those that were asked for last."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def get_or_compute(self, name: Hashable, version: Hashable, make: Callable[[], T]) -> T:
        """What was made before under this name with this version; else it is made now."""
        if name not in self._kept or self._kept[name][0] != version:
            self._kept[name] = (version, make())
        self._kept.move_to_end(name)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)
        made: T = self._kept[name][1]
        return made
