import pytest

from clipiqa_desktop.photos.formats import is_photograph, is_raw, opening_formats


@pytest.mark.parametrize("name", ["a.jpg", "A.JPG", "a.JpEg", "a.heic", "a.HIF", "a.tga", "a.cr3", "a.NEF", "a.b.webp"])
def test_photographs_are_known_by_suffix_in_any_case(name: str) -> None:
    assert is_photograph(name)


@pytest.mark.parametrize("name", ["a.txt", "jpg", "a.", "a.xmp", "._a.jpg", ".a.jpg", ".jpg", "a.jpg.part", ""])
def test_everything_else_is_none(name: str) -> None:
    assert not is_photograph(name)


def test_raw_is_told_from_ordinary() -> None:
    assert is_raw("x.DNG")
    assert is_raw("x.3fr")
    assert not is_raw("x.tif")


def test_formats_without_signature_open_only_under_their_own_name() -> None:
    assert "TGA" not in opening_formats("a.jpg")
    assert "TGA" in opening_formats("a.TGA")
    assert "ICO" in opening_formats("a.ico")
