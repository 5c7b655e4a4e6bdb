import re

from hypothesis import given, settings
from hypothesis import strategies as st

from clipiqa_desktop.catalog.query.natural_order import natural_order
from clipiqa_desktop.files.file_names import folded

# File names hold anything but a slash and NUL; surrogates stand for bytes that are no characters.
letters = st.characters(exclude_characters="/\0", min_codepoint=32) | st.sampled_from("aAß0019\udcff")


def as_people_count(name: str) -> list[tuple[int, str]]:
    parts = re.split(r"([0-9]+)", folded(name))
    return [(int(part), "") if place % 2 else (-1, part) for place, part in enumerate(parts)]


@settings(deadline=None, database=None, max_examples=300)
@given(st.lists(st.text(letters, max_size=8) | st.from_regex(r"[aB]?[0-9]{0,20}", fullmatch=True), max_size=10))
def test_numbers_in_names_are_compared_as_numbers(names: list[str]) -> None:
    expected = sorted(range(len(names)), key=lambda place: as_people_count(names[place]))
    assert natural_order(names).tolist() == expected


def test_dsc_2_comes_before_dsc_10() -> None:
    names = ["DSC_10.jpg", "dsc_0002.JPG", "DSC_2.jpg", "DSC_.jpg", ""]
    assert [names[place] for place in natural_order(names)] == [
        "",
        "dsc_0002.JPG",
        "DSC_2.jpg",
        "DSC_10.jpg",
        "DSC_.jpg",
    ]


def test_unicode_forms_of_a_name_stand_together() -> None:
    names = ["\u00e9 2.jpg", "e\u0301 1.jpg", "f.jpg", "E\u0301 3.jpg"]
    assert [names[place] for place in natural_order(names)] == [
        "f.jpg",
        "e\u0301 1.jpg",
        "\u00e9 2.jpg",
        "E\u0301 3.jpg",
    ]
