"""Whole columns out of SQLite, several times as fast as row by row."""

import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from sqlite3 import Connection
from struct import Struct

import numpy as np
from numpy.typing import NDArray

_MOST_ARGUMENTS = 100  # SQLite's functions take 127 at most, if it was not built with fewer


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """All that is read inside belongs together, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def read_numbers(connection: Connection, expressions: Sequence[str], source: str) -> NDArray[np.float64]:
    """What `SELECT expressions source` gives, as (rows, expressions); NaN for NULL and infinity."""
    # A row becomes a few objects of Python instead of one for each number.
    some = [expressions[start : start + _MOST_ARGUMENTS] for start in range(0, len(expressions), _MOST_ARGUMENTS)]
    for count in {len(each) for each in some}:
        connection.create_function("packed", count, Struct(f"{count}d").pack, deterministic=True)
    # What cannot be packed, as NULL, would cost an exception a row.
    known = [[f"coalesce({expression}, 9e999)" for expression in each] for each in some]
    packed = ", ".join(f"packed({', '.join(each)})" for each in known)
    rows = connection.execute(f"SELECT {packed} {source}")
    numbers = np.frombuffer(bytearray().join(chain.from_iterable(rows)), np.float64)
    numbers[np.isinf(numbers)] = np.nan
    return numbers.reshape(-1, len(expressions))


def read_texts(connection: Connection, expressions: Sequence[str], source: str) -> list[list[str]]:
    """The same for texts, a list for each expression in the order of its rows; "" for NULL."""
    for between in ("\x1f", secrets.token_hex()):
        joined = ", ".join(f"CAST(group_concat(coalesce({each}, ''), '{between}') AS BLOB)" for each in expressions)
        count, *blobs = connection.execute(f"SELECT count(*), {joined} {source}").fetchone()
        texts = [_split(blob or b"", between) if count else [] for blob in blobs]
        if all(len(each) == count for each in texts):
            break  # else a text holds the very character
    return texts


def _split(joined: bytes, between: str) -> list[str]:
    # The bytes of names that are no valid UTF-8 come back as `names.from_stored` would give them.
    return joined.decode("utf-8", sys.getfilesystemencodeerrors()).split(between)
