"""Many ids in one statement, which may hold no more than some ten thousand variables."""

import json
from collections.abc import Iterable

# An SQL condition with one variable, which `listed` gives.
AMONG = "IN (SELECT value FROM json_each(?))"


def listed(ids: Iterable[int]) -> str:
    """Any number of ids as the one variable of AMONG."""
    return json.dumps([int(each) for each in ids])
