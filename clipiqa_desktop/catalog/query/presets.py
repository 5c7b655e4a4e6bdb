"""Queries that were given a name, to be asked again."""

from collections.abc import Mapping
from typing import Any

from clipiqa_desktop.catalog.query.fields import Fields
from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.catalog.query.query_json import from_json, to_json
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.settings import PRESETS, Settings


class Presets:
    """Filters and order by name, in the order in which they were saved; kept in the settings. Folders are no part."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def names(self) -> list[str]:
        """All of them, the oldest first."""
        return list(self._all())

    def query(self, name: str, fields: Fields) -> Query:
        """What was saved, as far as a catalog with these fields can answer it. Raises KeyError."""
        return from_json(self._all()[name], fields)

    def save(self, name: str, query: Query) -> None:
        """Keeps a query; one that has this name already makes room. Raises UserError for an empty name."""
        self._keep(self._all() | {_named(name): to_json(query)})

    def rename(self, old: str, new: str) -> None:
        """Gives another name, in the same place. Raises UserError where it is empty or taken, KeyError for `old`."""
        every, new = self._all(), _named(new)
        if new in every and new != old:
            raise UserError(f"There is a preset “{new}” already: choose another name.")
        every[old]  # raises KeyError
        self._keep({new if name == old else name: query for name, query in every.items()})

    def delete(self, name: str) -> None:
        """Forgets it. Raises KeyError."""
        every = self._all()
        del every[name]
        self._keep(every)

    def _all(self) -> dict[str, Any]:
        presets: Mapping[str, Any] = self._settings.get(PRESETS)
        return dict(presets)

    def _keep(self, presets: dict[str, Any]) -> None:
        self._settings.set(PRESETS, presets)


def _named(name: str) -> str:
    if not name.strip():
        raise UserError("A preset needs a name: type one.")
    return name.strip()
