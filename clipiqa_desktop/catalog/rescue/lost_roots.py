"""Tables whose root page is destroyed: the pages below it are nobody's then, and are put under a new one."""

import struct
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from clipiqa_desktop.catalog.rescue.sqlite_pages import LEAF, PAGE, WITH_CHILDREN, number_at, page_of
from clipiqa_desktop.catalog.rescue.table_shapes import children_of, fits, sample_of, shapes, trees_in

_HEADER = 12  # of a page with children


def has_lost_roots(file: BinaryIO, roots: Mapping[str, int]) -> bool:
    """Whether a table with rowids has no page where its root should be; `roots` by name of the table."""
    return bool(_lost(file, roots))


def put_under_new_roots(file: BinaryIO, roots: Mapping[str, int]) -> None:
    """Writes a page over each root that is lost, with all trees below it that are nobody's and hold such rows."""
    lost = _lost(file, roots)
    columns = {name: each for name, each in shapes().items() if name in lost}
    if not columns:
        return
    nobodys = {tree: rows for tree in trees_in(file) if tree not in roots.values() and (rows := sample_of(file, tree))}
    for name in sorted(columns, key=lambda each: -len(columns[each])):
        mine = [tree for tree, rows in nobodys.items() if fits(rows, columns[name])]
        if page := _page(file, mine):
            file.seek((lost[name] - 1) * PAGE)
            file.write(page)
        for tree in mine:
            del nobodys[tree]


def _lost(file: BinaryIO, roots: Mapping[str, int]) -> dict[str, int]:
    known = shapes()
    pages = {name: page_of(file, root) for name, root in roots.items() if name in known}
    return {name: roots[name] for name, page in pages.items() if page and page[0] not in {LEAF, WITH_CHILDREN}}


def _page(file: BinaryIO, trees: Sequence[int]) -> bytes:
    """A page that has these trees below it, in the order of their rows; empty where there is none."""
    spans = sorted((_rowid(file, tree, 0), _rowid(file, tree, -1), tree) for tree in trees)
    ordered, last = [], -1
    for first, end, tree in spans:
        if first > last:  # what was freed once has rows that stand elsewhere too
            ordered.append((end, tree))
            last = end
    cells = [struct.pack(">I", tree) + _number(end) for end, tree in ordered[:-1]]
    while cells and _HEADER + sum(2 + len(cell) for cell in cells) > PAGE:
        cells.pop()
    return _laid_out(cells, ordered[len(cells)][1]) if ordered else b""


def _laid_out(cells: Sequence[bytes], rightmost: int) -> bytes:
    page, end, places = bytearray(PAGE), PAGE, []
    for cell in cells:
        end -= len(cell)
        page[end : end + len(cell)] = cell
        places.append(end)
    page[:_HEADER] = bytes([WITH_CHILDREN]) + struct.pack(">HHHBI", 0, len(cells), end, 0, rightmost)
    page[_HEADER : _HEADER + 2 * len(places)] = struct.pack(f">{len(places)}H", *places)
    return bytes(page)


def _rowid(file: BinaryIO, tree: int, which: int) -> int:
    """Of the first (0) or the last (-1) row of a tree."""
    page = page_of(file, tree)
    for _ in range(10):
        if page[:1] != bytes([WITH_CHILDREN]):
            break
        below = list(children_of(page))  # the rightmost stands first
        page = page_of(file, below[0] if which else below[-1 if len(below) == 1 else 1])
    count = struct.unpack_from(">H", page, 3)[0] if page else 0
    if not count:
        return 0
    at = struct.unpack_from(">H", page, 8 + 2 * (count - 1 if which else 0))[0]
    _length, at = number_at(page, at)
    return number_at(page, at)[0]


def _number(value: int) -> bytes:
    """As `number_at` reads it; for rowids below 2 ** 56."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))
