"""The pages of a database file, as https://www.sqlite.org/fileformat2.html tells them; numbers are big-endian."""

from typing import BinaryIO

PAGE = 4096  # SQLite's own default, which all catalogs have
LEAF, WITH_CHILDREN = 13, 5  # first bytes of a page of a table


def page_of(file: BinaryIO, number: int) -> bytes:
    """The page of this number, from 1 on; empty where there is none."""
    file.seek((number - 1) * PAGE)
    page = file.read(PAGE)
    return page if len(page) == PAGE else b""


def number_at(data: bytes, at: int) -> tuple[int, int]:
    """A number of SQLite's of one to nine bytes, and where the next one begins. Raises IndexError."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9
