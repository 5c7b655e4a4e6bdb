"""What was measured at full size, which needs no network."""

from collections.abc import Mapping

from clipiqa_desktop.catalog.stages.stage_table import StageTable

# Of the stage that measures: only what this version measured is shown.
VERSION = "exposure-1"


class Measures(StageTable):
    """A column each measured number, which is NULL where it could not be measured."""

    table, version = "measures", VERSION

    def store(self, photo_id: int, version: str, values: Mapping[str, float]) -> None:
        """Keeps what this version of the stage measured, by the names of the columns, in place of what was there.

        Nothing is kept of a photograph that is no longer known.
        """
        self._put(photo_id, {"version": version, **values})
