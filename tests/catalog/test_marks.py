from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.listing import FoundFile
from clipiqa_desktop.catalog.marks import Mark


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as opened:
        opened.folders.add_root(Path("/shoot"))
        opened.folders.record_listing(Path("/shoot"), [FoundFile(Path("/shoot"), f"{n}.jpg", 1, 1) for n in range(3)])
        yield opened


def test_marks_are_there_for_the_next_program(catalog: Catalog, tmp_path: Path) -> None:
    catalog.marks.store({1: Mark(3, 1, "green"), 2: Mark(0, -1, "")})
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as other:
        assert other.marks.of([1, 2, 3]) == {1: Mark(3, 1, "green"), 2: Mark(0, -1, ""), 3: Mark()}


def test_all_marks_of_a_batch_or_none(catalog: Catalog) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        catalog.marks.store({1: Mark(stars=2), 999: Mark(stars=2)})
    assert catalog.marks.of([1])[1] == Mark()


@pytest.mark.parametrize("wrong", [{"stars": 6}, {"stars": -1}, {"flag": 2}, {"label": "pink"}])
def test_there_are_no_other_marks(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no such mark"):
        Mark(**wrong)
