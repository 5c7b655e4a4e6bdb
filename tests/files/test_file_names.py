"""Names in other letter cases and Unicode forms, and addresses that are paths."""

import os
from pathlib import Path
from unicodedata import normalize

import pytest

from clipiqa_desktop.files.file_names import folded, from_address, legal_name, shared_part, shot_key, shot_stem


@pytest.mark.parametrize("name", ["Café.JPG", "Ångström.jpg", "がぎぐ.jpg", "한글.jpg", "STRASSE.jpg", "Ḍ̇.jpg"])
def test_every_form_of_a_name_is_the_same(name: str) -> None:
    forms = {folded(normalize(form, each)) for form in ("NFC", "NFD") for each in (name, name.upper(), name.lower())}
    assert len(forms) == 1


def test_bytes_that_are_no_characters_are_no_error() -> None:
    assert folded("A\udcff.JPG") == "a\udcff.jpg"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("IMG_1.JPG", "IMG_1"),
        ("PXL_1.RAW-01.COVER.jpg", "PXL_1"),
        ("PXL_1.NIGHT.RAW-02.ORIGINAL.dng", "PXL_1.NIGHT"),
        ("PXL_1.RAW-01.MP.COVER.jpg", "PXL_1"),
        ("PXL_1.MP.jpg", "PXL_1.MP"),
        (".RAW-01.COVER.jpg", ".RAW-01.COVER"),
    ],
)
def test_what_the_files_of_a_shot_have_in_common(name: str, stem: str) -> None:
    assert shot_stem(name) == stem


def test_a_pixels_raw_files_are_of_one_shot_and_no_other() -> None:
    assert shot_key("P.RAW-01.COVER.jpg") == shot_key("p.raw-02.original.DNG") != shot_key("P.jpg")


def test_of_bytes_that_are_no_characters_a_name_is_made_and_of_halves_of_characters_not() -> None:
    assert legal_name("caf\udce9.jpg") == "caf\udce9.jpg"
    assert legal_name("half\ud83d.jpg") == "half_.jpg"


def test_the_part_that_is_shared() -> None:
    assert shared_part("img_1.xmp", "IMG_1") == "img_1"
    assert shared_part(normalize("NFD", "é.xmp"), "é") == normalize("NFD", "é")
    assert shared_part("other.xmp", "IMG_1") == ""


@pytest.mark.skipif(os.name == "nt", reason="paths look otherwise there")
@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("file:///home/me/a%20b.jpg", "/home/me/a b.jpg"),
        ("FILE:///home/me", "/home/me"),
        ("file:/home/me", "/home/me"),
        ("file://localhost/home/me", "/home/me"),
        ("file:///a%23b#c?d", "/a#b#c?d"),
        ("file:///caf%C3%A9/é", "/café/é"),
        ("file:///byte%FF", "/byte\udcff"),
        ("--csv=file:///a%20b", "--csv=/a b"),
        ("file://server/share", "file://server/share"),
        ("file.jpg", "file.jpg"),
        ("--stars", "--stars"),
        ("/a%20b", "/a%20b"),
    ],
)
def test_addresses_of_files_are_paths(word: str, path: str) -> None:
    assert from_address(word) == path


def test_what_a_desktop_hands_over_leads_back(tmp_path: Path) -> None:
    path = tmp_path / "é #1?" / "100 %.jpg"
    assert Path(from_address(path.as_uri())) == path
