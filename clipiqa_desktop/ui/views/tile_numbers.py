"""The numbers, and with them the colours, of photographs that are seen beside one another."""

from collections.abc import Collection

MOST = 12  # as many as there are colours


class TileNumbers:
    """A photograph keeps its number from survey to compare and back, and from one side of compare to the other.

    What has none gets the least that nobody in sight has; who had it before and is out of sight has none any more.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def forget(self) -> None:
        """Others are about to be compared."""
        self._numbers.clear()

    def give(self, seen: Collection[int]) -> dict[int, int]:
        """The numbers of the photographs in sight, no more than MOST, by their ids and in their order."""
        given = {photo_id: self._numbers[photo_id] for photo_id in seen if photo_id in self._numbers}
        for photo_id in seen:
            if photo_id not in given:
                given[photo_id] = min(set(range(1, MOST + 1)) - set(given.values()))
        taken = set(given.values())
        self._numbers = {id_: number for id_, number in self._numbers.items() if number not in taken} | given
        return {photo_id: given[photo_id] for photo_id in seen}
