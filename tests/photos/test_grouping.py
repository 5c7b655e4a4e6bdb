import pytest

from clipiqa_desktop.photos.formats import grouped


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.jpg", "a.cr2"], {"a.jpg": ("a.cr2",)}),
        (["A.JPG", "a.Cr2"], {"A.JPG": ("a.Cr2",)}),
        (["a.heic", "a.mov"], {"a.heic": ("a.mov",)}),
        (["a.heic", "a.jpg", "a.dng"], {"a.jpg": ("a.dng",), "a.heic": ()}),
        (["a.cr2", "a.dng", "a.jpg"], {"a.jpg": ("a.cr2", "a.dng")}),
        (["a.cr2", "a.dng"], {"a.cr2": (), "a.dng": ()}),
        (["a.png", "a.cr2"], {"a.png": (), "a.cr2": ()}),
        (["a.jpg", "b.cr2", "c.mov", "notes.txt"], {"a.jpg": (), "b.cr2": ()}),
        (["._a.jpg", ".a.mov", "a.jpg"], {"a.jpg": ()}),
        (["a.b.jpg", "a.b.nef", "a.jpg"], {"a.b.jpg": ("a.b.nef",), "a.jpg": ()}),
        (["P.RAW-01.COVER.jpg", "P.RAW-02.ORIGINAL.dng"], {"P.RAW-01.COVER.jpg": ("P.RAW-02.ORIGINAL.dng",)}),
        (["P.RAW-01.MP.COVER.jpg", "P.RAW-02.ORIGINAL.dng"], {"P.RAW-01.MP.COVER.jpg": ("P.RAW-02.ORIGINAL.dng",)}),
        (["P.MP.RAW-01.COVER.jpg", "P.RAW-02.ORIGINAL.dng"], {"P.MP.RAW-01.COVER.jpg": ("P.RAW-02.ORIGINAL.dng",)}),
        (
            ["P.RAW-01.COVER.jpg", "P.RAW-02.ORIGINAL.dng", "P.jpg", "P.dng"],
            {"P.RAW-01.COVER.jpg": ("P.RAW-02.ORIGINAL.dng",), "P.jpg": ("P.dng",)},
        ),
        (["P.RAW-01.COVER.jpg", "Q.RAW-02.ORIGINAL.dng"], {"P.RAW-01.COVER.jpg": (), "Q.RAW-02.ORIGINAL.dng": ()}),
        (["caf\u00e9.jpg", "cafe\u0301.CR2"], {"caf\u00e9.jpg": ("cafe\u0301.CR2",)}),
        ([], {}),
    ],
)
def test_what_is_one_photograph(names: list[str], expected: dict[str, tuple[str, ...]]) -> None:
    assert grouped(names) == expected
    assert grouped(reversed(names)) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.jpg", "a.cr2", "a.dng"], {"a.jpg": (), "a.cr2": (), "a.dng": ()}),
        (["a.heic", "a.mov", "a.dng"], {"a.heic": ("a.mov",), "a.dng": ()}),
        (["a.cr2", "b.png"], {"a.cr2": (), "b.png": ()}),
    ],
)
def test_raws_apart_from_their_jpegs(names: list[str], expected: dict[str, tuple[str, ...]]) -> None:
    assert grouped(names, pair=False) == expected
