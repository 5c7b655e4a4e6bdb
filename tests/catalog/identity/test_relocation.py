"""What the program itself moves keeps all that is known of it, and takes nothing from others."""

import os
from pathlib import Path

import pytest
from tools.stored import SHOOT, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark

ELSEWHERE = Path("/elsewhere")


def place(catalog: Catalog, photo_id: int) -> Path:
    return catalog.photos.get(photo_id).path


@pytest.mark.parametrize("name", ["a.jpg", "b-2.jpg", os.fsdecode(b"\xff.jpg")])
def test_a_moved_photograph_keeps_all(catalog: Catalog, name: str) -> None:
    listed(catalog, "a.jpg")
    photo_id = ids(catalog)["a.jpg"]
    read(catalog, photo_id)
    score(catalog, photo_id, model(catalog))
    catalog.marks.store({photo_id: Mark(4)})
    catalog.relocation.moved(photo_id, ELSEWHERE / name, 20, 2**70, {})
    assert place(catalog, photo_id) == ELSEWHERE / name
    assert catalog.marks.of([photo_id])[photo_id] == Mark(4)
    assert photo_id in catalog.scores.all(catalog.models.current())
    assert catalog.relocation.known_names(ELSEWHERE) == {name}
    assert catalog.relocation.known_names(SHOOT) == set()
    assert catalog.folders.roots() == [SHOOT]


def test_what_a_walk_found_there_a_moment_ago_gives_way(catalog: Catalog) -> None:
    listed(catalog, "a.jpg")
    listed(catalog, "a.jpg", "b.jpg", root=ELSEWHERE)
    photo_id = catalog.photos.at(SHOOT / "a.jpg")
    comer, other = catalog.photos.at(ELSEWHERE / "a.jpg"), catalog.photos.at(ELSEWHERE / "b.jpg")
    assert photo_id
    assert comer
    assert other
    read(catalog, comer)
    score(catalog, comer, model(catalog))
    catalog.relocation.moved(photo_id, ELSEWHERE / "a.jpg", 10, 1, {})
    assert catalog.photos.at(ELSEWHERE / "a.jpg") == photo_id
    assert catalog.photos.at(ELSEWHERE / "b.jpg") == other
    with pytest.raises(KeyError):
        catalog.photos.get(comer)
    assert not listed(catalog, "a.jpg", "b.jpg", root=ELSEWHERE)


def test_gone_and_there_again(catalog: Catalog) -> None:
    listed(catalog, "a.jpg", "b.jpg")
    photo_id = ids(catalog)["a.jpg"]
    catalog.relocation.set_gone([photo_id], gone=True)
    assert list(ids(catalog)) == ["b.jpg"]
    assert catalog.relocation.known_names(SHOOT) == {"a.jpg", "b.jpg"}
    catalog.relocation.set_gone([photo_id], gone=False)
    assert ids(catalog)["a.jpg"] == photo_id
