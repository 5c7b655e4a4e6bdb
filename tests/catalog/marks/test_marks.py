from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.marks.marks import FieldChange, Mark


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


def test_fields_are_set_alone_and_what_changed_is_told(catalog: Catalog) -> None:
    catalog.marks.store({1: Mark(3, 1, "green")})
    changes = catalog.marks.set_fields({"stars": {1: 3, 2: 4}, "label": {1: "red"}, "flag": {999: 1}})
    assert changes == [FieldChange(2, "stars", 0, 4), FieldChange(1, "label", "green", "red")]
    assert catalog.marks.of([1, 2]) == {1: Mark(3, 1, "red"), 2: Mark(4)}


def test_a_value_that_a_field_cannot_have_sets_nothing(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="no such mark"):
        catalog.marks.set_fields({"stars": {1: 2, 2: 7}})
    assert catalog.marks.of([1])[1] == Mark()


def test_only_what_nobody_changed_since_is_swapped(catalog: Catalog) -> None:
    changes = catalog.marks.set_fields({"stars": {1: 2, 2: 2}}, now=1.0)
    catalog.marks.set_fields({"stars": {2: 5}, "flag": {1: -1}}, now=2.0)
    made = catalog.marks.swap_fields([change.reversed for change in changes], now=3.0)
    assert made == [FieldChange(1, "stars", 2, 0)]
    assert catalog.marks.of([1, 2]) == {1: Mark(0, -1), 2: Mark(5)}
    assert (catalog.marks.changed(1), catalog.marks.changed(2)) == (3.0, 2.0)
