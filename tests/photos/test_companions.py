"""Which files belong to a photograph."""

from unicodedata import normalize

import pytest

from clipiqa_desktop.photos.companions import Companions

EDITORS = [
    "IMG_0001.AAE",
    "IMG_0001.JPG.pp3",
    "IMG_0001.JPG.dop",
    "IMG_0001.on1",
    "IMG_0001.acr",
    "IMG_0001.JPG.rrdata",
    "IMG_0001.WAV",
    "IMG_0001.THM",
    "IMG_0001.JPG.arp",
    "IMG_0001.JPG.json",
    "IMG_0001.JPG.supplemental-metadata.json",
    "IMG_0001.JPG.xmp",
    "IMG_0001.xmp",
    "IMG_0001_01.JPG.xmp",
    "IMG_0001.JPG_original",
    "IMG_0001.JPG.made-in-2031",
    "img_0001.aae",
    "IMG_0001",
]


@pytest.mark.parametrize("name", EDITORS)
def test_what_editors_cameras_and_phones_put_beside_it(name: str) -> None:
    assert Companions(["IMG_0001.JPG", name, "IMG_0002.JPG"]).of(["IMG_0001.JPG"]) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "IMG_0001.PNG",
        "IMG_0001_01.JPG",
        "IMG_00010.AAE",
        "IMG_0001 notes.txt",
        "IMG_0001.2024 list of guests.txt",
        ".IMG_0001.xmp",
        "IMG_0002.xmp",
        "IMG_0001_1.JPG.xmp",
    ],
)
def test_what_does_not_belong_to_it(name: str) -> None:
    assert Companions(["IMG_0001.JPG", name]).of(["IMG_0001.JPG"]) == []


def test_what_belongs_to_a_companion_belongs_to_its_photograph() -> None:
    names = ["IMG_0001.JPG", "IMG_0001.xmp", "IMG_0001.xmp.bak", "IMG_0001.xmp.bak.2"]
    assert Companions(names).of(["IMG_0001.JPG"]) == names[1:]


def test_the_whole_name_comes_before_the_stem() -> None:
    beside = Companions(["IMG_1.TIF", "IMG_1.TIF.xmp", "IMG_1.TIF.jpg", "IMG_1.TIF.jpg.xmp"])
    assert beside.of(["IMG_1.TIF"]) == ["IMG_1.TIF.xmp"]
    assert beside.of(["IMG_1.TIF.jpg"]) == ["IMG_1.TIF.jpg.xmp"]


def test_a_version_of_the_one_is_not_of_the_other_that_bears_its_name() -> None:
    beside = Companions(["IMG_1.CR2", "IMG_1_01.CR2", "IMG_1_01.CR2.xmp"])
    assert beside.of(["IMG_1.CR2"]) == []
    assert beside.of(["IMG_1_01.CR2"]) == ["IMG_1_01.CR2.xmp"]


def test_what_two_photographs_of_a_stem_have_belongs_to_both() -> None:
    beside = Companions(["a.jpg", "a.png", "a.aae", "a.png.pp3"])
    assert beside.owners("a.aae") == ("a.jpg", "a.png")
    assert beside.of(["a.jpg"]) == ["a.aae"]
    assert beside.of(["a.png"]) == ["a.aae", "a.png.pp3"]


def test_letter_case_decides_where_it_can() -> None:
    beside = Companions(["a.jpg", "A.JPG", "a.xmp", "A.JPG.xmp", "b.JPG", "B.xmp"])
    assert beside.of(["a.jpg"]) == ["a.xmp"]
    assert beside.of(["A.JPG"]) == ["A.JPG.xmp"]
    assert beside.of(["b.JPG"]) == ["B.xmp"]


def test_the_movie_of_a_live_photo_belongs_to_its_picture_alone() -> None:
    beside = Companions(["a.heic", "a.mov", "a.png", "b.cr2", "b.mp4"])
    assert beside.of(["a.png"]) == []
    assert beside.of(["b.cr2"]) == ["b.mp4"]


def test_unicode_forms_are_the_same_name() -> None:
    composed, apart = normalize("NFC", "Café.JPG"), normalize("NFD", "Café.JPG")
    assert Companions([composed, f"{apart}.xmp"]).of([composed]) == [f"{apart}.xmp"]
    raw, sidecar = normalize("NFD", "Café.CR2"), normalize("NFC", "Café.xmp")
    assert Companions([composed, raw, sidecar]).of([raw]) == [sidecar]


def test_of_twins_in_two_unicode_forms_each_has_what_is_named_like_it() -> None:
    twins = [normalize(form, "Café") for form in ("NFC", "NFD")]
    beside = Companions([f"{twin}{end}" for twin in twins for end in (".JPG", ".JPG.pp3", ".xmp")])
    for twin in twins:
        assert beside.of([f"{twin}.JPG"]) == [f"{twin}.JPG.pp3", f"{twin}.xmp"]
    assert Companions([f"{twin}.JPG" for twin in twins] + [f"{twins[0]}.xmp"]).of([f"{twins[1]}.JPG"]) == []


def test_of_a_pixels_two_files() -> None:
    shot = ["PXL_1.RAW-01.COVER.jpg", "PXL_1.RAW-02.ORIGINAL.dng"]
    others = ["PXL_1.RAW-01.COVER.jpg.json", "PXL_1.RAW-02.ORIGINAL.xmp", "PXL_1.json"]
    assert Companions([*shot, *others]).of(shot) == sorted(others)
