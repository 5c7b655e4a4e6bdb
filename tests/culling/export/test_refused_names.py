"""Cards and servers of Windows refuse characters: one sentence, and other characters in their place."""

import os
from pathlib import Path

import pytest
from tools.card import like_a_card
from tools.exported import Exported, contents

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.options import EXPORTED, SKIPPED
from clipiqa_desktop.culling.export.refused_names import RefusedNames, refused_characters, spelled_characters

pytestmark = pytest.mark.skipif(os.name == "nt", reason="such files cannot be there")


def save(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"content of {name}")


def test_it_is_said_once_and_before_anything_is_done(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, "plain.jpg", "12:30.jpg", "12:30.cr2", "what?.jpg")
    out.shoot.walk()
    out.target.mkdir()
    like_a_card(out.target, monkeypatch)
    with pytest.raises(RefusedNames, match=r"takes no : \? in names, as 2 photographs would .* first 12:30.jpg"):
        out.export()
    assert out.names == []


@pytest.mark.parametrize("way", ["copy", "move"])
def test_other_characters_stand_in_their_place_in_all_files_of_a_photograph(
    out: Exported, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    save(out.shoot.folder, "12:30.jpg", "12:30.cr2", "12:30.jpg.pp3", "12_30.jpg", "plain.jpg")
    out.shoot.walk()
    out.shoot.mark("12:30.jpg", Mark(4))
    before = contents(out.shoot.folder)
    out.target.mkdir()
    like_a_card(out.target, monkeypatch)
    result = out.export("12:30.jpg", "12_30.jpg", "plain.jpg", way=way, replacing=True)
    assert [each.state for each in result.outcomes] == [EXPORTED] * 3
    pictures = {name: text for name, text in contents(out.target).items() if not name.endswith(".xmp")}
    assert pictures == {
        "12_30.jpg": before["12:30.jpg"],
        "12_30.cr2": before["12:30.cr2"],
        "12_30.jpg.pp3": before["12:30.jpg.pp3"],
        "12_30-2.jpg": before["12_30.jpg"],
        "plain.jpg": before["plain.jpg"],
    }
    assert "12_30.xmp" in out.names
    if way == "copy":
        again = out.export("12:30.jpg", "plain.jpg", replacing=True)
        assert [each.state for each in again.outcomes] == [SKIPPED] * 2


def test_folders_too(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, "a:b/c.jpg")
    out.shoot.walk()
    out.target.mkdir()
    like_a_card(out.target, monkeypatch)
    ids = [photo.id for photo in out.shoot.catalog.photos.in_folders(out.shoot.catalog.folders.below(out.shoot.folder))]
    with pytest.raises(RefusedNames):
        out.export_ids(ids, flat=False)
    out.export_ids(ids, flat=False, replacing=True)
    assert out.names == ["a_b/c.jpg"]


def test_where_all_is_taken_nothing_is_replaced(out: Exported) -> None:
    save(out.shoot.folder, "12:30.jpg")
    out.shoot.walk()
    out.export(replacing=True)
    assert out.names == ["12:30.jpg"]


def test_only_what_is_doubtful_is_tried_and_nothing_of_it_is_left(tmp_path: Path) -> None:
    assert refused_characters(tmp_path, ["a:b", "c\x01", "plain"]) == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_seen_is_told_by_its_number() -> None:
    assert spelled_characters({"?", "\x07", ":"}) == "U+0007 : ?"
