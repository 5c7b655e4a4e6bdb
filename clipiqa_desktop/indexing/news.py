"""When to tell which photographs have become others: showing them costs the window more than finding them out."""

import time
from collections.abc import Callable, Container, Sequence

ON_SCREEN_EVERY_S = 0.03
OTHERS_EVERY_S = 0.5


class News:
    """The photographs of which something was stored, until `tell` is told."""

    def __init__(self, tell: Callable[[Sequence[int]], None]) -> None:
        self._tell = tell
        self._ids: dict[int, None] = {}
        self._last = 0.0

    def add(self, ids: Sequence[int]) -> None:
        """Something was stored of these."""
        self._ids.update(dict.fromkeys(ids))

    def tell(self) -> None:
        """Tells all there is."""
        if self._ids:
            ids = tuple(self._ids)
            self._ids.clear()
            self._last = time.monotonic()
            self._tell(ids)

    def tell_what_hurries(self, on_screen: Container[int]) -> None:
        """While very many come in a short time: at once what is on the screen, and all others now and then."""
        waited_s = time.monotonic() - self._last
        if waited_s >= OTHERS_EVERY_S or (
            waited_s >= ON_SCREEN_EVERY_S and any(photo_id in on_screen for photo_id in self._ids)
        ):
            self.tell()
