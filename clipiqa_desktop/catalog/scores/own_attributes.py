"""The person's own attributes: antonym prompts that were typed, or learned, scored like the built-in ones."""

from dataclasses import dataclass

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.scores.learned_pairs import LearnedPair, LearnedPairs, Learning
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.notation import figures

MOST = 200
"""More would not be found again in the list, and the window would take seconds to open."""
_PREFIX = "own_"


@dataclass(frozen=True)
class OwnAttribute:
    """One antonym pair of the person's own. `key` names its column of scores, and is never given twice.

    Where `learning` says how it was learned, the prompts are only what that began with; empty where the vectors were
    learned themselves.
    """

    key: str
    title: str
    high_prompt: str
    low_prompt: str
    learning: Learning | None = None

    @property
    def prompts(self) -> tuple[str, str]:
        """The prompt whose probability is the score comes first."""
        return self.high_prompt, self.low_prompt


class OwnAttributes:
    """What the person added to the built-in attributes, in the order in which they show."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._learned = LearnedPairs(database)

    def all(self) -> tuple[OwnAttribute, ...]:
        """All of them."""
        query = "SELECT id, title, high_prompt, low_prompt FROM own_attributes ORDER BY place, id"
        learnings = self._learned.learnings()
        return tuple(
            OwnAttribute(_key(id_), title, high, low, learnings.get(_key(id_)))
            for id_, title, high, low in self._database.execute(query)
        )

    def add(self, title: str, prompts: tuple[str, str], learned: LearnedPair | None = None) -> OwnAttribute:
        """Comes last; its column of scores is there, and empty. Raises UserError where there are MOST already."""
        with transaction(self._database):
            self.require_room()
            key = _key(self._insert(title, prompts))
            self._database.execute(f'ALTER TABLE scores ADD COLUMN "{key}" REAL')
            if learned:
                self._learned.store(key, prompts, learned)
        return OwnAttribute(key, title, *prompts, learned.learning if learned else None)

    def require_room(self) -> None:
        """Raises UserError where there are MOST already. More of them, from elsewhere, are shown all the same."""
        (count,) = self._database.execute("SELECT count(*) FROM own_attributes").fetchone()
        if count >= MOST:
            raise UserError(
                f"There are {figures(count)} attributes of your own, and {MOST} are the most: delete one that you do"
                " not need."
            )

    def learned(self, key: str) -> LearnedPair | None:
        """What was learned for an attribute; None where its prompts were typed."""
        return self._learned.find(key)

    def rename(self, key: str, title: str) -> None:
        """Gives it another title. Raises UserError where it is gone."""
        self._change("UPDATE own_attributes SET title = ? WHERE id = ?", title, _id(key))

    def change_prompts(self, key: str, prompts: tuple[str, str]) -> None:
        """Gives it other prompts, and drops the scores of the old ones. Raises UserError where it is gone."""
        with transaction(self._database):
            self._change("UPDATE own_attributes SET high_prompt = ?, low_prompt = ? WHERE id = ?", *prompts, _id(key))
            self._database.execute(f'UPDATE scores SET "{key}" = NULL WHERE "{key}" NOT NULL')

    def learn_again(self, key: str, prompts: tuple[str, str], pair: LearnedPair) -> None:
        """Puts what was learned anew in the place of what it was. Raises UserError where it is gone."""
        with transaction(self._database):
            self.change_prompts(key, prompts)
            self._learned.store(key, prompts, pair)

    def follow(self, key: str, *, on: bool) -> None:
        """Says whether it is learned again when the marks have grown."""
        self._learned.follow(key, on=on)

    def delete(self, key: str) -> None:
        """Forgets it, its vectors and its scores. Raises UserError where it is gone."""
        with transaction(self._database):
            self._change("DELETE FROM own_attributes WHERE id = ?", _id(key))
            self._database.execute("DELETE FROM pairs WHERE key = ?", (key,))
            self._learned.delete(key)
            self._database.execute(f'ALTER TABLE scores DROP COLUMN "{key}"')

    def _insert(self, title: str, prompts: tuple[str, str]) -> int:
        cursor = self._database.execute(
            """INSERT INTO own_attributes (title, high_prompt, low_prompt, place)
            SELECT ?, ?, ?, coalesce(max(place), 0) + 1 FROM own_attributes""",
            (title, *prompts),
        )
        return int(cursor.lastrowid)

    def _change(self, statement: str, *values: str | int) -> None:
        if not self._database.execute(statement, values).rowcount:
            raise UserError("This attribute is no longer there: it was deleted meanwhile.")


def _key(id_: int) -> str:
    return f"{_PREFIX}{id_}"


def _id(key: str) -> int:
    return int(key.removeprefix(_PREFIX))
