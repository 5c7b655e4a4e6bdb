"""What the person said of stacks: joined, taken out, put on top. It holds whatever the rules say."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.photo_rows import successors
from clipiqa_desktop.catalog.database.schema import transaction

ALONE = 0  # the number of no stack


@dataclass(frozen=True)
class Membership:
    """What was said of one photograph: the number of a stack that the person made, ALONE, or None where the rules
    decide; and whether it stands on top of its stack.
    """

    stack: int | None = None
    is_top: bool = False


@dataclass(frozen=True)
class MembershipChange:
    """Of one photograph."""

    photo_id: int
    before: Membership
    after: Membership

    @property
    def reversed(self) -> "MembershipChange":
        """The way back."""
        return MembershipChange(self.photo_id, self.after, self.before)


class OwnStacks:
    """Every method that writes raises sqlite3.Error where the catalog cannot be written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, photo_ids: Iterable[int]) -> dict[int, Membership]:
        """What was said of these photographs, those that the catalog knows."""
        ids = set(photo_ids)
        now = successors(self._database, ids)
        rows = self._database.execute(
            f"""SELECT id, stack, coalesce(is_top, 0) FROM photos LEFT JOIN own_stacks ON photo_id = id
            WHERE id {AMONG}""",
            (listed({now.get(id_, id_) for id_ in ids}),),
        )
        known = {photo_id: Membership(stack, is_top > 0) for photo_id, stack, is_top in rows}
        return {id_: known[now.get(id_, id_)] for id_ in ids if now.get(id_, id_) in known}

    def new_number(self) -> int:
        """Of a stack that there is not yet."""
        return int(self._database.execute("SELECT coalesce(max(stack), 0) + 1 FROM own_stacks").fetchone()[0])

    def set(self, wanted: Mapping[int, Membership]) -> list[MembershipChange]:
        """Keeps this of these photographs, all of it or nothing; answers what really changed."""
        with transaction(self._database):
            known = self.of(wanted)
            changes = [
                MembershipChange(photo_id, known[photo_id], after)
                for photo_id, after in wanted.items()
                if photo_id in known and known[photo_id] != after
            ]
            self._write(changes)
        return changes

    def join(self, stacks: Iterable[Collection[int]]) -> list[MembershipChange]:
        """Makes each of these a stack of its own, or leaves a single photograph alone; who was on top stays there."""
        with transaction(self._database):
            groups = [list(each) for each in stacks]
            known, number = self.of(id_ for group in groups for id_ in group), self.new_number()
            wanted: dict[int, Membership] = {}
            for place, group in enumerate(groups):
                stack = number + place if len(group) > 1 else ALONE
                wanted |= {id_: replace(known.get(id_, Membership()), stack=stack) for id_ in group}
            return self.set(wanted)

    def put_on_top(self, top: int, others: Collection[int]) -> list[MembershipChange]:
        """Puts a photograph before the others of its stack."""
        with transaction(self._database):
            known = self.of([top, *others])
            return self.set({id_: replace(said, is_top=id_ == top) for id_, said in known.items()})

    def swap(self, changes: Collection[MembershipChange]) -> list[MembershipChange]:
        """Makes those of these changes whose photograph still is as it was before; answers which were made."""
        with transaction(self._database):
            known = self.of(change.photo_id for change in changes)
            made = [change for change in changes if known.get(change.photo_id) == change.before]
            self._write(made)
        return made

    def _write(self, changes: Collection[MembershipChange]) -> None:
        now = successors(self._database, [change.photo_id for change in changes])
        rows = [(now.get(each.photo_id, each.photo_id), each.after.stack, each.after.is_top) for each in changes]
        self._database.conn.executemany(
            "INSERT OR REPLACE INTO own_stacks (photo_id, stack, is_top) VALUES (?, ?, ?)", rows
        )
