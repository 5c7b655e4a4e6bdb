"""The rows that belong to photographs, in whatever table: exchanged, handed on, dropped."""

from collections.abc import Collection, Iterable

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed

# What the person decided, and what belongs to a place rather than to a photograph.
_HANDED_ON_BY_OTHERS = frozenset({"marks", "sidecars", "conflicts", "companions", "turns", "said_turns", "left_behind"})
# What belongs to this one row: where its files lie, and what is being done with them.
_OF_ONE_ROW = frozenset({"companions", "planned_moves", "arrivals", "left_behind"})


def owned(database: Database) -> list[tuple[str, str]]:
    """The tables with rows of photographs, each with the column that says whose they are."""
    rows = database.execute(
        """SELECT tables.name, keys."from" FROM sqlite_master AS tables, pragma_foreign_key_list(tables.name) AS keys
        WHERE tables.type = 'table' AND keys."table" = 'photos' AND tables.name IS NOT 'photos'"""
    )
    return [(str(table), str(column)) for table, column in rows]


def exchange(database: Database, pairs: Collection[tuple[int, int]]) -> None:
    """Two photographs of each pair exchange their ids with all that goes by them, inside the caller's transaction."""
    if not pairs:
        return
    database.execute("PRAGMA defer_foreign_keys = ON")
    for table, column in [("photos", "id"), *owned(database)]:
        for before, after in (("?1", "-?1"), ("?2", "?1"), ("-?1", "?2")):
            statement = f'UPDATE "{table}" SET "{column}" = {after} WHERE "{column}" = {before}'
            # Every statement must know both numbers.
            database.conn.executemany(f"{statement} AND ?1 IS NOT ?2", pairs)


def hand_on(database: Database, old: int, new: int) -> None:
    """All that was found out about `new` goes to `old` where that has nothing of the kind."""
    for table, column in owned(database):
        if table not in _HANDED_ON_BY_OTHERS:
            database.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE "{column}" = ?', (old, new))


def doubled(database: Database, photo_id: int) -> int:
    """A second row with all that is known of a photograph, which is gone; answers its id.

    Runs inside the caller's transaction.
    """
    names = _columns(database, "photos", "id", "gone", "aside", "recheck")
    second = database.execute(
        f"INSERT INTO photos (gone, {names}) SELECT 1, {names} FROM photos WHERE id = ?", (photo_id,)
    )
    for table, column in owned(database):
        if table not in _OF_ONE_ROW:
            names = _columns(database, table, column, "id")
            values = names.replace('"change"', "(SELECT max(change) + 1 FROM vectors)")  # news to who knows the others
            database.execute(
                f'INSERT INTO "{table}" ("{column}", {names}) SELECT ?, {values} FROM "{table}" WHERE "{column}" = ?',
                (second.lastrowid, photo_id),
            )
    return int(second.lastrowid or 0)


def _columns(database: Database, table: str, *but: str) -> str:
    names = (row[1] for row in database.execute(f'PRAGMA table_info("{table}")'))
    return ", ".join(f'"{name}"' for name in names if name not in but)


def forget(database: Database, photo_id: int, successor: int | None = None) -> None:
    """Drops all that is known of a photograph, inside the caller's transaction.

    Who still knows it by its id is led to the successor, which is the same photograph.
    """
    for table, column in owned(database):
        database.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (photo_id,))
    database.execute("UPDATE photos SET aside = NULL WHERE aside = ?", (photo_id,))
    database.execute("DELETE FROM photos WHERE id = ?", (photo_id,))
    if successor is not None:
        database.execute("UPDATE successors SET successor = ? WHERE successor = ?", (successor, photo_id))
        database.execute("INSERT OR REPLACE INTO successors (id, successor) VALUES (?, ?)", (photo_id, successor))


def successors(database: Database, photo_ids: Iterable[int]) -> dict[int, int]:
    """Under which ids those of these photographs go on that were found to be others."""
    rows = database.execute(f"SELECT id, successor FROM successors WHERE id {AMONG}", (listed(photo_ids),))
    return dict(rows.fetchall())
