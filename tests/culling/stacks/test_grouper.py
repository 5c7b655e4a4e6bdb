"""Stacks of a catalog: what is looked at again gives what a look at everything would give."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tools.shots import scene
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.stacks.grouper import Grouper
from clipiqa_desktop.photos.signature import SIGNATURE_VERSION

NAMES = [f"{folder}/DSC_{number:04}.JPG" for folder in ("a", "b") for number in range(1, 31)]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "catalog.db", ())) as catalog:
        listed(catalog, *NAMES)
        yield catalog


def look_at(catalog: Catalog, photo_id: int, chance: random.Random) -> None:
    facts = {
        "captured": chance.choice([None, *(10.0 * chance.randrange(400) for _ in range(9))]),
        "camera": chance.choice(["Nikon", "Canon"]),
        "shutter_s": chance.choice([0.01, 0.02, 0.04]),
    }
    catalog.photos.store_reading(photo_id, "decoder", f"content {chance.randrange(70)}", facts)
    catalog.signatures.store(photo_id, SIGNATURE_VERSION, scene(chance.randrange(3), chance.choice([0, 0.3])))


def found(grouper: Grouper) -> dict[int, tuple[int, int]]:
    stacks = grouper.stacks
    assert stacks.kinds is not None
    return dict(zip(stacks.ids.tolist(), zip(stacks.stacks.tolist(), stacks.kinds.tolist(), strict=True), strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_what_changed_alone_is_looked_at_again(catalog: Catalog, seed: int) -> None:
    chance = random.Random(seed)
    photos = list(catalog.photos.paths(range(1, len(NAMES) + 1)))
    for photo_id in photos[:40]:
        look_at(catalog, photo_id, chance)
    grouper = Grouper(catalog, "normal")
    for _ in range(25):
        changed = chance.sample(photos, chance.randrange(1, 4))
        for photo_id in changed:
            look_at(catalog, photo_id, chance)
        grouper.change(changed)
        assert found(grouper) == found(Grouper(catalog, "normal"))
    assert found(grouper)


def test_what_is_gone_and_what_is_new(catalog: Catalog) -> None:
    chance = random.Random(1)
    for photo_id in range(1, 31):
        look_at(catalog, photo_id, chance)
    grouper = Grouper(catalog, "loose")
    before = ids(catalog)
    listed(catalog, *NAMES[3:], "a/DSC_0099.JPG")
    gone, new = [before[Path(name).name] for name in NAMES[:3]], ids(catalog)["DSC_0099.JPG"]
    look_at(catalog, new, chance)
    grouper.change([*gone, new])
    assert found(grouper) == found(Grouper(catalog, "loose"))


def test_another_strictness(catalog: Catalog) -> None:
    chance = random.Random(2)
    for photo_id in range(1, 61):
        look_at(catalog, photo_id, chance)
    grouper = Grouper(catalog, "strict")
    for strictness in ("loose", "off", "normal"):
        grouper.group_by(strictness)
        assert found(grouper) == found(Grouper(catalog, strictness))
